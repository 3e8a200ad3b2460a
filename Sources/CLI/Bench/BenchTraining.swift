import NetworkGraph
import ReferenceNetworks
import Support
import TensorCore

/// A reference network in training on random images: stochastic gradient descent with momentum, as a search trains.
struct BenchTraining {
    /// The time is cut into this many windows, so that the median forgets what the neighbours did.
    private static let windowCount = 9
    private static let learningRate: Float = 0.01

    let network: Network
    let images: [Float]
    let labels: [Int32]

    init(_ reference: ReferenceNetwork, batch: Int) throws {
        network = try Network(
            reference.graph, batch: batch, settings: TrainingSettings(optimizer: .sgd(momentum: 0.9, weightDecay: 1e-4)), seed: 1)
        images = Self.randomImages(of: reference, count: batch)
        var random = RandomStream(seed: 2, purpose: .test)
        let classes = network.outputCount
        labels = (0..<batch).map { _ in Int32(random.nextInt(below: classes)) }
        for _ in 0..<3 { step() }
    }

    func step() { network.trainStep(images: images, labels: labels, learningRate: Self.learningRate) }

    /// Images per second in each window. A window has whole steps, at least one.
    func windows(seconds: Double) -> [Double] {
        let clock = ContinuousClock()
        return (0..<Self.windowCount).map { _ in
            let start = clock.now
            let end = start + .seconds(seconds / Double(Self.windowCount))
            var count = 0
            repeat {
                step()
                count += labels.count
            } while clock.now < end
            return Double(count) / (start.duration(to: clock.now) / .seconds(1))
        }
    }

    /// Where the time of a step goes, measured for about this long.
    func profile(seconds: Double) -> [OperationTime] {
        let stepSeconds = ContinuousClock().measure { step() } / .seconds(1)
        // A profile's step is two: one as a whole and one by operation.
        let steps = Int(min(max(seconds / (2 * stepSeconds), 3), 10_000))
        return network.profile(steps: steps, images: images, labels: labels, learningRate: Self.learningRate)
    }

    /// Uniform from -1 to 1, `[count, height, width, channels]`.
    static func randomImages(of reference: ReferenceNetwork, count: Int) -> [Float] {
        var random = RandomStream(seed: 1, purpose: .test)
        return (0..<count * reference.graph.input.elements).map { _ in 2 * random.nextFloat() - 1 }
    }
}
