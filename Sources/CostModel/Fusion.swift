internal import NetworkGraph

/// Which activations a runtime executes together with the operation that makes their operand.
struct FusingRules: Sendable {
    private let clamps: Bool
    private let all: Bool
    private let afterSums: Bool

    init(_ runtime: Runtime) {
        switch runtime {
        case .c: (clamps, all, afterSums) = (true, true, true)
        // ncnn fuses every cheap activation into convolutions and dense layers, none into sums.
        case .ncnn, .ncnnVulkan: (clamps, all, afterSums) = (true, true, false)
        // The others fuse what is a clamp, into sums too.
        case .tflite, .armnn, .onnxruntime: (clamps, all, afterSums) = (true, false, true)
        }
    }

    @inline(__always)
    func fuses(_ activation: Activation, after kind: OperationCounts.Kind) -> Bool {
        switch kind {
        case .convolution, .pointwiseConvolution, .depthwiseConvolution, .groupedConvolution, .dense: break
        case .elementwise: if !afterSums { return false }
        default: return false
        }
        return switch activation {
        case .relu, .relu6: clamps
        case .hardSwish, .hardSigmoid, .sigmoid, .tanh, .gelu: all
        }
    }
}

/// What becomes of each node of a graph when a runtime executes it.
enum Fate {
    static let executed = -1
    static let free = -2

    /// For each node `executed`, `free`, or the number of the node it is fused into.
    ///
    /// - Parameter runs: for each node whether the runtime has kept it.
    static func of(_ graph: InferredGraph, counts: [OperationCounts], fusing: FusingRules, runs: [Bool]) -> [Int] {
        let nodes = graph.nodes
        var uses = [Int](repeating: 0, count: nodes.count)
        uses[graph.output] = 1
        for node in nodes.indices where runs[node] {
            for operand in nodes[node].inputs { uses[operand] += 1 }
        }
        var fate = [Int](repeating: executed, count: nodes.count)
        for node in nodes.indices {
            guard counts[node].kind != .none, runs[node] else {
                fate[node] = free
                continue
            }
            let fusible: Bool
            switch nodes[node].operation {
            case .batchNorm, .activation: fusible = true
            default: fusible = false
            }
            guard fusible else { continue }
            let operand = nodes[node].inputs[0]
            // The operand must be seen by nobody else, nor be the result.
            guard uses[operand] == 1, operand != graph.output else { continue }
            let root = fate[operand] >= 0 ? fate[operand] : operand
            let kind = counts[root].kind
            guard fate[root] == executed else { continue }
            switch nodes[node].operation {
            case .batchNorm:
                // Folded into weights: only where nothing but a fold stands between.
                if kind.isProduct, isFolded(nodes[operand].operation) || operand == root { fate[node] = root }
            case .activation(let activation):
                if isFolded(nodes[operand].operation) || operand == root, fusing.fuses(activation, after: kind) { fate[node] = root }
            default: break
            }
        }
        return fate
    }

    private static func isFolded(_ operation: Operation) -> Bool {
        if case .batchNorm = operation { return true }
        return false
    }
}

extension OperationCounts.Kind {
    /// Convolutions and dense layers: what batch norm folds into.
    var isProduct: Bool {
        switch self {
        case .convolution, .pointwiseConvolution, .depthwiseConvolution, .groupedConvolution, .dense: true
        default: false
        }
    }
}
