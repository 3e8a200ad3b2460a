internal import CostModel
internal import Foundation
internal import NAS

/// The loop of a search: propose, filter, commit, train, commit. It alone writes the database; trials are done by the
/// workers of a pool. Made for a new run and for one that goes on: what is in the store is taken in first.
public final class SearchDriver {
    /// How one session carries out the run.
    public struct Options {
        /// The number of trials that the run is given anew; nil leaves it as it is.
        public var trials: Int?
        /// Whether trials that failed are tried again.
        public var retriesFailed = false
        /// Seconds after which the search stops, resumably; nil for no limit.
        public var maximumSeconds: Double?
        /// Seconds after which a trial fails; nil for no limit.
        public var trialTimeLimitSeconds: Double?
        /// How many folds a training job is done on (`Job.ofFold`), each with files of its own; 1 without cross-validation.
        public var folds = 1
        /// Whether the front is measured on the test split once the run is done.
        public var testsFront = true
        /// Returns the energy that this machine has used since the session began; nil where that is not measured.
        public var energy: (() -> SessionEnergy)?
        /// Scores networks without training, for strategies that ask for it; nil for no scores.
        public var proxies: (any ProxySource)?
        /// This program's engine, which marks what this session writes; the run's own if nil.
        public var engine: RunDefinition.Engine?

        /// Creates the default options: no limits, and the front is tested.
        public init() {}
    }

    /// The run's database, open for writing.
    public let store: Store
    /// The run as it is carried out, with the number of trials that the options give.
    public let run: RunDefinition
    /// The Pareto front on the run's first board: finished trials of the run's fidelity that keep that board's budget.
    public var front: ParetoFront { fronts.fronts[0] }
    var fronts: BoardFronts
    /// Sums over all proposals of the run.
    public internal(set) var rejections = Rejections()
    /// How many trials of the run have a measurement.
    public internal(set) var finishedCount = 0
    /// How many trials of the run have failed.
    public internal(set) var failedCount = 0
    /// The most accurate trial of the run's fidelity that keeps the budget of its first board; nil while there is none.
    var best: Tally.Best?

    let space: any CandidateSpace
    let costs: CostFilter
    let pool: any WorkerPool
    let options: Options
    let observe: (SearchEvent) -> Void
    let jobs: JobMaker
    let files: RunFiles
    let budget: TrainingBudget
    var planner: Planner
    /// Trials without a result, by number.
    var open: [Int: PlannedTrial] = [:]
    /// Numbers of open trials that no worker has been given, the next one last.
    var waiting: [Int] = []
    var underWay: [Job.ID: Int] = [:]
    /// Trials that are on the front of any board, by number.
    var leading: [Int: PlannedTrial] = [:]
    var tested: Set<Int> = []
    /// Numbers of trials whose final training state is kept, so that a longer training can go on from it.
    var states: Set<Int> = []
    var exhaustion: Exhaustion?
    /// Trials that are trained again for their weights.
    var rebuilding: [Job.ID: Int] = [:]
    /// Whether there are results of another run, of which this is a fork.
    var hasKnownResults = false
    /// When the session began, in seconds of the machine's uptime.
    var began = 0.0
    /// When the database's place was last checked, in seconds of the machine's uptime.
    var lookedAfterPlace = 0.0

    /// Creates a driver for a run that is new, or that goes on.
    ///
    /// - Parameters:
    ///   - store: the run's database.
    ///   - space: what candidates are drawn from.
    ///   - costs: estimates what candidates cost, and tells which fit.
    ///   - strategy: new; the store's trials are folded into it.
    ///   - pool: shut down at the end of the search.
    ///   - options: how the search is carried out.
    ///   - observe: called on the thread that calls `search`.
    /// - Throws: `StoreError`.
    public init(
        store: Store, space: any CandidateSpace, costs: CostFilter, strategy: any Strategy, pool: any WorkerPool,
        options: Options = Options(), observe: @escaping (SearchEvent) -> Void = { _ in }
    ) throws {
        precondition(store.isWritable, "a driver needs the store to write")
        self.store = store
        self.space = space
        self.costs = costs
        self.pool = pool
        self.options = options
        self.observe = observe
        var run = try store.run()
        if let trials = options.trials { run.trials = trials }
        self.run = run
        fronts = BoardFronts(count: run.boards.count)
        files = RunFiles(folder: store.weightsFolder, folds: options.folds)
        budget = TrainingBudget(trials: run.trials, fidelity: run.fidelity, plan: run.plan)
        jobs = JobMaker(run: run, budget: budget, files: files, timeLimitSeconds: options.trialTimeLimitSeconds)
        planner = Planner(
            settings: .init(
                seed: run.seed, lookahead: run.lookahead, fidelity: run.fidelity, reduction: run.plan.reduction, budget: budget),
            context: SearchContext(SpaceProfiler(space: space, costs: costs, proxies: options.proxies), objectives: run.objectives),
            strategy: strategy)
    }

    /// Searches until the run has its trials, there is nothing left to try, the time is up, or it is asked to stop. Call once.
    ///
    /// - Throws: `StoreError` where the database cannot be written any more, or is not where it was; `WorkerError` where no worker starts.
    ///   What was committed before is kept.
    public func search(until stop: StopFlag = StopFlag()) throws -> SearchEnd {
        began = Self.now()
        defer { pool.shutdown() }
        do {
            return try searchToTheEnd(stop)
        } catch {
            // With its folder, files of trials have gone too: then that is what has to be said.
            try store.checkPlace()
            throw error
        }
    }

    private func searchToTheEnd(_ stop: StopFlag) throws -> SearchEnd {
        try restore()
        observe(.began(progress))
        warn()
        var change = StoreChange()
        if options.retriesFailed { try retryFailed(into: &change) }
        plan(into: &change)
        try commit(change)

        var end: SearchEnd?
        while end == nil {
            try lookAfterPlace()
            if stop.isRaised {
                end = .interrupted
            } else if let limit = options.maximumSeconds, Self.now() - began >= limit {
                end = .timeUp
            } else if open.isEmpty {
                end = exhaustion.map { .exhausted($0) } ?? .trialsDone
            } else {
                let patience = try submit() ? 0 : 0.2
                for event in try pool.poll(timeoutSeconds: patience) { try handle(event) }
            }
        }
        return try conclude(end ?? .interrupted, stop)
    }

    private func conclude(_ end: SearchEnd, _ stop: StopFlag) throws -> SearchEnd {
        for (job, _) in (underWay.merging(rebuilding) { first, _ in first }).sorted(by: { $0.value < $1.value }) { pool.cancel(job) }
        (underWay, rebuilding) = ([:], [:])
        var end = end
        if end != .interrupted, end != .timeUp { end = try retrain(stop) ?? end }
        if end != .interrupted, end != .timeUp { end = try makeUpForWeights(stop) ?? end }
        // Of a run that is stopped in the middle, what is on the front may leave it yet.
        if end != .interrupted, end != .timeUp, options.testsFront { end = try testFront(stop) ?? end }
        var change = StoreChange()
        change.energy = options.energy?()
        switch end {
        case .trialsDone: change.ended = "trials"
        case .exhausted(.everythingTried): change.ended = "everything_tried"
        case .exhausted(.nothingNewFound): change.ended = "nothing_new_found"
        case .interrupted, .timeUp: break
        }
        try store.commit(change)
        // Whoever is told that everything is kept finds it there.
        try store.checkPlace()
        observe(.ended(end))
        return end
    }

    /// How far the search is, in trainings to its fidelity.
    var progress: SearchProgress {
        let waiting = open.values.reduce(0) { $0 + budget.cost(ofRung: budget.rung(of: $1.fidelity) ?? budget.top) }
        return SearchProgress(
            // A fork may have more than it is to have, and the last trial of several fidelities may go beyond the total.
            done: min(Double(planner.spent - waiting) / Double(run.fidelity.count), Double(run.trials)), total: Double(run.trials),
            finished: finishedCount, failed: failedCount, best: best?.accuracy, frontSize: front.members.count)
    }

    /// Adds the proposals that are possible now.
    func plan(into change: inout StoreChange) {
        while exhaustion == nil {
            switch planner.next() {
            case .proposal(let proposal): change.proposals.append(proposal)
            case .exhausted(let reason): exhaustion = reason
            case .waiting, .spent: return
            }
        }
    }

    func commit(_ change: StoreChange) throws {
        try store.commit(change)
        for proposal in change.proposals {
            var trial = PlannedTrial(proposal)
            trial.inherited = try inherited(by: proposal.parent, proposal.origin)
            open[proposal.trial] = trial
            waiting.insert(proposal.trial, at: 0)
            rejections = rejections + proposal.rejections
            observe(.proposed(proposal))
        }
    }

    static func now() -> Double { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }
}
