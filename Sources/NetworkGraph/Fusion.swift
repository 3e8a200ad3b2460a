/// What a runtime runs in the same pass as the operation that computes its operand: norms, which fold into weights, and activations.
public struct FusionRules: Sendable, Hashable {
    /// What an activation may run in the same pass as.
    public enum ActivationHosts: Sendable, Hashable {
        /// A convolution or a dense layer, norms that fold into it between them or not.
        case products
        /// Sums and products of activations too.
        case productsAndSums
        /// A norm directly before it, wherever that runs; nothing else.
        case norms
    }

    /// Which norms fold into weights.
    public enum FoldedNorms: Sendable, Hashable {
        /// Every norm behind a convolution, a dense layer or another norm, through further norms.
        case all
        /// The first one behind a convolution.
        case oneIntoConvolution
    }

    private let fused: UInt8
    private let hosts: ActivationHosts
    private let norms: FoldedNorms

    /// Creates the rules of a runtime.
    ///
    /// - Parameters:
    ///   - activations: the functions that are run in the same pass at all.
    ///   - hosts: as what.
    ///   - norms: which norms fold.
    public init(activations: [Activation], with hosts: ActivationHosts, norms: FoldedNorms = .all) {
        fused = activations.reduce(0) { $0 | $1.bit }
        self.hosts = hosts
        self.norms = norms
    }

    /// Norms alone.
    public static let normsOnly = FusionRules(activations: [], with: .products)

    /// The C runtime of this project.
    public static let cRuntime = FusionRules(activations: Activation.allCases, with: .productsAndSums)

    /// Whether a norm becomes part of `root`.
    fileprivate func foldsNorm(behind operand: Int, into root: Int, _ traits: OperationTraits) -> Bool {
        switch norms {
        case .all: !traits.isDisjoint(with: [.product, .norm])
        case .oneIntoConvolution: operand == root && traits.contains([.product, .windowed])
        }
    }

    /// Whether an activation becomes part of `root`.
    fileprivate func fuses(_ activation: Activation, behind operand: OperationTraits, into root: OperationTraits) -> Bool {
        guard fused & activation.bit != 0 else { return false }
        return switch hosts {
        case .products: root.contains([.takesActivation, .product])
        case .productsAndSums: root.contains(.takesActivation)
        case .norms: operand.contains(.norm)
        }
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
/// A norm folds, where the runtime's rules allow it, into the convolution, the dense layer or the norm that computes its operand, if
/// nobody else reads that operand, and an activation behind it runs in the same pass; then nothing more folds.
public struct Fusion: Sendable {
    private static let executed = -1
    private static let free = -2

    /// For each node `executed`, `free`, or the number of the node that it is part of.
    private let roots: [Int]

    /// Finds what folds in a graph by the rules of a runtime.
    ///
    /// - Parameters:
    ///   - graph: the network.
    ///   - rules: what the runtime folds and runs in the same pass.
    ///   - runs: for each node whether the runtime has kept it; all of them where nil.
    ///   - sources: for each node the one whose value it has, where the runtime knows some to be others' values under another name; a node that is
    ///     not its own source does not run.
    public init(_ graph: InferredGraph, _ rules: FusionRules, runs: [Bool]? = nil, sources: [Int]? = nil) {
        let nodes = graph.nodes
        var uses = [Int](repeating: 0, count: nodes.count)
        uses[sources?[graph.output] ?? graph.output] = 1
        for node in nodes.indices where runs?[node] ?? true {
            for operand in nodes[node].inputs { uses[sources?[operand] ?? operand] += 1 }
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
            let operand = sources?[nodes[node].inputs[0]] ?? nodes[node].inputs[0]
            // Seen by nobody else, and not the result.
            guard uses[operand] == 1, roots[operand] != Self.free else { continue }
            let root = roots[operand] >= 0 ? roots[operand] : operand
            let operandTraits = nodes[operand].operation.traits
            // Nothing but norms stands between.
            guard operand == root || operandTraits.contains(.norm) else { continue }
            let rootTraits = nodes[root].operation.traits
            let folds =
                if case .activation(let activation) = nodes[node].operation {
                    rules.fuses(activation, behind: operandTraits, into: rootTraits)
                } else {
                    rules.foldsNorm(behind: operand, into: root, rootTraits)
                }
            if folds { roots[node] = root }
        }
        self.roots = roots
    }

    /// Whether the runtime executes a node by itself, with all that is part of it.
    public func isExecuted(_ node: Int) -> Bool { roots[node] == Self.executed }

    /// Returns the node that this one is part of; nil for one that is executed, or costs nothing.
    public func root(of node: Int) -> Int? { roots[node] >= 0 ? roots[node] : nil }

    /// Returns, for each node, the activation that runs in the same pass as it; nil where there is none.
    public func activations(in graph: InferredGraph) -> [Activation?] {
        var activations = [Activation?](repeating: nil, count: roots.count)
        for (node, root) in roots.enumerated() where root >= 0 {
            if case .activation(let activation) = graph.nodes[node].operation { activations[root] = activation }
        }
        return activations
    }
}
