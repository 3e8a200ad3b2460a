internal import Foundation
internal import NAS
internal import Support

extension SearchDriver {
    /// What another run had for this training, with its weights if they are still there.
    ///
    /// - Parameter weights: the name that they get here; nil for none.
    func knownOutcome(_ candidate: StableHash, _ fidelity: Fidelity, replicate: Int, weights: String?) throws -> Outcome? {
        guard hasKnownResults, let known = try store.knownResult(candidate, fidelity, replicate: replicate) else { return nil }
        guard case .measured(var measurement) = known.outcome else { return known.outcome }
        // What this run is for may not have been measured then.
        let isWhole = run.objectives.allSatisfy {
            !$0.isMeasured
                || $0.value(accuracy: measurement.accuracy, loss: measurement.loss, metrics: measurement.metrics, estimate: nil) != nil
        }
        guard isWhole else { return nil }
        guard let weights, let path = known.weightsPath else { return known.outcome }
        measurement.wroteWeights = copyWeights(from: path, to: weights)
        return .measured(measurement)
    }

    private func copyWeights(from path: String, to name: String) -> Bool {
        files.remove(name)
        return (try? FileManager.default.copyItem(atPath: path, toPath: files.path(name))) != nil
    }

    /// Trains again those of the front whose weights are not there: a known result has none, or somebody has removed them. What comes
    /// of it is what was known before.
    ///
    /// - Returns: why not all of it was done; nil if it was.
    func makeUpForWeights(_ stop: StopFlag) throws -> SearchEnd? {
        var lost: [Int: PlannedTrial] = [:]
        for number in leading.keys.sorted() where !files.has(files.weightsName(number)) {
            guard let trial = leading[number], trial.architecture != nil else { continue }
            if hasKnownResults,
                let path = try store.knownResult(trial.candidateID, trial.fidelity, replicate: trial.replicate)?.weightsPath,
                copyWeights(from: path, to: files.weightsName(number))
            {
                try keepWeights(of: number)
                continue
            }
            lost[number] = trial
        }
        if !lost.isEmpty { observe(.beganMakingUpForWeights(trainings: lost.count)) }
        while !lost.isEmpty {
            // What they begin with first, where that is lost too.
            let next = try lost.values.map { try missingAncestor(of: $0) ?? $0 }
            let trials = Dictionary(next.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
            var isHopeless = false
            let numbers = Dictionary(uniqueKeysWithValues: trials.values.map { (jobs.training(of: $0).id, $0.number) })
            let trainings = trials.keys.sorted().compactMap { trials[$0] }.map { jobs.training(of: $0) }
            let end = try carryOut(trainings, stop, limit: options.maximumSeconds) { job, outcome in
                guard let number = numbers[job.id] else { return }
                guard case .measured(let measurement) = checked(outcome, weights: files.weightsName(number)), measurement.wroteWeights
                else {
                    isHopeless = true
                    return
                }
                if lost.removeValue(forKey: number) != nil { try keepWeights(of: number) }
                files.remove(files.checkpointName(number))
            }
            if end != nil || isHopeless { return end }
        }
        return nil
    }

    private func keepWeights(of number: Int) throws {
        let name = files.weightsName(number)
        guard files.secure(name) else { throw storageError(number, "its weights cannot be put on the disk") }
        try store.setWeights(name, of: number)
    }
}
