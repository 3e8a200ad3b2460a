internal import NAS
internal import Support

extension SearchDriver {
    /// After the search: trains the best anew, with the last share of the run's training. All of that is planned at once, when all of the
    /// search's results are known, so that it depends on nothing else.
    ///
    /// - Returns: why not all of it was done; nil if it was.
    func retrain(_ stop: StopFlag) throws -> SearchEnd? {
        try store.planRetraining(afterTrials: planner.nextTrial) { done in
            let spent = done.reduce(0) { $0 + $1.fidelity.count }
            let count = budget.retrainings(afterSearchOf: planner.spent) - spent / budget.retrainingLength
            guard count > 0 else { return [] }
            return RetrainingPlan.retrainings(
                of: RetrainingPlan.contenders(try trainedTrials()), by: run.objectives.firstIndex(where: \.isMeasured) ?? 0, count: count,
                fidelity: run.fidelity.with(count: budget.retrainingLength),
                done: Dictionary(grouping: done, by: \.trial).mapValues { Set($0.map(\.replicate)) })
        }
        var open: [Job.ID: Retraining] = [:]
        var trainings: [Job] = []
        for retraining in try store.retrainings() where retraining.state == .proposed {
            guard let trial = try retrainedTrial(retraining) else { continue }
            let weights = files.weightsName(trial.number, replicate: retraining.replicate)
            if let outcome = try knownOutcome(trial.candidateID, retraining.fidelity, replicate: retraining.replicate, weights: weights) {
                try finish(retraining, outcome)
                continue
            }
            trainings.append(jobs.training(retraining, of: trial))
            open[trainings[trainings.count - 1].id] = retraining
        }
        if !trainings.isEmpty { observe(.beganRetraining(trainings: trainings.count)) }
        return try carryOut(trainings, stop, limit: options.maximumSeconds) { job, outcome in
            if let retraining = open[job.id] { try finish(retraining, outcome) }
        }
    }

    /// Those of the search that were trained to the run's fidelity, and keep its budget.
    private func trainedTrials() throws -> [ParetoFront.Member] {
        var members: [ParetoFront.Member] = []
        try store.forEachPastTrial { past in
            guard past.fidelity == run.fidelity, past.excess == 0, let costs = past.costs else { return }
            members.append(.init(trial: past.number, costs: costs))
        }
        return members
    }

    /// The trial whose network it trains; nil where the space has none for it any more.
    func retrainedTrial(_ retraining: Retraining) throws -> PlannedTrial? {
        guard let record = try store.trial(retraining.trial), let text = record.architecture else { return nil }
        return PlannedTrial(record, architecture: try? space.architecture(shortForm: text), estimates: nil)
    }

    private func finish(_ planned: Retraining, _ reported: Outcome) throws {
        var retraining = planned
        let weights = files.weightsName(planned.trial, replicate: planned.replicate)
        switch checked(reported, weights: weights) {
        case .failed(let failure):
            if failure.reason == .storage { throw storageError(planned.trial, failure.message) }
            try store.checkPlace()
            (retraining.state, retraining.failure) = (.failed, failure)
        case .measured(let measurement):
            retraining.state = .finished
            (retraining.accuracy, retraining.loss) = (measurement.accuracy, measurement.loss)
            retraining.balancedAccuracy = measurement.balancedAccuracy
            retraining.seconds = measurement.seconds
            if measurement.wroteWeights {
                guard files.secure(weights) else { throw storageError(planned.trial, "its weights cannot be put on the disk") }
                retraining.weightsFile = weights
            }
        }
        try store.finish(retraining, energy: options.energy?())
        files.remove(files.checkpointName(planned.trial, replicate: planned.replicate))
        observe(.retrained(retraining))
    }
}
