internal import CostModel
internal import Foundation
internal import NAS

/// The loop of a search: propose, filter, commit, train, commit. It alone writes the database; trials are done by the
/// workers of a pool. Made for a new run and for one that goes on: what is in the store is taken in first.
public final class SearchDriver {
    public struct Options {
        /// Stops, resumably, after this long.
        public var maximumSeconds: Double?
        /// Fails a trial that takes longer.
        public var trialTimeLimitSeconds: Double?
        /// Whether the front is measured on the test split at the end.
        public var testsFront = true
        /// What this machine has taken since the session began, where that is measured.
        public var energy: (() -> SessionEnergy)?
        /// This program's engine, which marks what this session writes; the run's own if nil.
        public var engine: RunDefinition.Engine?

        public init() {}
    }

    public let store: Store
    public let run: RunDefinition
    /// Of the run's objectives on its own board, over all finished trials.
    public var front: ParetoFront { fronts.fronts[0] }
    var fronts: BoardFronts
    /// Sums over all proposals of the run.
    public internal(set) var rejections = Rejections()
    public internal(set) var finishedCount = 0
    public internal(set) var failedCount = 0

    let space: any CandidateSpace
    let costs: CostFilter
    let pool: any WorkerPool
    let options: Options
    let observe: (SearchEvent) -> Void
    let jobs: JobMaker
    let files: RunFiles
    var planner: Planner
    /// Without a result, by number.
    var open: [Int: PlannedTrial] = [:]
    /// Open and not given to a worker, the next one last.
    var waiting: [Int] = []
    var underWay: [Job.ID: Int] = [:]
    /// Those on a front.
    var leading: [Int: PlannedTrial] = [:]
    var tested: Set<Int> = []
    var exhaustion: Exhaustion?

    /// - Parameters:
    ///   - strategy: new; the store's trials are folded into it.
    ///   - pool: shut down at the end of the search.
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
        run = try store.run()
        fronts = BoardFronts(count: 1 + run.furtherBoards.count)
        files = RunFiles(folder: store.weightsFolder)
        jobs = JobMaker(run: run, files: files, timeLimitSeconds: options.trialTimeLimitSeconds)
        planner = Planner(
            settings: .init(seed: run.seed, lookahead: run.lookahead, fidelity: run.fidelity),
            outlook: Outlook(SpaceLooks(space: space, costs: costs), objectives: run.objectives), strategy: strategy)
    }

    /// Searches until the run has its trials, there is nothing left to try, the time is up, or it is asked to stop. Call once.
    ///
    /// - Throws: `StoreError` where the database cannot be written any more, `WorkerError` where no worker starts. What was
    ///   committed before is kept.
    public func search(until stop: StopFlag = StopFlag()) throws -> SearchEnd {
        let began = Self.now()
        defer { pool.shutdown() }
        try restore()
        observe(.began(trials: run.trials, done: finishedCount + failedCount))
        warn()
        var change = StoreChange()
        plan(into: &change)
        try commit(change)

        var end: SearchEnd?
        while end == nil {
            if stop.isRaised {
                end = .interrupted
            } else if let limit = options.maximumSeconds, Self.now() - began >= limit {
                end = .timeUp
            } else if open.isEmpty {
                end = exhaustion.map { .exhausted($0) } ?? .trialsDone
            } else {
                try submit()
                for event in try pool.poll(timeoutSeconds: 0.2) { try handle(event) }
            }
        }
        return try conclude(end ?? .interrupted, stop)
    }

    private func conclude(_ end: SearchEnd, _ stop: StopFlag) throws -> SearchEnd {
        for (job, _) in underWay.sorted(by: { $0.value < $1.value }) { pool.cancel(job) }
        underWay = [:]
        var end = end
        if end != .interrupted, options.testsFront, try testFront(stop) == false { end = .interrupted }
        var change = StoreChange()
        change.energy = options.energy?()
        switch end {
        case .trialsDone: change.ended = "trials"
        case .exhausted(.everythingTried): change.ended = "everything_tried"
        case .exhausted(.nothingNewFound): change.ended = "nothing_new_found"
        case .interrupted, .timeUp: break
        }
        try store.commit(change)
        observe(.ended(end))
        return end
    }

    // MARK: Steps of the loop

    private func submit() throws {
        while underWay.count < pool.capacity, let number = waiting.popLast() {
            guard let trial = open[number] else { continue }
            let job = jobs.job(.train, trial)
            underWay[job.id] = number
            observe(.started(trial: number))
            try pool.submit(job)
        }
    }

    private func handle(_ event: WorkerEvent) throws {
        guard let number = underWay[event.job] else { return }
        switch event {
        case .progress(_, let point): observe(.progress(trial: number, point))
        case .finished(let job, let outcome):
            underWay[job] = nil
            try finish(number, outcome)
        }
    }

    /// The one gate through which every result passes: checked, put on the front, and committed with the proposals it allows.
    private func finish(_ number: Int, _ reported: Outcome) throws {
        guard let trial = open.removeValue(forKey: number) else { return }
        let (outcome, costs) = judge(trial, reported)
        if case .failed(let failure) = outcome, failure.reason == .storage { throw storageError(number, failure.message) }
        var change = StoreChange()
        var weights: String?
        var moved = ParetoFront.Change(joined: false, left: [])
        if let costs {
            moved = fronts.insert(trial: number, costs: costs.boards)
            if moved.joined, case .measured(let measurement) = outcome, measurement.wroteWeights {
                guard files.secureWeights(number) else { throw storageError(number, "its weights cannot be put on the disk") }
                weights = files.weightsName(number)
            }
        }
        planner.record(trial.finished(costs: costs?.own, use: use(trial.estimates)))
        change.results = [.init(trial: number, outcome: outcome, weightsFile: weights)]
        change.left = moved.left
        change.energy = options.energy?()
        plan(into: &change)
        try commit(change)
        if moved.joined { leading[number] = trial }
        for left in moved.left {
            leading[left] = nil
            files.removeWeights(left)
        }
        if weights == nil { files.removeWeights(number) }
        files.removeCheckpoint(number)
        switch outcome {
        case .measured(let measurement):
            finishedCount += 1
            observe(.finished(trial: number, measurement))
        case .failed(let failure):
            failedCount += 1
            observe(.failed(trial: number, failure))
        }
        if moved.joined { observe(.front(front, joined: number, left: moved.left)) }
    }

    private func storageError(_ trial: Int, _ message: String) -> StoreError {
        StoreError(
            .inputOutput, "trial \(trial) could not read or write its files: \(message)", path: files.folder,
            hint: "make room on the disk, or bring the data set back, then resume; the trial will be done again")
    }

    /// A measurement counts when it is complete: finite numbers, and the weights in their place.
    private func judge(_ trial: PlannedTrial, _ outcome: Outcome) -> (Outcome, BoardCosts?) {
        guard case .measured(let measurement) = outcome else { return (outcome, nil) }
        func failed(_ reason: Failure.Reason, _ message: String) -> (Outcome, BoardCosts?) { (.failed(Failure(reason, message)), nil) }
        guard let accuracy = measurement.accuracy else { return failed(.incomplete, "the worker gave no accuracy") }
        guard accuracy.isFinite, measurement.loss?.isFinite ?? true else { return failed(.notANumber, "loss or accuracy is not a number") }
        guard (0...1).contains(accuracy) else { return failed(.incomplete, "an accuracy of \(accuracy)") }
        if measurement.wroteWeights, !files.hasWeights(trial.number) {
            return failed(.incomplete, "the weights are not at \(files.weightsPath(trial.number))")
        }
        let costs = boardCosts(trial.estimates, accuracy: accuracy, loss: measurement.loss)
        guard let costs else { return failed(.incomplete, "an objective of the run has no value") }
        return (outcome, costs)
    }

    /// One cost for each objective.
    struct BoardCosts {
        /// On the run's own board: what the strategy learns.
        let own: [Double]
        /// On each board; nil on those whose budget the network breaks, where there are several.
        let boards: [[Double]?]
    }

    /// Nil where an objective is not known.
    func boardCosts(_ estimates: BoardEstimates?, accuracy: Double?, loss: Double?) -> BoardCosts? {
        func costs(_ estimate: Estimate?) -> [Double]? {
            Objective.costs(run.objectives, accuracy: accuracy, loss: loss, estimate: estimate)
        }
        guard let first = costs(estimates?.first) else { return nil }
        guard let estimates, !run.furtherBoards.isEmpty else { return BoardCosts(own: first, boards: [first]) }
        return BoardCosts(
            own: first,
            boards: zip(run.boards, estimates.all).map { board, estimate in board.budget.judge(estimate).fits ? costs(estimate) : nil })
    }

    /// Of the budget as it is now.
    func use(_ estimates: BoardEstimates?) -> BudgetUse? { estimates.map { BudgetUse(costs.judge($0)) } }

    /// Adds the proposals that are possible now.
    private func plan(into change: inout StoreChange) {
        while exhaustion == nil, planner.nextTrial < run.trials {
            switch planner.next() {
            case .proposal(let proposal): change.proposals.append(proposal)
            case .exhausted(let reason): exhaustion = reason
            case .waiting: return
            }
        }
    }

    private func commit(_ change: StoreChange) throws {
        try store.commit(change)
        for proposal in change.proposals {
            open[proposal.trial] = PlannedTrial(proposal)
            waiting.insert(proposal.trial, at: 0)
            rejections = rejections + proposal.rejections
            observe(.proposed(proposal))
        }
    }

    static func now() -> Double { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }
}
