import Foundation
import NetworkGraph
import Support
import TensorCore

@testable import Training

/// One network with everything its training is made of: weights and batches follow from fixed seeds, so that only the graph
/// and PyTorch's answers are stored.
struct GoldenCase {
    static let steps = 10
    static let learningRate: Float = 0.001

    let space: String
    let graph: InferredGraph
    let batch: Int

    init(space: String, graph: InferredGraph) {
        self.space = space
        self.graph = graph
        // Batch statistics of few images make small differences large; large networks take long.
        // Those with most activations would always have one at a kink (`imageSeed`).
        let isDense = space == "fbnet" || space == "nas-bench-macro"
        batch = isDense ? 6 : graph.macs > 10_000_000 ? 32 : 16
    }

    /// One for which no value lies so near the kink of a ReLU that rounding decides its side: a single such value changes
    /// whole gradients by some 0.3 %, in PyTorch's own fp32 as well.
    /// make_goldens.py prints that distance; `NAS_GOLDEN_SEED` tries another seed while goldens are made.
    private var imageSeed: UInt64 {
        if let text = ProcessInfo.processInfo.environment["NAS_GOLDEN_SEED"], let seed = UInt64(text) { return seed }
        switch space {
        case "fbnet": return 20_318
        case "nas-bench-macro": return 20_320
        default: return 20_311
        }
    }

    /// The stored graph.
    init(space: String, in folder: URL) throws {
        let data = try Data(contentsOf: folder.appendingPathComponent("\(space).graph.json"))
        self.init(space: space, graph: try JSONDecoder().decode(InferredGraph.self, from: data))
    }

    func network() throws -> Network {
        try Network(
            graph, batch: batch,
            settings: TrainingSettings(optimizer: .sgd(momentum: 0.9), keepsGradients: true), seed: 20_260, trial: 0)
    }

    /// Uniform noise of deviation 1.
    func images(step: Int) -> [Float] {
        var random = RandomStream(seed: imageSeed, trial: UInt64(step), purpose: .test)
        let bound = Float(3).squareRoot()
        return (0..<batch * graph.input.elements).map { _ in (2 * random.nextFloat() - 1) * bound }
    }

    func labels(step: Int) -> [Int32] {
        var random = RandomStream(seed: 20_262, trial: UInt64(step), purpose: .test)
        return (0..<batch).map { _ in Int32(random.nextInt(below: graph.outputShape.channels)) }
    }

    /// Of the initial weights' bits: tells goldens of other weights from wrong gradients.
    static func checksum(_ weights: SafeTensors) -> String {
        var hasher = StableHasher()
        for tensor in weights.tensors {
            hasher.combine(tensor.name)
            for value in tensor.values { hasher.combine(UInt64(value.bitPattern)) }
        }
        return hasher.finalize().description
    }
}
