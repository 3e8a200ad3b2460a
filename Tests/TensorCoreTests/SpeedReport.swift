import Foundation
import Support
import Testing

@testable import TensorCore

/// Prints training speed; asserts nothing. `NAS_SPEED=1 swift test --filter SpeedReport`, beside
/// the same networks in PyTorch in the same minute.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["NAS_SPEED"] != nil, "set NAS_SPEED=1")) struct SpeedReport {
    @Test(arguments: ReferenceNetwork.allCases)
    func imagesPerSecond(_ reference: ReferenceNetwork) throws {
        if let only = ProcessInfo.processInfo.environment["NAS_SPEED"], only != "1", !only.contains(reference.rawValue) { return }
        let batch = 64
        let definition = reference.definition
        let network = try Network(
            definition, batch: batch, settings: TrainingSettings(optimizer: .sgd(momentum: 0.9, weightDecay: 1e-4)), seed: 1)
        var random = RandomStream(seed: 1, purpose: .test)
        let images = (0..<batch * definition.inputShape.elements).map { _ in random.nextFloat() * 2 - 1 }
        let labels = (0..<batch).map { _ in Int32(random.nextInt(below: definition.outputShape.channels)) }
        for _ in 0..<3 { network.trainStep(images: images, labels: labels, learningRate: 0.01) }
        var seconds: [Double] = []
        let clock = ContinuousClock()
        let end = clock.now + .seconds(2)
        while clock.now < end {
            let time = clock.measure { network.trainStep(images: images, labels: labels, learningRate: 0.01) }
            seconds.append(Double(time.components.attoseconds) * 1e-18 + Double(time.components.seconds))
        }
        seconds.sort()
        let median = seconds[seconds.count / 2]
        print("SPEED \(reference): \(Int(Double(batch) / median)) images/s median, \(Int(Double(batch) / seconds[0])) best")
        var spent: [String: Duration] = [:]
        let run = network.run(count: batch, isTraining: true)
        for _ in 0..<10 {
            for operation in network.plan.operations {
                spent["\(type(of: operation)) forward", default: .zero] += clock.measure { operation.forward(run) }
            }
            for operation in network.plan.operations.reversed() {
                spent["\(type(of: operation)) backward", default: .zero] += clock.measure { operation.backward(run) }
            }
        }
        for (name, time) in spent.sorted(by: { $0.value > $1.value }).prefix(8) { print("  \(name): \(time / 10)") }
    }
}
