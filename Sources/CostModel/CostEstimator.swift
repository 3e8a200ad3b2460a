public import NetworkGraph
public import Support

/// Predicts what a network costs on a target. A pure function of the graph: the same graph and `profileHash` give the
/// same estimate, which is what estimates are cached by.
public protocol CostEstimator: Sendable {
    var target: Target { get }
    var profileHash: StableHash { get }

    /// What an estimate needs of a network, or of a piece of one.
    func partialCost(of graph: InferredGraph) -> PartialCost

    /// The estimate of a network from the sum of its pieces' costs.
    func estimate(_ sum: PartialCost) -> Estimate

    /// A row for every operation that costs something, in the graph's order.
    func operationCosts(_ graph: InferredGraph) -> [OperationCost]
}

extension CostEstimator {
    public func estimate(_ graph: InferredGraph) -> Estimate { estimate(partialCost(of: graph)) }
}
