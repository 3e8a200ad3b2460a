internal import NAS
internal import Support

/// Writes jobs that are complete in themselves.
struct JobMaker {
    private let seed: UInt64
    private let fidelity: Fidelity
    private let budget: TrainingBudget
    private let inheritsWeights: Bool
    private let runID: String
    private let files: RunFiles
    private let timeLimitSeconds: Double?

    init(run: RunDefinition, budget: TrainingBudget, files: RunFiles, timeLimitSeconds: Double?) {
        seed = run.seed
        fidelity = run.fidelity
        self.budget = budget
        inheritsWeights = run.plan.inheritsWeights
        self.files = files
        self.timeLimitSeconds = timeLimitSeconds
        var hasher = StableHasher()
        hasher.combine(run.space.hash)
        hasher.combine(run.data.fingerprint)
        hasher.combine(run.strategy)
        hasher.combine(run.seed)
        hasher.combine(run.context)
        runID = String(hasher.finalize().description.prefix(12))
    }

    /// Trains a trial.
    func training(of trial: PlannedTrial) -> Job {
        let rung = budget.rung(of: trial.fidelity) ?? budget.top
        var job = job(.train, trial)
        job.checkpointFile = files.path(files.checkpointName(trial.number))
        job.horizon = fidelity
        job.milestones = budget.rungs.prefix(rung).map { fidelity.with(count: $0) }
        job.inheritedFile = trial.inherited.map { files.path(files.weightsName($0)) }
        if rung > 0, let parent = trial.parent { job.startFile = files.path(files.stateName(parent)) }
        if rung < budget.top { job.stateFile = files.path(files.stateName(trial.number)) }
        if rung == budget.top || (inheritsWeights && trial.origin.isNew) {
            job.weightsFile = files.path(files.weightsName(trial.number))
        }
        return job
    }

    /// Trains a trial's network anew.
    func training(_ retraining: Retraining, of trial: PlannedTrial) -> Job {
        var job = job(.train, trial, fidelity: retraining.fidelity, anew: retraining.replicate)
        job.checkpointFile = files.path(files.checkpointName(trial.number, replicate: retraining.replicate))
        job.weightsFile = files.path(files.weightsName(trial.number, replicate: retraining.replicate))
        return job
    }

    /// Measures a trial's weights on the test split.
    ///
    /// - Parameter replicate: the replicate of a training anew; 0 for the trial itself.
    func test(of trial: PlannedTrial, replicate: Int = 0) -> Job {
        var job = job(.test, trial, anew: replicate)
        job.weightsFile = files.path(files.weightsName(trial.number, replicate: replicate))
        return job
    }

    /// - Parameter anew: the replicate of a training anew; 0 for the trial itself, which has its own.
    private func job(_ kind: Job.Kind, _ trial: PlannedTrial, fidelity: Fidelity? = nil, anew: Int = 0) -> Job {
        var job = Job(
            id: "\(runID)-\(kind.rawValue)-\(trial.number)" + (anew == 0 ? "" : "-\(anew)"), kind: kind, trial: trial.number,
            choices: trial.choices, architecture: trial.architecture?.description ?? "", fidelity: fidelity ?? trial.fidelity, seed: seed)
        job.replicate = anew == 0 ? trial.replicate : anew
        job.timeLimitSeconds = timeLimitSeconds
        return job
    }
}
