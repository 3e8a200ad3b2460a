public import NAS

/// A network whose cost was measured.
public struct MeasuredNetwork: Sendable, Hashable {
    public let name: String
    /// Seconds, joules: whatever was measured, above zero.
    public let value: Double
    /// What a runtime does, for each treatment of unused operations.
    private let works: [UnusedOperations: NetworkWork]

    /// A network as its search space writes it.
    public init(name: String, graph: InferredGraph, runtime: Runtime, value: Double) {
        let fusing = FusingRules(runtime)
        self.init(
            name: name, value: value,
            works: Dictionary(
                uniqueKeysWithValues: UnusedOperations.allCases.map { ($0, NetworkWork(graph, fusing: fusing, unused: $0)) }))
    }

    /// A network of which a runtime's own table of layers is known, without unused ones.
    public init(name: String, work: Work, value: Double) {
        let work = NetworkWork(work)
        self.init(name: name, value: value, works: Dictionary(uniqueKeysWithValues: UnusedOperations.allCases.map { ($0, work) }))
    }

    private init(name: String, value: Double, works: [UnusedOperations: NetworkWork]) {
        precondition(value > 0 && value.isFinite)
        (self.name, self.value, self.works) = (name, value, works)
    }

    func work(_ unused: UnusedOperations) -> NetworkWork { works[unused] ?? NetworkWork(Work()) }

    /// Whether the treatment of unused operations makes a difference.
    var dependsOnUnused: Bool { Set(works.values).count > 1 }
}
