public import NetworkGraph
public import Support

/// Predicts what a network costs on a target. A pure function of the graph: the same graph and `profileHash` give the
/// same estimate, which is what estimates are cached by.
public protocol CostEstimator: Sendable {
    /// The target that networks are estimated for.
    var target: Target { get }
    /// A hash of the target and of the profile or the law behind the estimates.
    var profileHash: StableHash { get }

    /// Returns what an estimate needs of a network, or of a piece of one.
    func partialCost(of graph: InferredGraph) -> PartialCost

    /// Returns the estimate of a network from the sum of its pieces' costs.
    func estimate(_ sum: PartialCost) -> Estimate

    /// Returns a row for every operation that costs something, in the graph's order, and one for what the runtime adds to an inference, if
    /// anything.
    func operationCosts(_ graph: InferredGraph) -> [OperationCost]
}

extension CostEstimator {
    /// Returns the estimate of a network.
    public func estimate(_ graph: InferredGraph) -> Estimate { estimate(partialCost(of: graph)) }
}
