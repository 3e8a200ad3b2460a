public import Datasets
public import Foundation
public import Models
internal import NAS
internal import NetworkGraph
public import Search
public import Support
internal import TensorCore
internal import Training

/// Trains one network at full length, several times from different seeds in worker processes, and makes a model folder of it
/// (docs/model-folder.md). It may be killed at any moment: begun again, it goes on, and gives the bits that it would have given.
public final class ModelTraining {
    /// What a training reports, after it was stored.
    public enum Event {
        /// So many trainings are still to be done.
        case began(trainings: Int)
        /// A training has reached another point of its learning curve.
        case progress(training: Int, CurvePoint)
        /// A training has ended.
        case finished(training: Int, Search.Measurement)
        /// A training has failed.
        case failed(training: Int, Failure)
        /// Something that a person should know.
        case warning(String)
    }

    /// How it ended.
    public enum End {
        /// The model folder is complete.
        case done(ModelMetrics)
        /// It was asked to stop.
        case interrupted
    }

    /// What is trained.
    public let plan: ModelTrainingPlan
    private let files: ModelTrainingFiles
    private let loaded: LoadedRun
    private let candidate: Candidate

    /// Begins a training in a folder that is not there, is empty, or in which the same training was interrupted.
    ///
    /// - Throws: a diagnostic where the folder holds something else or another process trains in it, the data are not the plan's, or the
    ///   network is none of the space.
    public convenience init(_ plan: ModelTrainingPlan, in folder: URL) throws(Diagnostic) {
        try self.init(plan, in: folder, dataset: nil, loading: .standard)
    }

    /// - Parameters:
    ///   - dataset: the plan's, where it has been read already.
    ///   - loading: how it is read.
    package convenience init(
        _ plan: ModelTrainingPlan, in folder: URL, dataset: Dataset?, loading: DataLoading
    ) throws(Diagnostic) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        if ModelFolder.isComplete(folder) {
            throw Diagnostic("holds a model already", file: folder.path, hint: "--output names another folder")
        }
        if let begun = try ModelTrainingPlan.read(in: folder) {
            guard begun == plan else {
                throw Diagnostic(
                    "another training was begun in this folder", file: folder.path,
                    hint: "go on with that by \(Program.command("resume", folder.path)), or name another folder with --output")
            }
        } else if !names.isEmpty {
            throw Diagnostic("is not empty", file: folder.path, hint: "--output names another folder")
        }
        try self.init(plan, in: folder, isNew: names.isEmpty, dataset: dataset, loading: loading)
    }

    /// Goes on with the training that was interrupted in a folder.
    ///
    /// - Throws: a diagnostic where there is none.
    ///
    /// - Parameters:
    ///   - data: where the data set is now, if it was moved.
    ///   - loading: how it is read.
    public convenience init(resuming folder: URL, data: String? = nil, loading: DataLoading = .standard) throws(Diagnostic) {
        guard var plan = try ModelTrainingPlan.read(in: folder) else {
            throw ModelFolder.isComplete(folder)
                ? Diagnostic("the training of this model has ended", file: folder.path)
                : Diagnostic(
                    "holds no training to go on with", file: folder.path, hint: "\(Program.command("train", "--help")) says how one begins")
        }
        let context = plan.context
        let dataset = try data.map { data throws(Diagnostic) in try Dataset.load(data, options: context.dataOptions, loading: loading) }
        if let dataset { plan.context = context.with(data: dataset.place) }
        try self.init(plan, in: folder, isNew: dataset != nil, dataset: dataset, loading: loading)
    }

    /// - Parameter isNew: whether the plan is to be written down.
    private init(
        _ plan: ModelTrainingPlan, in folder: URL, isNew: Bool, dataset: Dataset?, loading: DataLoading
    ) throws(Diagnostic) {
        self.plan = plan
        do {
            loaded = try LoadedRun(plan.context, dataset: dataset, loading: loading)
        } catch { throw error as? Diagnostic ?? Diagnostic("\(error)", file: folder.path) }
        candidate = try loaded.space.candidate(choices: plan.choices)
        if plan.patience != nil, loaded.split.validation.isEmpty {
            throw Diagnostic("there are no validation examples that could choose an epoch", hint: "leave --patience out")
        }
        files = try ModelTrainingFiles(folder)
        if isNew { try files.store(plan) }
    }

    /// Whether a folder holds a training that was interrupted.
    public static func isUnderWay(in folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent(ModelTrainingPlan.fileName).path)
    }

    /// The network in a line: `12,345 parameters, 28x28x1`.
    public var summary: String {
        return "\(Plural.count(candidate.graph.parameters, "parameter")), input \(candidate.frontEnd.input)"
    }

    /// How many examples are trained on, kept for validation, and kept for the test.
    public var exampleCounts: (training: Int, validation: Int, test: Int) {
        let split = split
        return (split.training.count, split.validation.count, split.test.count)
    }

    private var split: DataSplit { plan.context.trainsOnValidation ? loaded.split.joiningValidation : loaded.split }

    /// Trains until all trainings have ended or it is asked to stop, and makes the model folder. Call once.
    ///
    /// - Parameters:
    ///   - workers: processes at most, each with one training at a time.
    ///   - command: how a worker is started.
    ///   - stop: asks it to stop, from another thread; checkpoints are kept.
    /// - Throws: `WorkerError` where no worker starts; a diagnostic where every training failed, or the disk is full.
    public func run(
        workers: Int, command: ProcessPool.Command = SearchWorker.command, until stop: StopFlag = StopFlag(),
        observe: (Event) -> Void = { _ in }
    ) throws -> End {
        try SearchWorker.refuseToSearch()
        ProcessSignals.prepare()
        if let problem = CPU.problem() { throw WorkerError(problem) }
        var results: [Int: Search.Measurement] = [:]
        for replicate in 1...plan.trainings {
            results[replicate] = files.measurement(replicate, of: candidate.candidateID, seed: plan.seed)
        }
        let missing = (1...plan.trainings).filter { results[$0] == nil }
        observe(.began(trainings: missing.count))
        if !missing.isEmpty {
            let pool = try ProcessPool(workers: min(workers, missing.count), command: command, context: try plan.context.json())
            defer { pool.shutdown() }
            let failures = try train(missing, in: pool, until: stop, &results, observe: observe)
            if stop.isRaised, results.count + failures.count < plan.trainings { return .interrupted }
            if results.isEmpty {
                files.discard()
                throw Diagnostic(
                    "no training ended well: \(failures.first.map(\.description) ?? "")", hint: "a smaller learning rate may help")
            }
        }
        return .done(try makeModel(results))
    }

    /// Does trainings, as many at once as there are workers, until all have ended or it is asked to stop.
    ///
    /// - Returns: why some failed.
    private func train(
        _ replicates: [Int], in pool: ProcessPool, until stop: StopFlag, _ results: inout [Int: Search.Measurement],
        observe: (Event) -> Void
    ) throws -> [Failure] {
        var waiting = replicates[...]
        var underWay: [Job.ID: Int] = [:]
        var failures: [Failure] = []
        while !(waiting.isEmpty && underWay.isEmpty), !stop.isRaised {
            while underWay.count < pool.capacity, let replicate = waiting.popFirst() {
                let job = job(replicate)
                underWay[job.id] = replicate
                try pool.submit(job)
            }
            for event in try pool.poll(timeoutSeconds: 0.2) {
                guard let replicate = underWay[event.job] else { continue }
                switch event {
                case .progress(_, let point): observe(.progress(training: replicate, point))
                case .restarted(_, let reason):
                    observe(.warning("training \(replicate): \(reason); it goes on in another worker"))
                case .finished(let job, .measured(let measurement)):
                    underWay[job] = nil
                    try files.store(measurement, of: replicate)
                    results[replicate] = measurement
                    observe(.finished(training: replicate, measurement))
                case .finished(let job, .failed(let failure)):
                    underWay[job] = nil
                    if failure.reason == .storage { throw Diagnostic(failure.message) }
                    failures.append(failure)
                    observe(.failed(training: replicate, failure))
                }
            }
        }
        return failures
    }

    /// What an interruption costs at most.
    private static let checkpointSeconds = 2.0

    private func job(_ replicate: Int) -> Job {
        var job = Job(
            id: "model-\(replicate)", kind: .train, trial: replicate, choices: plan.choices,
            architecture: candidate.architecture.description, fidelity: plan.fidelity, seed: plan.seed)
        job.replicate = replicate
        job.patience = plan.patience
        job.checkpointFile = files.checkpoint(replicate).path
        job.checkpointSeconds = Self.checkpointSeconds
        job.weightsFile = files.weights(replicate).path
        return job
    }

    private func makeModel(_ results: [Int: Search.Measurement]) throws(Diagnostic) -> ModelMetrics {
        let split = split
        let normalisation = Normalisation(loaded.dataset, training: split.training)
        let replicates = results.keys.sorted()
        var seeds: [ModelMetrics.Seed] = []
        var reports: [Int: ClassificationReport] = [:]
        for replicate in replicates {
            guard let result = results[replicate] else { continue }
            let predictor = try NetworkPredictor(
                candidate.graph, weights: SafeTensors(contentsOf: files.weights(replicate).path), frontEnd: candidate.frontEnd,
                normalisation: normalisation, fileName: files.weights(replicate).path)
            if split.test.count > 0 { reports[replicate] = try predictor.report(on: loaded.dataset, split.test.indices) }
            seeds.append(
                ModelMetrics.Seed(
                    replicate: replicate, weightsFile: files.weightsName(replicate), test: reports[replicate],
                    validationAccuracy: result.accuracy, bestEpoch: result.bestEpoch, seconds: result.seconds))
        }
        // Never by the test part: that would no longer measure anything. The first of equals.
        let chosen = seeds.dropFirst().reduce(seeds[0]) { ($1.validationAccuracy ?? 0) > ($0.validationAccuracy ?? 0) ? $1 : $0 }
        let weights = try SafeTensors(contentsOf: files.weights(chosen.replicate).path)
        let space = loaded.space.space
        let description = ModelDescription(
            name: plan.name, dataset: loaded.dataset, split: split, graph: candidate.graph, frontEnd: candidate.frontEnd,
            normalisation: normalisation,
            architecture: ModelDescription.Architecture(
                space: space.name, spaceHash: space.hash, shortForm: candidate.architecture.description,
                choices: plan.choices.map { .init(decision: $0.decision, option: $0.option) }, networkID: candidate.networkID,
                run: plan.run,
                trial: plan.trial),
            training: ModelDescription.Recipe(
                recipe: candidate.recipe, fidelity: plan.fidelity, seed: plan.seed, replicate: chosen.replicate, patience: plan.patience),
            weightsHash: ModelFolder.hash(of: weights))
        let metrics = ModelMetrics(test: reports[chosen.replicate], seeds: seeds)
        try ModelFolder.write(description, weights: weights, metrics: metrics, to: files.folder)
        files.removePlan()
        return metrics
    }
}
