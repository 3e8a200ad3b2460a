public import ArgumentParser
public import CostModel

extension Extrapolation: ExpressibleByArgument {}
