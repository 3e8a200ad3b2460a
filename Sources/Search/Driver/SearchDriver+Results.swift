internal import CostModel

extension SearchDriver {
    /// The one gate through which every result passes: checked, put on the front, and committed with the proposals it allows.
    func finish(_ number: Int, _ reported: Outcome) throws {
        guard let trial = open.removeValue(forKey: number) else { return }
        let (outcome, costs) = judge(trial, reported)
        if case .failed(let failure) = outcome {
            if failure.reason == .storage { throw storageError(number, failure.message) }
            // It may have failed because its files went with the database.
            try store.checkPlace()
        }
        let mayBeBest = trial.fidelity == run.fidelity && costs?.boards[0] != nil
        var change = StoreChange()
        let moved = moveFronts(trial, costs, into: &change)
        let weights = try secureWeights(of: trial, outcome, joined: moved.joined)
        planner.record(
            budget.finished(
                number, trial.architecture, parent: trial.parent, fidelity: trial.fidelity, replicate: trial.replicate, costs: costs?.first,
                excess: costs?.excess ?? 0))
        change.results = [
            .init(
                trial: number, outcome: outcome, costs: costs?.first, excess: costs?.excess ?? 0, isComparable: mayBeBest,
                weightsFile: weights)
        ]
        change.energy = options.energy?()
        plan(into: &change)
        try commit(change)
        removeFiles(after: trial, moved, keepsWeights: weights != nil)
        announce(trial: number, outcome, mayBeBest: mayBeBest)
        if moved.joined { observe(.front(front, joined: number, left: moved.left)) }
    }

    /// Puts a trial on the fronts of the boards where it belongs, if it was trained in full.
    private func moveFronts(_ trial: PlannedTrial, _ costs: BoardCosts?, into change: inout StoreChange) -> BoardFronts.Change {
        guard trial.fidelity == run.fidelity, let costs else { return BoardFronts.Change() }
        let worst = fronts.worst
        let moved = fronts.insert(trial: trial.number, costs: costs.boards)
        for (board, costs) in fronts.worst.enumerated() where costs != worst[board] { change.worstCosts[board] = costs }
        (change.fronts, change.left) = (moved.boards, moved.left)
        return moved
    }

    /// Puts a trial's weights on the disk before its result is committed, if anything is to read them.
    ///
    /// - Returns: the weights' file if the trial has joined a front.
    private func secureWeights(of trial: PlannedTrial, _ outcome: Outcome, joined: Bool) throws -> String? {
        guard joined || isHeir(trial), case .measured(let measurement) = outcome, measurement.wroteWeights else { return nil }
        let name = files.weightsName(trial.number)
        guard files.secure(name) else { throw storageError(trial.number, "its weights cannot be put on the disk") }
        return joined ? name : nil
    }

    /// Removes what nothing reads any more once a trial's result is committed.
    private func removeFiles(after trial: PlannedTrial, _ moved: BoardFronts.Change, keepsWeights: Bool) {
        if moved.joined { leading[trial.number] = trial }
        for left in moved.left {
            let isKept = leading[left].map(isHeir) ?? false
            leading[left] = nil
            if !isKept { files.remove(files.weightsName(left)) }
        }
        if !keepsWeights, !isHeir(trial) { files.remove(files.weightsName(trial.number)) }
        files.remove(files.checkpointName(trial.number))
        keepStates(after: trial)
    }

    private func announce(trial number: Int, _ outcome: Outcome, mayBeBest: Bool) {
        switch outcome {
        case .measured(let measurement):
            finishedCount += 1
            if mayBeBest, let accuracy = measurement.accuracy {
                let found = Tally.Best(trial: number, accuracy: accuracy)
                if best.map(found.precedes) ?? true { best = found }
            }
            observe(.advanced(progress))
            observe(.finished(trial: number, measurement))
        case .failed(let failure):
            failedCount += 1
            observe(.advanced(progress))
            observe(.failed(trial: number, failure))
        }
    }

    // MARK: States to go on from

    /// Removes those that nothing is likely to go on from any more. If that turns out to be wrong, it costs time and nothing else: a
    /// training that begins anew comes to the same bits.
    private func keepStates(after trial: PlannedTrial) {
        guard budget.top > 0 else { return }
        if files.has(files.stateName(trial.number)) { states.insert(trial.number) }
        let kept = statesWorthKeeping()
        for number in states.subtracting(kept) {
            files.remove(files.stateName(number))
            states.remove(number)
        }
    }

    func statesWorthKeeping() -> Set<Int> {
        let parents = open.values.filter { $0.origin == .promotion || $0.origin == .completion }.compactMap(\.parent)
        return planner.likelyToGoOn().union(parents)
    }

    func storageError(_ trial: Int, _ message: String) -> StoreError {
        StoreError(
            .inputOutput, "trial \(trial) could not read or write its files: \(message)", path: files.folder,
            hint: "make room on the disk, or bring the data set back, then resume; the trial will be done again")
    }

    /// A measurement counts when it is complete: finite numbers, and the weights in their place.
    private func judge(_ trial: PlannedTrial, _ outcome: Outcome) -> (Outcome, BoardCosts?) {
        let outcome = checked(outcome, weights: files.weightsName(trial.number))
        guard case .measured(let measurement) = outcome else { return (outcome, nil) }
        let costs = run.boardCosts(
            trial.estimates, accuracy: measurement.accuracy, loss: measurement.loss, metrics: measurement.metrics)
        guard let costs else {
            return (.failed(Failure(.incomplete, "an objective of the run has no value")), nil)
        }
        return (outcome, costs)
    }

    func checked(_ outcome: Outcome, weights: String) -> Outcome {
        guard case .measured(let measurement) = outcome else { return outcome }
        func failed(_ reason: Failure.Reason, _ message: String) -> Outcome { .failed(Failure(reason, message)) }
        guard let accuracy = measurement.accuracy else { return failed(.incomplete, "the worker gave no accuracy") }
        guard accuracy.isFinite, measurement.loss?.isFinite ?? true else { return failed(.notANumber, "loss or accuracy is not a number") }
        guard (0...1).contains(accuracy) else { return failed(.incomplete, "an accuracy of \(accuracy)") }
        if let impossible = measurement.metrics.impossible { return failed(.incomplete, "a \(impossible)") }
        if measurement.wroteWeights, !files.has(weights) {
            guard files.hasFolder else { return failed(.storage, "the folder is not there any more") }
            return failed(.incomplete, "the weights are not at \(files.path(weights))")
        }
        return outcome
    }
}
