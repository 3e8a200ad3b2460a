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
    private var kernel: (fitted: AccuracyKernel, trials: Int)?
    /// By that kernel.
    private var system = SymmetricSystem()

    /// From how many trials on some are dropped, and how many stay.
    private static let capacity = (most: 640, kept: 384)
    /// The kernel is fitted again when there are so many times as many trials.
    private static let growth = 1.2

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
        (index, distances, kernel, system) = (FeatureIndex(), Distances(), nil, SymmetricSystem())
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
    /// - Returns: nil where too little is known.
    mutating func model(_ outlook: Outlook, pending: [Architecture], value: ([Double]) -> Double) -> AccuracyModel? {
        while index.count < trials.count {
            if let features = outlook.features(of: trials[index.count].architecture) {
                add(features)
            } else {
                // No network any more, since the space has changed.
                trials.remove(at: index.count)
                rungs.remove(at: index.count)
            }
        }
        // The kernel is that of the shortest trainings, for what is known of those does not change any more.
        guard let first = Self.filled(trials.map { $0.costs.map(value) }), let kernel = fit(first),
            kernel.extend(&system, to: count, distances), let known = Self.filled(levelled(by: value))
        else { return nil }
        let model = AccuracyModel(index, system, values: known, kernel: kernel)
        let open = pending.compactMap(outlook.features)
        guard !open.isEmpty else { return model }
        var extended = self
        for features in open { extended.add(features) }
        guard kernel.extend(&extended.system, to: extended.index.count, extended.distances) else { return model }
        return AccuracyModel(
            extended.index, extended.system, values: known + model.predict(open).map(\.mean), kernel: kernel)
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

    private mutating func add(_ features: ArchitectureFeatures) {
        distances.append(index.distances(from: features))
        index.append(features)
    }

    /// On the first trials, as many as the last step of a fixed schedule has: so it is the same when they come one by one and when
    /// they come together.
    private mutating func fit(_ values: [Double]) -> AccuracyKernel? {
        guard count >= Self.fewest else { return nil }
        var size = Self.fewest
        while Self.next(size) <= count { size = Self.next(size) }
        if let kernel, kernel.trials == size { return kernel.fitted }
        let fitted = AccuracyKernel.fitted(to: distances.prefix(size), values: Array(values.prefix(size)))
        kernel = (fitted, size)
        system = SymmetricSystem()
        return fitted
    }

    static let fewest = 5
    private static func next(_ size: Int) -> Int { max(size + 1, Int(Double(size) * growth)) }
}
