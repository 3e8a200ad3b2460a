public import NAS

/// A network whose cost was measured.
public struct MeasuredNetwork: Sendable, Hashable {
    public let name: String
    /// Seconds, joules: whatever was measured, above zero.
    public let value: Double
    /// What a runtime does, for each treatment of unused operations.
    private let works: [UnusedOperations: Work]

    /// A network as its search space writes it.
    public init(name: String, graph: InferredGraph, runtime: Runtime, value: Double) {
        let fusing = FusingRules(runtime)
        self.init(
            name: name, value: value,
            works: Dictionary(
                uniqueKeysWithValues: UnusedOperations.allCases.map { ($0, Work(graph, fusing: fusing, unused: $0)) }))
    }

    /// A network of which a runtime's own table of layers is known, without unused ones.
    public init(name: String, work: Work, value: Double) {
        self.init(name: name, value: value, works: Dictionary(uniqueKeysWithValues: UnusedOperations.allCases.map { ($0, work) }))
    }

    private init(name: String, value: Double, works: [UnusedOperations: Work]) {
        precondition(value > 0 && value.isFinite)
        (self.name, self.value, self.works) = (name, value, works)
    }

    public func work(_ unused: UnusedOperations) -> Work { works[unused] ?? Work() }

    /// Whether the treatment of unused operations makes a difference.
    var dependsOnUnused: Bool { Set(works.values).count > 1 }
}
