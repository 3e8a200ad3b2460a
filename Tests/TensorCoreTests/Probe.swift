import NetworkGraph
import Support

@testable import TensorCore

/// Runs a network once forwards and once backwards from a given gradient of its result.
struct Probe {
    let network: Network

    init(_ definition: InferredGraph, batch: Int, optimizer: Optimizer = .sgd(), seed: UInt64 = 1) throws {
        network = try Network(
            definition, batch: batch, settings: TrainingSettings(optimizer: optimizer, keepsGradients: true), seed: seed, trial: 0,
            keepsInputGradient: true)
    }

    /// Fills every gradient with not-a-number first, so that nothing passes that was not written.
    func backward(images: [Float], count: Int, outputGradient: [Float]) -> (output: [Float], inputGradient: [Float], gradients: SafeTensors)
    {
        let run = network.run(count: count, isTraining: true)
        network.load(images, from: 0, count: count)
        network.forward(run)
        let plan = network.plan
        let output = Array(UnsafeBufferPointer(start: plan.output.data, count: outputGradient.count))
        plan.gradients?.update(repeating: .nan, count: plan.table.parameterCount)
        plan.input.gradient?.update(repeating: .nan, count: images.count)
        if let gradient = plan.output.gradient {
            outputGradient.withUnsafeBufferPointer { gradient.update(from: $0.baseAddress!, count: $0.count) }
        }
        network.backward(run)
        let inputGradient = plan.input.gradient.map { Array(UnsafeBufferPointer(start: $0, count: images.count)) } ?? []
        return (output, inputGradient, network.exportGradients())
    }
}

/// How far two tensors are apart, relative to the length of the expected one; infinite where a value is not a number or
/// the counts differ.
func distance(_ actual: [Float], _ expected: [Float]) -> Double { distance(actual.map(Double.init), expected.map(Double.init)) }

/// `length` is the least that the expected tensor counts as, for one that is zero but for rounding.
func distance(_ actual: [Double], _ expected: [Double], length least: Double = 0) -> Double {
    guard actual.count == expected.count, actual.allSatisfy(\.isFinite), expected.allSatisfy(\.isFinite) else { return .infinity }
    var (difference, length) = (0.0, 0.0)
    for (left, right) in zip(actual, expected) {
        difference += (left - right) * (left - right)
        length += right * right
    }
    // Tensors that ought to be zero are measured against their count.
    return (difference / max(length, least * least, 1e-8 * Double(max(expected.count, 1)))).squareRoot()
}
