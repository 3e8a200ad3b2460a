internal import Foundation
internal import NAS
internal import Support

/// The finished trials that a model of accuracies learns from: all of them as long as they are few, later the best and the latest.
struct Evidence: Sendable {
    /// Of each candidate the first, in their order. Those without costs failed.
    private(set) var trials: [FinishedTrial] = []
    /// Of each of those, with what came of training it on.
    private var rungs: [RungCosts] = []
    /// What is known of the first trials, as many as it holds.
    private var index = FeatureIndex()
    private var distances = Distances()
    /// By what networks are without weights, and with their scores by proxy.
    private var plain = Likeness(aspects: ArchitectureFeatures.aspectsWithoutProxy)
    private var informed = Likeness(aspects: ArchitectureFeatures.aspects)

    /// From how many trials on some are dropped, and how many stay.
    private static let capacity = (most: 640, kept: 384)

    var count: Int { trials.count }

    mutating func append(_ trial: FinishedTrial) {
        guard trial.rung == 0 else {
            // It may have been dropped.
            if let index = rungs.lastIndex(where: { $0.latest == trial.parent }) { rungs[index].add(trial) }
            return
        }
        trials.append(trial)
        rungs.append(RungCosts(trial))
        guard trials.count > Self.capacity.most else { return }
        let latest = trials.indices.suffix(Self.capacity.kept / 2)
        // The best first; of equals the latest.
        let places = Self.places(trials)
        let best = trials.indices.dropLast(latest.count).map { (places[$0], -$0) }.sorted { $0 < $1 }.map { -$0.1 }
        let kept = (best.prefix(Self.capacity.kept - latest.count) + latest).sorted()
        (trials, rungs) = (kept.map { trials[$0] }, kept.map { rungs[$0] })
        (index, distances) = (FeatureIndex(), Distances())
        plain.reset()
        informed.reset()
    }

    /// How good each trial is: the front first, then by the sum of its places in each objective, then those that failed. Not by ranks of
    /// fronts, which would take longer than all the rest where there are many trials.
    private static func places(_ trials: [FinishedTrial]) -> [Int] {
        let measured = trials.indices.filter { trials[$0].costs != nil }
        var sums = [Int](repeating: .max, count: trials.count)
        for index in measured { sums[index] = 0 }
        var front = measured
        for objective in (measured.first.flatMap { trials[$0].costs } ?? []).indices {
            let ordered = measured.map { (cost: trials[$0].costs?[objective] ?? .infinity, index: $0) }.sorted { $0 < $1 }
            for (place, entry) in ordered.enumerated() { sums[entry.index] += place }
            // Whoever is beaten is beaten by one that is before it in the first objective.
            if objective == 0 { front = nondominated(ordered.map(\.index), trials) }
        }
        for index in front { sums[index] = -1 }
        return sums
    }

    /// - Parameter ordered: by the first cost.
    private static func nondominated(_ ordered: [Int], _ trials: [FinishedTrial]) -> [Int] {
        var front = ParetoFront()
        for index in ordered { if let costs = trials[index].costs { front.insert(ParetoFront.Member(trial: index, costs: costs)) } }
        return front.members.map(\.trial)
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
        _ outlook: Outlook, pending: [Architecture], readsProxies: Bool = false, value: ([Double]) -> Double
    ) -> Models? {
        take(outlook, readsProxies)
        // The kernel is that of the shortest trainings, for what is known of those does not change any more.
        guard let first = Self.filled(trials.map { $0.costs.map(value) }), let known = Self.filled(levelled(by: value)) else { return nil }
        let open = pending.compactMap { readsProxies ? outlook.scoredFeatures(of: $0) : outlook.features(of: $0) }
        guard let plain = plain.model(index, distances, first: first, known: known, open: open) else { return nil }
        return Models(
            plain: plain, informed: readsProxies ? informed.model(index, distances, first: first, known: known, open: open) : nil)
    }

    struct Models {
        let plain: AccuracyModel
        let informed: AccuracyModel?
    }

    /// Reads what is new.
    private mutating func take(_ outlook: Outlook, _ readsProxies: Bool) {
        while index.count < trials.count {
            let architecture = trials[index.count].architecture
            if let features = readsProxies ? outlook.scoredFeatures(of: architecture) : outlook.features(of: architecture) {
                distances.append(index.distances(from: features))
                index.append(features)
            } else {
                // No network any more, since the space has changed.
                trials.remove(at: index.count)
                rungs.remove(at: index.count)
            }
        }
    }

    /// Of each trial's candidate, what is known of it by now, as after the longest training there was; nil where it failed.
    func levelled(by value: ([Double]) -> Double) -> [Double?] {
        let levels = RungLevels(rungs, value: value)
        return rungs.map { costs in
            let rung = costs.byRung.count - 1
            return costs.byRung[rung].map { levels.level(value($0), of: rung) }
        }
    }

    /// Whether candidates were trained to more than one fidelity.
    var hasRungs: Bool { rungs.contains { $0.byRung.count > 1 } }

    /// With the worst there is in the place of those that failed; nil where all did.
    private static func filled(_ values: [Double?]) -> [Double]? {
        guard let worst = values.compactMap({ $0 }).max() else { return nil }
        return values.map { $0 ?? worst }
    }
}
