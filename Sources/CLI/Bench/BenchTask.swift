import ArgumentParser
import ReferenceNetworks
import Support
import TensorCore

/// One thing that a process measures alone, so that neither the memory nor the caches of another are in its figures.
enum BenchTask: String, ExpressibleByArgument, CaseIterable {
    /// Images per second.
    case training
    /// Milliseconds of one image.
    case inference
    /// GFLOP/s of a large matrix product, whatever the network.
    case sgemm

    /// Does all that comes before the clock is started, and returns what is to be done for a time in seconds.
    func prepare(_ reference: ReferenceNetwork, batch: Int) throws -> (Double) throws -> BenchFigures {
        switch self {
        case .training:
            let training = try BenchTraining(reference, batch: batch)
            return { BenchFigures(rates: training.windows(seconds: $0)) }
        case .inference: return try Self.inference(reference)
        case .sgemm:
            _ = try SGEMMPeak(seconds: 0)
            return { seconds in
                let peak = try SGEMMPeak(seconds: seconds)
                return BenchFigures(median: peak.median, best: peak.best)
            }
        }
    }

    /// Latency of a network that only infers, for one image at a time.
    private static func inference(_ reference: ReferenceNetwork) throws -> (Double) throws -> BenchFigures {
        let network = try Network(reference.graph, batch: 1)
        let image = BenchTraining.randomImages(of: reference, count: 1)
        for _ in 0..<5 { _ = network.forward(images: image, count: 1) }
        return { seconds in
            let clock = ContinuousClock()
            let end = clock.now + .seconds(seconds)
            var milliseconds: [Double] = []
            while milliseconds.count < 20 || clock.now < end {
                milliseconds.append(clock.measure { _ = network.forward(images: image, count: 1) } / .milliseconds(1))
            }
            milliseconds.sort()
            return BenchFigures(median: milliseconds[milliseconds.count / 2], best: milliseconds[0])
        }
    }
}

/// What a process measured, in the task's unit.
struct BenchFigures: Codable {
    let median: Double
    let best: Double
    /// The most memory that the process held, from its start to the end of the measurement; nil where that cannot be told.
    var peakMemoryBytes: Int?

    init(median: Double, best: Double) { (self.median, self.best) = (median, best) }

    /// Rates, of which more is better.
    init(rates: [Double]) {
        let sorted = rates.sorted()
        self.init(median: sorted[sorted.count / 2], best: sorted[sorted.count - 1])
    }
}
