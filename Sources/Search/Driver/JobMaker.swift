internal import NAS
internal import Support

/// Writes jobs that are complete in themselves.
struct JobMaker {
    private let seed: UInt64
    private let runID: String
    private let files: RunFiles
    private let timeLimitSeconds: Double?

    init(run: RunDefinition, files: RunFiles, timeLimitSeconds: Double?) {
        seed = run.seed
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

    func job(_ kind: Job.Kind, _ trial: PlannedTrial) -> Job {
        Job(
            id: "\(runID)-\(kind.rawValue)-\(trial.number)", kind: kind, trial: trial.number, choices: trial.choices,
            architecture: trial.architecture?.description ?? "", fidelity: trial.fidelity, replicate: trial.replicate, seed: seed,
            weightsFile: files.weightsPath(trial.number), checkpointFile: kind == .train ? files.checkpointPath(trial.number) : nil,
            timeLimitSeconds: timeLimitSeconds)
    }
}
