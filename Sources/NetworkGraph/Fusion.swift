/// Which activations a runtime runs in the same pass as the operation that computes their operand. Norms fold into weights everywhere.
public struct FusionRules: Sendable, Hashable {
    private let fused: UInt8
    private let afterSums: Bool

    /// - Parameters:
    ///   - activations: what is run in the same pass as a convolution or a dense layer.
    ///   - afterSums: whether it is in the same pass as a sum or a product of activations too.
    public init(activations: [Activation], afterSums: Bool) {
        fused = activations.reduce(0) { $0 | $1.bit }
        self.afterSums = afterSums
    }

    /// Norms alone.
    public static let normsOnly = FusionRules(activations: [], afterSums: false)

    /// The C runtime of this project.
    public static let cRuntime = FusionRules(activations: Activation.allCases, afterSums: true)

    fileprivate func fuse(_ activation: Activation, into traits: OperationTraits) -> Bool {
        traits.contains(.takesActivation) && (afterSums || traits.contains(.product)) && fused & activation.bit != 0
    }
}

extension Activation {
    fileprivate var bit: UInt8 {
        switch self {
        case .relu: 1
        case .relu6: 2
        case .hardSwish: 4
        case .hardSigmoid: 8
        case .sigmoid: 16
        case .tanh: 32
        case .gelu: 64
        }
    }
}

/// What becomes of each node of a graph when a runtime executes it: the one place that knows what folds. Estimates, stored weights and
/// plans for boards all read it.
///
/// A norm folds into the convolution, the dense layer or the norm that computes its operand, through further norms, where nobody else
/// reads that operand. An activation behind it, by the runtime's rules, runs in the same pass; then nothing more folds.
public struct Fusion: Sendable {
    private static let executed = -1
    private static let free = -2

    /// For each node `executed`, `free`, or the number of the node that it is part of.
    private let roots: [Int]

    /// - Parameter runs: for each node whether the runtime has kept it; all of them where nil.
    public init(_ graph: InferredGraph, _ rules: FusionRules, runs: [Bool]? = nil) {
        let nodes = graph.nodes
        var uses = [Int](repeating: 0, count: nodes.count)
        uses[graph.output] = 1
        for node in nodes.indices where runs?[node] ?? true {
            for operand in nodes[node].inputs { uses[operand] += 1 }
        }
        var roots = [Int](repeating: Self.executed, count: nodes.count)
        roots[0] = Self.free
        for node in nodes.indices.dropFirst() {
            let traits = nodes[node].operation.traits
            guard runs?[node] ?? true, !traits.contains(.view) else {
                roots[node] = Self.free
                continue
            }
            guard !traits.isDisjoint(with: [.norm, .activation]) else { continue }
            let operand = nodes[node].inputs[0]
            // Seen by nobody else, and not the result.
            guard uses[operand] == 1, roots[operand] != Self.free else { continue }
            let root = roots[operand] >= 0 ? roots[operand] : operand
            // Nothing but norms stands between.
            guard operand == root || nodes[operand].operation.traits.contains(.norm) else { continue }
            let rootTraits = nodes[root].operation.traits
            let folds =
                if case .activation(let activation) = nodes[node].operation {
                    rules.fuse(activation, into: rootTraits)
                } else {
                    !rootTraits.isDisjoint(with: [.product, .norm])
                }
            if folds { roots[node] = root }
        }
        self.roots = roots
    }

    /// Whether the runtime executes a node by itself, with all that is part of it.
    public func isExecuted(_ node: Int) -> Bool { roots[node] == Self.executed }

    /// The node that this one is part of; nil for one that is executed, or costs nothing.
    public func root(of node: Int) -> Int? { roots[node] >= 0 ? roots[node] : nil }

    /// The activation that runs in the same pass as each node.
    public func activations(in graph: InferredGraph) -> [Activation?] {
        var activations = [Activation?](repeating: nil, count: roots.count)
        for (node, root) in roots.enumerated() where root >= 0 {
            if case .activation(let activation) = graph.nodes[node].operation { activations[root] = activation }
        }
        return activations
    }
}
