internal import CostModel
internal import Foundation
internal import NAS
public import Support

extension FeasibilityReport {
    /// Samples the space, on all cores, and goes down from the best samples.
    ///
    /// - Parameters:
    ///   - space: the space that is sampled.
    ///   - costs: of which the first board is asked.
    ///   - seed: the seed of the samples.
    ///   - samples: how many, if there is time.
    ///   - maximumSeconds: at most this long, as far as single networks are quick to build.
    /// - Throws: a `Diagnostic` if no network at all can be built.
    public init(
        space: any CandidateSpace, costs: CostFilter, seed: UInt64, samples: Int = 100_000, maximumSeconds: Double = 3
    ) throws(Diagnostic) {
        precondition(samples > 0)
        let budget = costs.boards[0].budget
        let began = Self.now()
        let survey = Survey(
            space: space, costs: costs, estimators: BatchEstimatorPool(space: space, costs: costs), seed: seed, samples: samples,
            deadline: began + maximumSeconds * 0.7)
        let profiles = survey.run()
        var sampled = 0
        var fitting = 0
        var broken = [Int](repeating: 0, count: budget.limits.count)
        var alone = broken
        var best: [SurveyedNetwork] = []
        var dearest: Cost?
        for profile in profiles {
            sampled += 1
            if profile.broken.isEmpty {
                fitting += 1
                if profile.cost.energyJoules > dearest?.energyJoules ?? -1 { dearest = profile.cost }
            }
            for index in profile.broken { broken[index] += 1 }
            if profile.broken.count == 1 { alone[profile.broken[0]] += 1 }
            if best.count < 3 || profile.score < best[best.count - 1].score,
                !best.contains(where: { $0.architecture == profile.architecture })
            {
                best.append(profile)
                best.sort { $0.score < $1.score }
                if best.count > 3 { best.removeLast() }
            }
        }
        guard var cheapest = best.first else {
            var random = RandomStream(seed: seed, purpose: .feasibility)
            // For its diagnostic.
            _ = try space.candidate(for: space.sample(using: &random))
            throw Diagnostic("no network of this space can be built")
        }
        for (place, start) in best.enumerated() {
            let remaining = began + maximumSeconds - Self.now()
            let end = survey.descend(from: start, deadline: Self.now() + remaining / Double(best.count - place))
            if end.score < cheapest.score { cheapest = end }
        }
        let candidate = try space.candidate(for: cheapest.architecture)
        let estimate = costs.estimate(candidate)
        self.init(
            sampled: sampled, fitting: fitting, whole: Self.whole(profiles),
            limits: budget.limits.indices.map {
                LimitShare(limit: budget.limits[$0], broken: broken[$0], brokenAlone: alone[$0])
            },
            cheapest: Network(architecture: cheapest.architecture, estimate: estimate, verdict: budget.judge(estimate)),
            dearest: dearest, budget: budget)
    }

    /// Where each was drawn ten times or more, hardly one was not drawn at all.
    private static func whole(_ profiles: [SurveyedNetwork]) -> Whole? {
        var draws: [Architecture: (count: Int, fits: Bool)] = [:]
        for profile in profiles {
            draws[profile.architecture, default: (0, profile.broken.isEmpty)].count += 1
            // A large space is told from a small one at once.
            if draws.count * 10 > profiles.count { return nil }
        }
        guard draws.values.allSatisfy({ $0.count >= 10 }) else { return nil }
        return Whole(architectures: draws.count, fitting: draws.values.count { $0.fits })
    }

    private static func now() -> Double { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }

    /// One architecture that was looked at.
    private struct SurveyedNetwork {
        let architecture: Architecture
        let cost: Cost
        let score: Score
        /// Indices of the limits it breaks.
        let broken: [Int]
    }

    /// How dear a network is: the largest share of a limit, then the sum of shares, so that a descent does not rest where
    /// one limit dominates.
    private struct Score: Comparable {
        let worst: Double
        let sum: Double

        static func < (left: Score, right: Score) -> Bool { (left.worst, left.sum) < (right.worst, right.sum) }
    }

    private struct Survey {
        let space: any CandidateSpace
        let costs: CostFilter
        let estimators: BatchEstimatorPool
        let seed: UInt64
        let samples: Int
        let deadline: Double
        private static let chunk = 100

        /// The samples that there was time for: always the first ones. Sample i has a random stream of its own.
        func run() -> [SurveyedNetwork] {
            let chunks = (samples + Self.chunk - 1) / Self.chunk
            let results = Results(count: chunks)
            DispatchQueue.concurrentPerform(iterations: chunks) { chunk in
                // The first is taken whatever it lasts.
                if chunk > 0, FeasibilityReport.now() > deadline { return }
                let profiles = estimators.borrow { estimator in
                    ((chunk * Self.chunk)..<min((chunk + 1) * Self.chunk, samples)).compactMap { sample in
                        var random = RandomStream(seed: seed, trial: UInt64(sample), purpose: .feasibility)
                        return profile(of: space.sample(using: &random), &estimator)
                    }
                }
                results.set(chunk, profiles)
            }
            return results.prefix()
        }

        /// The best of all changes of one decision, again and again, until there is none better or no time.
        func descend(from start: SurveyedNetwork, deadline: Double) -> SurveyedNetwork {
            var place = start
            while FeasibilityReport.now() < deadline {
                let neighbours = space.neighbours(of: place.architecture)
                let results = Results(count: neighbours.count)
                DispatchQueue.concurrentPerform(iterations: neighbours.count) { index in
                    if FeasibilityReport.now() > deadline { return }
                    let found = estimators.borrow { estimator in profile(of: neighbours[index], &estimator) }
                    results.set(index, found.map { [$0] } ?? [])
                }
                guard let best = results.all().min(by: { $0.score < $1.score }), best.score < place.score else { return place }
                place = best
            }
            return place
        }

        private func profile(of architecture: Architecture, _ estimator: inout BatchEstimator) -> SurveyedNetwork? {
            guard let estimate = estimator.estimate(architecture) else { return nil }
            let uses = costs.boards[0].budget.judge(estimate).uses
            let cost = Cost(energyJoules: estimate.energyJoules.value, latencySeconds: estimate.latencySeconds.value)
            guard !uses.isEmpty else {
                return SurveyedNetwork(architecture: architecture, cost: cost, score: Score(worst: 0, sum: cost.energyJoules), broken: [])
            }
            let ratios = uses.map(\.ratio)
            return SurveyedNetwork(
                architecture: architecture, cost: cost, score: Score(worst: ratios.max() ?? 0, sum: ratios.reduce(0, +)),
                broken: uses.indices.filter { !uses[$0].fits })
        }
    }

    /// What threads found, by their place.
    private final class Results: @unchecked Sendable {
        private let lock = NSLock()
        private var found: [[SurveyedNetwork]?]

        init(count: Int) { found = Array(repeating: nil, count: count) }

        func set(_ index: Int, _ profiles: [SurveyedNetwork]) {
            lock.lock()
            found[index] = profiles
            lock.unlock()
        }

        func prefix() -> [SurveyedNetwork] { found.prefix { $0 != nil }.flatMap { $0 ?? [] } }
        func all() -> [SurveyedNetwork] { found.flatMap { $0 ?? [] } }
    }
}
