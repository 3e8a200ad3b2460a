public import ArgumentParser
public import Reporting

extension ListingFormat: ExpressibleByArgument {}

extension PictureFormat: ExpressibleByArgument {}
