import Foundation
import NetworkGraph
import Support
import TensorCore
import TestSupport
import Testing

@testable import Training

/// Gradients and losses of one network of each shipped space against PyTorch in double precision (Goldens/make_goldens.py).
@Suite struct GoldenTests {
    static let folder: URL = Bundle.module.resourceURL.map { $0.appendingPathComponent("Goldens") } ?? URL(fileURLWithPath: "/")

    @Test(arguments: SpaceFiles.names) func trainsAsPyTorchDoes(_ space: String) throws {
        let golden = try GoldenCase(space: space, in: Self.folder)
        let expected = try SafeTensors(contentsOf: Self.folder.appendingPathComponent("\(space).safetensors").path)
        let network = try golden.network()
        try #require(
            expected.metadata["weights"] == GoldenCase.checksum(network.exportParameters()),
            "the initial weights are not those of the goldens: make them anew (Goldens/make_goldens.py)")

        var losses: [Float] = []
        var gradients = SafeTensors()
        for step in 0..<GoldenCase.steps {
            let outcome = network.trainStep(
                images: golden.images(step: step), labels: golden.labels(step: step), learningRate: GoldenCase.learningRate)
            if step == 0 { gradients = network.exportGradients() }
            losses.append(outcome.loss)
        }

        let expectedLosses = try #require(expected["losses"]).values
        try #require(expectedLosses.count == GoldenCase.steps)
        for (step, (loss, value)) in zip(losses, expectedLosses).enumerated() {
            #expect(abs(loss - value) <= 1e-3 * abs(value), "loss of step \(step): \(loss), PyTorch \(value)")
        }

        // A shift that the next batch norm takes away again has a gradient of zero, of which only rounding is left.
        let whole = try #require(expected["norms"]).values
        let rounding = 1e-6 * whole.reduce(0) { $0 + $1 * $1 }.squareRoot()
        try #require(gradients.tensors.count == whole.count)
        var worst: (share: Float, name: String) = (0, "")
        for (index, tensor) in gradients.tensors.enumerated() {
            let reference = try #require(expected["gradient/" + tensor.name], "\(tensor.name)")
            // Of large tensors every so-many-th element is stored.
            let stride = (tensor.values.count + reference.values.count - 1) / reference.values.count
            var (difference, norm): (Float, Float) = (0, 0)
            for (place, value) in reference.values.enumerated() {
                let distance = tensor.values[place * stride] - value
                difference += distance * distance
                norm += value * value
            }
            let error = difference.squareRoot()
            let limit = 1e-3 * norm.squareRoot() + rounding
            #expect(error <= limit, "\(tensor.name): differs by \(error), its norm is \(norm.squareRoot())")
            let own = tensor.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
            #expect(abs(own - whole[index]) <= 1e-3 * whole[index] + rounding, "\(tensor.name): norm \(own), PyTorch \(whole[index])")
            if norm.squareRoot() > rounding, error / norm.squareRoot() > worst.share { worst = (error / norm.squareRoot(), tensor.name) }
        }
        if ProcessInfo.processInfo.environment["NAS_REPORT_GOLDENS"] != nil {
            let loss = zip(losses, expectedLosses).map { abs($0 - $1) / $1 }.max() ?? 0
            print("\(space): \(golden.graph.parameters) parameters, worst gradient \(worst.share) (\(worst.name)), worst loss \(loss)")
        }
    }

    @Test func everyShippedSpaceHasAGolden() throws {
        let stored = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { $0.hasSuffix(".safetensors") }
        #expect(stored.map { String($0.dropLast(12)) }.sorted() == SpaceFiles.names)
    }
}
