internal import Foundation
internal import NAS
internal import Support

/// The finished trials that a model of accuracies learns from: all of them as long as they are few, later the best and the latest.
struct TrainingSet: Sendable {
    /// The first trial of each candidate, in the order of their numbers. Those without costs failed.
    private(set) var trials: [FinishedTrial] = []
    /// What each of those candidates cost at every fidelity it was trained to.
    private var rungs: [RungCosts] = []
    private var orders = CostOrders()
    /// What is known of the first trials, as many as it holds.
    private var index = FeatureIndex()
    private var distances = Distances()
    /// How alike networks are without scores by proxy (`plain`), and with them (`informed`).
    private var plain = Similarity(aspects: ArchitectureFeatures.aspectsWithoutProxy)
    private var informed = Similarity(aspects: ArchitectureFeatures.aspects)

    /// From how many trials on some are dropped, and how many stay.
    private static let capacity = (most: 640, kept: 384)

    var count: Int { trials.count }

    mutating func append(_ trial: FinishedTrial) {
        guard trial.rung == 0 else {
            // It may have been dropped.
            let known =
                trial.isRetry
                ? trials.lastIndex { $0.architecture == trial.architecture } : rungs.lastIndex { $0.latest == trial.parent }
            if let known { rungs[known].add(trial) }
            return
        }
        if trial.isRetry { forgetFailure(of: trial.architecture) }
        trials.append(trial)
        orders.append(trial.costs)
        rungs.append(RungCosts(trial))
        if trials.count > Self.capacity.most { thin() }
    }

    /// Drops the failure of a candidate that is tried again, for it says nothing of the network.
    private mutating func forgetFailure(of architecture: Architecture) {
        guard let index = trials.lastIndex(where: { $0.costs == nil && $0.architecture == architecture }) else { return }
        keepOnly(trials.indices.filter { $0 != index })
    }

    /// Keeps the latest and the best of the others.
    private mutating func thin() {
        let latest = trials.indices.suffix(Self.capacity.kept / 2)
        let (places, last) = (orders.places(), trials.count - 1)
        // The best first; of equals the latest. One number for both is sorted sooner than two.
        var best = trials.indices.dropLast(latest.count).map { (places[$0] + 1) * trials.count + last - $0 }
        best.radixSort { UInt64($0) }
        keepOnly(best.prefix(Self.capacity.kept - latest.count).map { last - $0 % trials.count }.sorted() + latest)
    }

    /// - Parameter kept: ascending.
    private mutating func keepOnly(_ kept: [Int]) {
        Self.keep(kept, of: &trials)
        Self.keep(kept, of: &rungs)
        orders.keep(kept)
        (index, distances) = (FeatureIndex(), Distances())
        plain.reset()
        informed.reset()
    }

    /// - Parameter kept: ascending.
    private static func keep<Element>(_ kept: [Int], of elements: inout [Element]) {
        for (place, index) in kept.enumerated() where place != index { elements.swapAt(place, index) }
        elements.removeLast(elements.count - kept.count)
    }

    /// A model of what is known.
    ///
    /// - Parameters:
    ///   - value: of a trial's costs, what is to be predicted; larger is worse. A failed trial counts as the worst there is.
    ///   - pending: architectures under way. They count as what the model expects of them (Ginsbourg, Le Riche and Carraro, "Kriging is
    ///     well-suited to parallelize optimization", 2010), so that the next is not beside them.
    ///   - readsProxies: whether scores by proxy are among what it reads. Always the same or not for one run.
    /// - Returns: nil where too little is known.
    mutating func model(
        _ context: SearchContext, pending: [Architecture], readsProxies: Bool = false, value: ([Double]) -> Double
    ) -> Models? {
        take(context, readsProxies)
        // The kernel is that of the shortest trainings, for what is known of those does not change any more.
        let first = trials.map { $0.costs.map(value) }
        guard first.contains(where: { $0 != nil }), let known = Self.filled(levelled(by: value)) else { return nil }
        let open = pending.compactMap { readsProxies ? context.scoredFeatures(of: $0) : context.features(of: $0) }
        guard let plain = plain.model(index, distances, first: first, known: known, open: open) else { return nil }
        return Models(
            plain: plain, informed: readsProxies ? informed.model(index, distances, first: first, known: known, open: open) : nil)
    }

    struct Models {
        let plain: AccuracyModel
        let informed: AccuracyModel?
    }

    /// Reads what is new.
    private mutating func take(_ context: SearchContext, _ readsProxies: Bool) {
        while index.count < trials.count {
            let architecture = trials[index.count].architecture
            if let features = readsProxies ? context.scoredFeatures(of: architecture) : context.features(of: architecture) {
                distances.append(index.distances(from: features))
                index.append(features)
            } else {
                // No network any more, since the space has changed.
                orders.keep(trials.indices.filter { $0 != index.count })
                trials.remove(at: index.count)
                rungs.remove(at: index.count)
            }
        }
    }

    /// What is known by now of each trial's candidate, brought to the level of the longest training there was; nil where that failed.
    func levelled(by value: ([Double]) -> Double) -> [Double?] {
        let levels = RungLevels(rungs, value: value)
        return rungs.map { costs in
            let byRung = costs.byRung
            return byRung[byRung.count - 1].map { levels.level(value($0), of: byRung.count - 1) }
        }
    }

    /// Whether candidates were trained to more than one fidelity.
    var hasRungs: Bool { rungs.contains { $0.count > 1 } }

    /// With the worst there is in the place of those that failed; nil where all did.
    private static func filled(_ values: [Double?]) -> [Double]? {
        guard let worst = values.compactMap({ $0 }).max() else { return nil }
        return values.map { $0 ?? worst }
    }
}
