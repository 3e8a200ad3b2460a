public import NAS

/// A training of a trial's network anew, longer than in the search and from another seed.
public struct Retraining: Sendable, Hashable {
    /// The trial whose network is trained.
    public let trial: Int
    /// Number of this training among those of the trial, from 1; the trial's own training has 0.
    public let replicate: Int
    /// How long the network is trained.
    public let fidelity: Fidelity
    /// Whether it waits or is under way, has a result, or failed.
    public internal(set) var state = TrialRecord.State.proposed
    /// Why it failed; nil unless it did.
    public internal(set) var failure: Failure?
    /// Accuracy on the validation split, 0 to 1; nil without a result.
    public internal(set) var accuracy: Double?
    /// Mean of the classes' recalls on the validation split, 0 to 1; nil where it was not measured.
    public internal(set) var balancedAccuracy: Double?
    /// Mean cross-entropy on the validation split; nil without a result.
    public internal(set) var loss: Double?
    /// Accuracy on the test split, 0 to 1; nil until that is measured.
    public internal(set) var testAccuracy: Double?
    /// Mean of the classes' recalls on the test split, 0 to 1; nil until that is measured.
    public internal(set) var testBalancedAccuracy: Double?
    /// Seconds that the training took; nil without a result.
    public internal(set) var seconds: Double?
    /// Name of the weights' file in the run's folder of weights; nil where none is kept.
    public internal(set) var weightsFile: String?
}

/// Which trials are trained anew at the end of a search: short trainings order the best networks poorly, and one training says nothing of
/// how much luck it had.
///
/// As many of the best as can be afforded `seeds` trainings each, the front first and then what is behind it, for luck may have put a
/// network there; of a front the most accurate first. Where there are fewer, each gets more.
enum RetrainingPlan {
    static let seeds = 2

    /// - Parameters:
    ///   - contenders: trials that were trained to the run's fidelity, with their costs.
    ///   - objective: the place of the cost that training decides on.
    ///   - count: how many trainings can be afforded.
    ///   - done: the replicates that a trial has already.
    static func retrainings(
        of contenders: [ParetoFront.Member], by objective: Int = 0, count: Int, fidelity: Fidelity, done: [Int: Set<Int>]
    ) -> [Retraining] {
        let ranks = ParetoRanks(contenders.map(\.costs))
        let order = zip(contenders, ranks.ranks).sorted { first, second in
            (first.1, first.0.costs[objective], first.0.trial) < (second.1, second.0.costs[objective], second.0.trial)
        }
        let best = order.prefix(max(count / seeds, 1)).map(\.0.trial)
        guard !best.isEmpty else { return [] }
        var planned: [Retraining] = []
        var taken = done
        while planned.count < count {
            for trial in best where planned.count < count {
                let replicate = (1...).first { !taken[trial, default: []].contains($0) } ?? 1
                taken[trial, default: []].insert(replicate)
                planned.append(Retraining(trial: trial, replicate: replicate, fidelity: fidelity))
            }
        }
        return planned
    }

    /// How many others may beat a trial that is still worth looking at.
    private static let band = 8

    /// Trials that fewer than `band` others beat: what is chosen from does not grow with the run.
    static func contenders(_ trials: some Sequence<ParetoFront.Member>) -> [ParetoFront.Member] {
        var kept: [(member: ParetoFront.Member, beatenBy: Int)] = []
        for trial in trials {
            var beatenBy = 0
            for other in kept where beatenBy < band && ParetoFront.dominates(other.member.costs, trial.costs) { beatenBy += 1 }
            guard beatenBy < band else { continue }
            for index in kept.indices where ParetoFront.dominates(trial.costs, kept[index].member.costs) { kept[index].beatenBy += 1 }
            kept.removeAll { $0.beatenBy >= band }
            kept.append((trial, beatenBy))
        }
        return kept.map(\.member)
    }
}
