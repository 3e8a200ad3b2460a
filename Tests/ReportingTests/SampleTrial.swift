import CostModel
import NAS
import Support

@testable import Search

/// A trial as a database has it, of which only a few fields matter.
enum SampleTrial {
    static func record(
        _ number: Int, choices: [(String, String)] = [], accuracy: Double? = nil, weights: String? = nil, latency: Interval? = nil
    ) -> TrialRecord {
        let estimate = latency.map {
            Estimate(
                latencySeconds: $0, energyJoules: $0, energyTotalJoules: $0, peakMemoryBytes: $0, storageBytes: $0, macs: 1, parameters: 1,
                origin: .init(source: "datasheet", profileHash: StableHash(high: 1, low: 2)))
        }
        return TrialRecord(
            number: number, parent: nil, architecture: "0-1-2", choices: choices.map { Choice(decision: $0.0, option: $0.1) },
            networkID: StableHash(high: 1, low: UInt64(number)), candidateID: StableHash(high: 2, low: UInt64(number)),
            fidelity: .epochs(1), replicate: 0, origin: .strategy, rejections: Rejections(), state: accuracy == nil ? .failed : .finished,
            failure: nil, accuracy: accuracy, balancedAccuracy: nil, loss: nil, testAccuracy: nil, testBalancedAccuracy: nil, testLoss: nil,
            seconds: nil, weightsFile: weights, session: nil,
            isForeign: false, proposedAt: 0, finishedAt: nil, estimate: estimate)
    }

    static func retraining(_ replicate: Int, accuracy: Double?, weights: String?) -> Retraining {
        var retraining = Retraining(trial: 3, replicate: replicate, fidelity: .epochs(4))
        retraining.state = accuracy == nil ? .failed : .finished
        (retraining.accuracy, retraining.weightsFile) = (accuracy, weights)
        return retraining
    }
}
