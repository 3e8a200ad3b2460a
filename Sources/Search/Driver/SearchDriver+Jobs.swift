extension SearchDriver {
    /// Gives trials to workers that are free.
    ///
    /// - Returns: whether there was a known result instead: there may be another.
    func submit() throws -> Bool {
        var later: [Int] = []
        defer { waiting += later.reversed() }
        while underWay.count + rebuilding.count < pool.capacity, let number = waiting.popLast() {
            guard let trial = open[number] else { continue }
            let weights = trial.fidelity == run.fidelity ? files.weightsName(number) : nil
            if let outcome = try knownOutcome(trial.candidateID, trial.fidelity, replicate: trial.replicate, weights: weights) {
                try finish(number, outcome)
                return true
            }
            if let ancestor = try missingAncestor(of: trial) {
                later.append(number)
                let job = jobs.training(of: ancestor)
                if rebuilding.updateValue(ancestor.number, forKey: job.id) == nil { try pool.submit(job) }
                continue
            }
            let job = jobs.training(of: trial)
            underWay[job.id] = number
            observe(.started(trial: number, trial.fidelity))
            try pool.submit(job)
        }
        return false
    }

    func handle(_ event: WorkerEvent) throws {
        guard let number = underWay[event.job] else { return try handleRebuilt(event) }
        switch event {
        case .progress(_, let point): observe(.progress(trial: number, point))
        case .restarted(_, let reason): warnOfRestart(number, reason)
        case .finished(let job, let outcome):
            underWay[job] = nil
            // Its worker goes on at once: to take in the result takes as long as the proposals that it allows.
            _ = try submit()
            try finish(number, outcome)
        }
    }

    private func warnOfRestart(_ trial: Int, _ reason: String) {
        observe(.warning("trial \(trial): \(reason); it goes on in another worker"))
    }

    /// Takes in an event of a training that is repeated for its weights alone: nothing is recorded, and only its failure is thrown.
    private func handleRebuilt(_ event: WorkerEvent) throws {
        guard case .finished(let job, let outcome) = event, let number = rebuilding.removeValue(forKey: job) else { return }
        if case .failed(let failure) = outcome {
            throw storageError(number, "its weights, with which others begin, cannot be made again: \(failure)")
        }
    }

    /// Has jobs done that no other waits for, in their order.
    ///
    /// - Returns: why not all of them were; nil if they were.
    func carryOut(_ jobs: [Job], _ stop: StopFlag, limit: Double?, record: (Job, Outcome) throws -> Void) throws -> SearchEnd? {
        var waiting = jobs.reversed() as [Job]
        var underWay: [Job.ID: Job] = [:]
        while !(waiting.isEmpty && underWay.isEmpty) {
            try lookAfterPlace()
            let isLate = limit.map { Self.now() - began >= $0 } ?? false
            if stop.isRaised || isLate {
                for job in underWay.keys.sorted() { pool.cancel(job) }
                return stop.isRaised ? .interrupted : .timeUp
            }
            while underWay.count < pool.capacity, let job = waiting.popLast() {
                underWay[job.id] = job
                try pool.submit(job)
            }
            for event in try pool.poll(timeoutSeconds: 0.2) {
                switch event {
                case .progress: break
                case .restarted(let id, let reason): underWay[id].map { warnOfRestart($0.trial, reason) }
                case .finished(let id, let outcome):
                    if let job = underWay.removeValue(forKey: id) { try record(job, outcome) }
                }
            }
        }
        return nil
    }
}
