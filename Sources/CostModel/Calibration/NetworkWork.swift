internal import NetworkGraph

/// What a runtime does of a network: in sum, and by the shapes of its operations.
public struct NetworkWork: Sendable, Hashable, Codable {
    /// Operations that do exactly the same.
    public struct Shape: Sendable, Hashable, Codable {
        let counts: OperationCounts
        let isUnitStride3x3: Bool

        var work: Work {
            var work = Work()
            work.add(counts, isUnitStride3x3: isUnitStride3x3)
            return work
        }
    }

    /// An operation of a shape behind one of another.
    struct Step: Sendable, Hashable, Codable {
        let shape: Shape
        /// The shape of its first operand where that is a depthwise convolution: blocks differ in theirs, and little else is telling.
        let previous: Shape?
    }

    /// So many operations of a shape, all behind operations of one shape.
    public struct Entry: Sendable, Hashable, Codable {
        let step: Step
        var count: Int

        var shape: Shape { step.shape }
    }

    /// The amounts of work in sum.
    public let total: Work
    /// In the order of their first operation; empty where only sums are known.
    let entries: [Entry]

    /// Makes the work of a network of which only sums are known.
    public init(_ total: Work) {
        self.total = total
        entries = []
    }

    /// What a runtime executes of a graph.
    init(_ graph: InferredGraph, fusing: FusionRules, unused: UnusedOperations) {
        self.init(graph, graph.operationCounts(), Fusion(graph, fusing, runs: graph.executed(unused)))
    }

    /// The same where it is known what is fused.
    init(_ graph: InferredGraph, _ counts: [OperationCounts], _ fusion: Fusion) {
        var total = Work()
        total[.inferences] = 1
        var entries: [Entry] = []
        var places: [Step: Int] = [:]
        for step in Self.steps(graph, counts, fusion) {
            guard let step else { continue }
            total.add(step.shape.counts, isUnitStride3x3: step.shape.isUnitStride3x3)
            if let place = places[step] {
                entries[place].count += 1
            } else {
                places[step] = entries.count
                entries.append(Entry(step: step, count: 1))
            }
        }
        (self.total, self.entries) = (total, entries)
    }

    /// For each node that runs by itself what it is; nil for the others.
    static func steps(_ graph: InferredGraph, _ counts: [OperationCounts], _ fusion: Fusion) -> [Step?] {
        // Of each node the shape that its readers come behind.
        var shapes: [Shape?] = []
        return counts.indices.map { node in
            let before = graph.nodes[node].inputs.first.flatMap { shapes[$0] }
            guard fusion.isExecuted(node) else {
                shapes.append(fusion.root(of: node).map { shapes[$0] } ?? before)
                return nil
            }
            let shape = Shape(counts: counts[node], isUnitStride3x3: graph.nodes[node].operation.isUnitStride3x3)
            shapes.append(shape)
            return Step(shape: shape, previous: before?.counts.kind == .depthwiseConvolution ? before : nil)
        }
    }
}
