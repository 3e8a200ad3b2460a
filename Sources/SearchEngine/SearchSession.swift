internal import Foundation
package import NAS
public import Search
internal import TensorCore

/// A search that trains for real, with a database that keeps all it finds and worker processes that train: a new run (`create`), or
/// one that goes on (`resume`).
///
/// The first line of the program is `SearchWorker.serveIfAsked()`: the workers are this program, started again. It may be killed at any
/// moment; finished trials are kept, and the run that is resumed is the one that was never interrupted.
///
///     SearchWorker.serveIfAsked()
///     let run = try RunDefinition(space: space, dataset: .load("digits"), boards: [RunBoard(target: target, budget: budget)])
///     let result = try SearchSession.create(at: "run.db", run: run).run { event in print(event) }
public final class SearchSession {
    /// How a run is carried out on this machine. None of it is part of the run.
    public struct Options {
        /// The strategies that there are, by name; the run's is one of them.
        public var strategies = StrategyCatalog.standard
        /// The number of trials that the run is given anew; nil leaves it as it is.
        public var trials: Int?
        /// Whether trials that failed are tried again.
        public var retriesFailed = false
        /// Processes that train, each with one thread; at least 1.
        public var workers = ProcessInfo.processInfo.activeProcessorCount
        /// How a worker is started: this program, unless it is another.
        public var workerCommand = SearchWorker.command
        /// Seconds after which the search stops, resumably; nil for no limit.
        public var maximumSeconds: Double?
        /// Seconds after which a trial fails; nil for no limit.
        public var trialTimeLimitSeconds: Double?
        /// Bytes that a trial's worker may have resident before the trial fails; nil for its share of four fifths of the machine's memory.
        public var trialMemoryLimitBytes: Int?
        /// Returns the energy that this machine has used since the session began; nil where that is not measured.
        public var energy: (() -> SessionEnergy)?

        /// Creates the default options: a worker for each core, no limit of time, and the memory shared among the workers.
        public init() {}
    }

    /// The run's database, open for writing.
    public let store: Store
    private let space: SearchSpace
    private let options: Options
    private let isNew: Bool
    /// Whether this session has trained or measured anything, with whatever result.
    private var hasResults = false

    /// - Parameters:
    ///   - space: as stored with the run.
    ///   - isNew: whether the database was made for this session.
    package init(store: Store, space: SearchSpace, options: Options, isNew: Bool = false) {
        (self.store, self.space, self.options, self.isNew) = (store, space, options, isNew)
    }

    /// Begins a run in a new database. What cannot be searched is refused before anything is written.
    ///
    /// - Throws: `Diagnostic` for an unknown strategy, `NothingFits` where no network of the space keeps the budget, `StoreError` where
    ///   the database is there already or cannot be written.
    public static func create(at path: String, run: RunDefinition, options: Options = Options()) throws -> SearchSession {
        try SearchWorker.refuseToSearch()
        _ = try options.strategies.make(run.strategy, settings: run.strategySettings)
        let loaded = try LoadedRun(RunContext(json: run.context))
        try FeasibilityCheck.run(run, loaded.space)
        let store = try Store.create(at: path, run: run)
        return SearchSession(store: store, space: loaded.space.space, options: options, isNew: true)
    }

    /// Goes on with the run of a database.
    ///
    /// - Throws: `Diagnostic` where its strategy is unknown, or the data set is gone or has changed; `StoreError` where the database cannot
    ///   be opened or read, or another process goes on with it. A database of an earlier version is then left as it is.
    public static func resume(at path: String, options: Options = Options()) throws -> SearchSession {
        try SearchWorker.refuseToSearch()
        var found: LoadedRun?
        let store = try Store.open(at: path) { store in
            let run = try store.run()
            _ = try options.strategies.make(run.strategy, settings: run.strategySettings)
            found = try store.loadedRun()
        }
        guard let loaded = found else { preconditionFailure("an open database was checked") }
        try store.learn(loaded.classCounts)
        return SearchSession(store: store, space: loaded.space.space, options: options)
    }

    /// Searches until the run has its trials, there is nothing left to try, the time is up, or it is asked to stop. Call once.
    ///
    /// A new run that is refused before its first result leaves nothing behind. SIGPIPE and SIGXFSZ are ignored in this process from
    /// then on.
    ///
    /// - Parameters:
    ///   - stop: asks it to stop, from another thread; what was finished is kept.
    ///   - observe: called on this thread with what happens, after it was committed.
    /// - Throws: `StoreError` where the database cannot be written any more, `WorkerError` where no worker starts.
    public func run(until stop: StopFlag = StopFlag(), observe: @escaping (SearchEvent) -> Void = { _ in }) throws -> SearchResult {
        do {
            return try search(until: stop, observe: observe)
        } catch {
            guard isNew, !hasResults else { throw error }
            throw store.discarded(after: error)
        }
    }

    private func search(until stop: StopFlag, observe: @escaping (SearchEvent) -> Void) throws -> SearchResult {
        ProcessSignals.prepare()
        if let problem = CPU.problem() { throw WorkerError(problem) }
        let run = try store.run()
        let strategy = try options.strategies.make(run.strategy, settings: run.strategySettings)
        let pool = try ProcessPool(
            workers: options.workers, command: options.workerCommand, context: run.context,
            memoryLimitBytes: options.trialMemoryLimitBytes ?? Self.memoryShare(workers: options.workers))
        defer { pool.shutdown() }
        let driver = try SearchDriver(
            store: store, space: TaskSpace(space, task: run.data.task), costs: run.costs, strategy: strategy, pool: pool,
            options: try driverOptions(run, strategy),
            observe: { [unowned self] event in
                if event.isResult { hasResults = true }
                observe(event)
            })
        return SearchResult(driver, end: try driver.search(until: stop))
    }

    private func driverOptions(_ run: RunDefinition, _ strategy: any Strategy) throws -> SearchDriver.Options {
        var driver = SearchDriver.Options()
        driver.trials = options.trials
        driver.retriesFailed = options.retriesFailed
        driver.maximumSeconds = options.maximumSeconds
        driver.trialTimeLimitSeconds = options.trialTimeLimitSeconds
        driver.engine = .current
        driver.folds = try RunContext(json: run.context).folds
        driver.proxies = strategy.usesProxies ? try TrainingProxies(run) : nil
        driver.energy = options.energy
        return driver
    }

    private static func memoryShare(workers: Int) -> Int {
        Int(Double(ProcessInfo.processInfo.physicalMemory) * 0.8 / Double(workers))
    }
}

extension Store {
    /// Takes a new database away again that an error has refused before its first result.
    ///
    /// - Returns: the error as it is to be told.
    package func discarded(after error: any Error) -> any Error {
        discard()
        return (error as? StoreError)?.beforeTheFirstTrial ?? error
    }
}

extension SearchEvent {
    /// Whether something was trained or measured, with whatever result.
    fileprivate var isResult: Bool {
        switch self {
        case .finished, .failed, .tested, .retrained: true
        default: false
        }
    }
}
