internal import Foundation
public import NAS

/// The loop of a search: propose, filter, commit, train, commit. It alone writes the database; trials are done by the
/// workers of a pool. Made for a new run and for one that goes on: what is in the store is taken in first.
public final class SearchDriver {
    public struct Options: Sendable {
        /// Stops, resumably, after this long.
        public var maximumSeconds: Double?
        /// Fails a trial that takes longer.
        public var trialTimeLimitSeconds: Double?
        /// Whether the front is measured on the test split at the end.
        public var testsFront = true
        /// This program's engine; marks what this session writes.
        public var engine: RunDefinition.Engine?

        public init() {}
    }

    public let store: Store
    public let run: RunDefinition
    /// Of the run's objectives, over all finished trials.
    public private(set) var front = ParetoFront()
    /// Sums over all proposals of the run.
    public private(set) var rejections = Rejections()
    /// Trials finished and failed.
    public private(set) var finishedCount = 0
    public private(set) var failedCount = 0

    private let space: any CandidateSpace
    private let pool: any WorkerPool
    private let options: Options
    private let observe: (SearchEvent) -> Void
    private var planner: Planner
    private let jobs: JobMaker
    private let files: RunFiles
    /// Proposed and without a result, by number.
    private var open: [Int: OpenTrial] = [:]
    private var waiting: [Int] = []
    private var underWay: [Job.ID: Int] = [:]
    private var tested: Set<Int> = []
    private var exhaustion: Exhaustion?
    private var choicesOfFront: [Int: ShownTrial] = [:]

    struct OpenTrial {
        let architecture: Architecture
        let parent: Int?
        let shown: ShownTrial
        let costs: Proposal?
        let estimate: EstimateBox
    }

    /// - Parameters:
    ///   - strategy: new; the store's trials are folded into it.
    ///   - observe: called on the thread that calls `search`.
    /// - Throws: `StoreError`.
    public init(
        store: Store, space: any CandidateSpace, costs: CostFilter, strategy: any Strategy, pool: any WorkerPool,
        options: Options = Options(), observe: @escaping (SearchEvent) -> Void = { _ in }
    ) throws {
        precondition(store.isWritable, "a driver needs the store to write")
        self.store = store
        self.space = space
        self.pool = pool
        self.options = options
        self.observe = observe
        run = try store.run()
        planner = Planner(
            settings: .init(seed: run.seed, lookahead: run.lookahead, fidelity: run.fidelity), space: space, costs: costs, strategy: strategy)
        jobs = JobMaker(run: run, weightsFolder: store.weightsFolder, timeLimitSeconds: options.trialTimeLimitSeconds)
        files = RunFiles(folder: store.weightsFolder)
    }
}
