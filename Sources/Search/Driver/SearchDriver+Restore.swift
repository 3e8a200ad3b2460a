internal import CostModel
internal import Foundation
internal import NAS
internal import Support

extension SearchDriver {
    /// Takes in what the store has: the ids of all proposals, the results as facts, the front. Trials without a result are
    /// to be done again; what a killed process left beside the database is swept away.
    func restore() throws {
        try files.makeFolder()
        try store.beginSession(engine: options.engine ?? run.engine, workers: pool.capacity)
        if options.energy != nil { try store.beginEnergy() }
        var missing: [(network: StableHash, estimate: Estimate)] = []
        var kept: Set<String> = []
        let further = try run.furtherBoards.map { try store.estimates(profileHash: $0.profileHash) }
        for record in try store.trials() {
            let architecture = record.architecture.flatMap { try? space.architecture(shortForm: $0) }
            let known = further.compactMap { $0[record.networkID] }
            var estimates = record.estimate.flatMap { known.count == further.count ? BoardEstimates($0, further: known) : nil }
            if estimates == nil, let architecture, let candidate = try? space.candidate(for: architecture) {
                // A board's profile is not the one the trial was proposed under.
                let computed = costs.estimates(candidate)
                missing += computed.all.map { (record.networkID, $0) }
                estimates = computed
            }
            let trial = PlannedTrial(record, architecture: architecture, estimates: estimates)
            let budgetUse = use(estimates)
            var look: Look?
            if let architecture, let estimates, let budgetUse {
                look = Look(
                    architecture: architecture, networkID: record.networkID, candidateID: record.candidateID, estimates: estimates,
                    use: budgetUse)
            }
            planner.restore(
                trial: record.number, architecture: architecture, candidateID: record.candidateID, networkID: record.networkID, look: look)
            rejections = rejections + record.rejections
            if let name = record.weightsFile { kept.insert(name) }
            switch record.state {
            case .proposed:
                open[record.number] = trial
                waiting.insert(record.number, at: 0)
            case .failed:
                failedCount += 1
                planner.record(trial.finished(costs: nil, use: budgetUse))
            case .finished:
                finishedCount += 1
                if record.testAccuracy != nil { tested.insert(record.number) }
                let costs = boardCosts(estimates, accuracy: record.accuracy, loss: record.loss)
                planner.record(trial.finished(costs: costs?.own, use: budgetUse))
                guard let costs else { continue }
                let change = fronts.insert(trial: record.number, costs: costs.boards)
                if change.joined { leading[record.number] = trial }
                for left in change.left { leading[left] = nil }
            }
        }
        try store.add(missing)
        try dropWeightsOffTheFront(&kept)
        files.sweep(keptWeights: kept, openTrials: Set(open.keys))
    }

    /// The front is another than it was where the user has changed the board.
    private func dropWeightsOffTheFront(_ kept: inout Set<String>) throws {
        let onFront = Set(fronts.trials.map { files.weightsName($0) })
        var change = StoreChange()
        for name in kept.subtracting(onFront).sorted() {
            guard let trial = Int(name.dropFirst(6).prefix { $0.isASCII && $0.isNumber }) else { continue }
            change.left.append(trial)
        }
        try store.commit(change)
        kept.formIntersection(onFront)
    }

    /// What the user should know before the search goes on.
    func warn() {
        if pool.capacity > run.lookahead + 1 {
            observe(
                .warning(
                    "with a lookahead of \(run.lookahead) at most \(run.lookahead + 1) of the \(pool.capacity) workers can be busy"))
        }
        if let engine = options.engine, engine != run.engine {
            observe(
                .warning(
                    "the run began with engine \(run.engine.version), kernels \(run.engine.kernelClass), BLAS \(run.engine.blasCore); "
                        + "this is \(engine.version), \(engine.kernelClass), \(engine.blasCore): trials from here on are marked, "
                        + "and accuracies may differ in their last bits"
                ))
        }
    }
}
