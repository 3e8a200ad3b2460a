internal import CostModel
internal import Foundation
internal import NAS
internal import Support

extension SearchDriver {
    /// Takes in what the store has: the ids of all proposals, the results as facts, the fronts. Trials without a result are
    /// to be done again; what a killed process left beside the database is swept away.
    func restore() throws {
        try files.makeFolder()
        var tally = try store.tally()
        if !tally.isOfPresentBoards {
            try estimateAnew()
            try store.recount()
            tally = try store.tally()
        } else if try !store.keptFrontsFit() {
            try store.recount()
            tally = try store.tally()
        }
        hasKnownResults = try store.hasKnownResults
        rejections = tally.rejections
        finishedCount = tally.finished
        failedCount = tally.failed
        best = tally.best
        var planner = planner
        let ids = PastIDs.reading(store, count: tally.proposed, networks: space.hasTrainingChoices)
        try store.forEachPastTrial { past in
            planner.restore(past)
            guard !past.isProposed else { return }
            planner.record(
                budget.finished(
                    past.number, past.architecture, parent: past.parent, fidelity: past.fidelity, replicate: past.replicate,
                    costs: past.costs, excess: past.excess))
        }
        planner.context.know(try ids.wait())
        self.planner = planner
        var kept = try restoreTrialsAtHand()
        _ = (try store.retrainings(), try store.sessions(), try store.sessionEnergies())
        // Nothing is written before all is read: a large database is still being checked meanwhile.
        if options.trials != nil || options.retriesFailed { try store.extend(toTrials: run.trials) }
        try store.beginSession(engine: options.engine ?? run.engine, workers: pool.capacity)
        try dropWeightsOffTheFront(&kept)
        try sweep(keepingWeights: kept)
    }

    /// Those that have no result, that have weights, or that are on a front.
    ///
    /// - Returns: the names of the weights that are kept.
    private func restoreTrialsAtHand() throws -> Set<String> {
        var kept: Set<String> = []
        var members: [[ParetoFront.Member]] = Array(repeating: [], count: run.boards.count)
        let onFront = try store.frontMembers()
        for record in try store.trialsAtHand() {
            let architecture = record.architecture.flatMap { try? space.architecture(shortForm: $0) }
            var trial = PlannedTrial(record, architecture: architecture, estimates: try estimates(of: record, architecture))
            trial.inherited = try inherited(by: record.parent, record.origin)
            guard record.state != .proposed else {
                open[record.number] = trial
                waiting.insert(record.number, at: 0)
                continue
            }
            leading[record.number] = trial
            if record.testAccuracy != nil { tested.insert(record.number) }
            if let name = record.weightsFile { kept.insert(name) }
            let costs = run.boardCosts(trial.estimates, accuracy: record.accuracy, loss: record.loss, metrics: record.metrics)
            for board in members.indices where onFront[board]?.contains(record.number) == true {
                if let costs = costs?.boards[board] { members[board].append(.init(trial: record.number, costs: costs)) }
            }
        }
        fronts = BoardFronts(
            members.map { ParetoFront($0) }, worst: try run.boards.map { try store.worstCosts(on: $0) })
        return kept
    }

    /// Removes the files of nothing that is kept.
    private func sweep(keepingWeights weights: Set<String>) throws {
        var kept = weights.union(open.keys.map { files.checkpointName($0) })
        for retraining in try store.retrainings() {
            if let name = retraining.weightsFile { kept.insert(name) }
            if retraining.state == .proposed { kept.insert(files.checkpointName(retraining.trial, replicate: retraining.replicate)) }
        }
        states = statesWorthKeeping().filter { files.has(files.stateName($0)) }
        if run.plan.inheritsWeights { kept.formUnion((0..<planner.nextTrial).map { files.weightsName($0) }) }
        files.sweep(keeping: kept.union(states.map { files.stateName($0) }))
    }

    /// A trial's estimates on all boards; computed where the database does not have them.
    ///
    /// - Parameter record: with its estimate on the first board.
    private func estimates(of record: TrialRecord, _ architecture: Architecture?) throws -> BoardEstimates? {
        let stored = try run.boards.indices.map { $0 == 0 ? record.estimate : try store.estimate(of: record.number, on: run.boards[$0]) }
        if let known = BoardEstimates(stored) { return known }
        return architecture.flatMap { try? space.candidate(for: $0) }.map(costs.estimates)
    }

    /// A board's profile is not the one that trials were proposed under.
    private func estimateAnew() throws {
        var missing: [(trial: Int, estimate: Estimate)] = []
        try store.forEachTrial { record in
            guard let architecture = record.architecture.flatMap({ try? space.architecture(shortForm: $0) }),
                let candidate = try? space.candidate(for: architecture)
            else { return }
            missing += costs.estimates(candidate).all.map { (record.number, $0) }
        }
        try store.add(missing)
    }

    /// The front is another than it was where the user has changed the board.
    private func dropWeightsOffTheFront(_ kept: inout Set<String>) throws {
        var change = StoreChange()
        for number in leading.keys.sorted() where !fronts.contains(trial: number) {
            change.left.append(number)
            leading[number] = nil
            kept.remove(files.weightsName(number))
        }
        try store.commit(change)
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
