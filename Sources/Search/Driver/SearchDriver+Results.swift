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
        let isComparable = trial.fidelity == run.fidelity
        let mayBeBest = isComparable && costs?.boards[0] != nil
        var change = StoreChange()
        var moved = BoardFronts.Change()
        if isComparable, let costs {
            let worst = fronts.worst
            moved = fronts.insert(trial: number, costs: costs.boards)
            for (board, costs) in fronts.worst.enumerated() where costs != worst[board] { change.worstCosts[board] = costs }
        }
        var weights: String?
        if moved.joined || isHeir(trial), case .measured(let measurement) = outcome, measurement.wroteWeights {
            let name = files.weightsName(number)
            guard files.secure(name) else { throw storageError(number, "its weights cannot be put on the disk") }
            if moved.joined { weights = name }
        }
        planner.record(
            budget.finished(
                number, trial.architecture, parent: trial.parent, fidelity: trial.fidelity, replicate: trial.replicate, costs: costs?.first,
                excess: costs?.excess ?? 0))
        change.results = [
            .init(
                trial: number, outcome: outcome, costs: costs?.first, excess: costs?.excess ?? 0, isComparable: mayBeBest,
                weightsFile: weights)
        ]
        change.fronts = moved.boards
        change.left = moved.left
        change.energy = options.energy?()
        plan(into: &change)
        try commit(change)
        if moved.joined { leading[number] = trial }
        for left in moved.left {
            let isKept = leading[left].map(isHeir) ?? false
            leading[left] = nil
            if !isKept { files.remove(files.weightsName(left)) }
        }
        if weights == nil, !isHeir(trial) { files.remove(files.weightsName(number)) }
        files.remove(files.checkpointName(number))
        keepStates(after: trial)
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
        if moved.joined { observe(.front(front, joined: number, left: moved.left)) }
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
        guard let costs = run.boardCosts(trial.estimates, accuracy: measurement.accuracy, loss: measurement.loss) else {
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
        if measurement.wroteWeights, !files.has(weights) {
            guard files.hasFolder else { return failed(.storage, "the folder is not there any more") }
            return failed(.incomplete, "the weights are not at \(files.path(weights))")
        }
        return outcome
    }
}
