internal import CostModel
internal import Foundation
internal import NAS

/// The loop of a search: propose, filter, commit, train, commit. It alone writes the database; trials are done by the
/// workers of a pool. Made for a new run and for one that goes on: what is in the store is taken in first.
public final class SearchDriver {
    public struct Options {
        /// Gives the run another number of trials.
        public var trials: Int?
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
    /// Of those that were trained to the run's fidelity.
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
    /// Without a result, by number.
    var open: [Int: PlannedTrial] = [:]
    /// Open and not given to a worker, the next one last.
    var waiting: [Int] = []
    var underWay: [Job.ID: Int] = [:]
    /// Those on a front.
    var leading: [Int: PlannedTrial] = [:]
    var tested: Set<Int> = []
    /// Those from whose state training can go on.
    var states: Set<Int> = []
    var exhaustion: Exhaustion?
    /// Trials that are trained again for their weights.
    var rebuilding: [Job.ID: Int] = [:]
    /// Whether there are results of another run, of which this is a fork.
    var hasKnownResults = false
    /// When the session did.
    private var began = 0.0

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
        var run = try store.run()
        if let trials = options.trials { run.trials = trials }
        self.run = run
        fronts = BoardFronts(count: 1 + run.furtherBoards.count)
        files = RunFiles(folder: store.weightsFolder)
        budget = TrainingBudget(trials: run.trials, fidelity: run.fidelity, plan: run.plan)
        jobs = JobMaker(run: run, budget: budget, files: files, timeLimitSeconds: options.trialTimeLimitSeconds)
        planner = Planner(
            settings: .init(
                seed: run.seed, lookahead: run.lookahead, fidelity: run.fidelity, reduction: run.plan.reduction, budget: budget),
            outlook: Outlook(SpaceLooks(space: space, costs: costs), objectives: run.objectives), strategy: strategy)
    }

    /// Searches until the run has its trials, there is nothing left to try, the time is up, or it is asked to stop. Call once.
    ///
    /// - Throws: `StoreError` where the database cannot be written any more, `WorkerError` where no worker starts. What was
    ///   committed before is kept.
    public func search(until stop: StopFlag = StopFlag()) throws -> SearchEnd {
        began = Self.now()
        defer { pool.shutdown() }
        try restore()
        observe(.began(progress))
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
                let patience = try submit() ? 0 : 0.2
                for event in try pool.poll(timeoutSeconds: patience) { try handle(event) }
            }
        }
        return try conclude(end ?? .interrupted, stop)
    }

    /// Of a training for another's sake nothing is recorded but what keeps it from being done.
    private func handleRebuilt(_ event: WorkerEvent) throws {
        guard case .finished(let job, let outcome) = event, let number = rebuilding.removeValue(forKey: job) else { return }
        if case .failed(let failure) = outcome {
            throw storageError(number, "its weights, with which others begin, cannot be made again: \(failure)")
        }
    }

    private func conclude(_ end: SearchEnd, _ stop: StopFlag) throws -> SearchEnd {
        for (job, _) in (underWay.merging(rebuilding) { first, _ in first }).sorted(by: { $0.value < $1.value }) { pool.cancel(job) }
        (underWay, rebuilding) = ([:], [:])
        var end = end
        if end != .interrupted, end != .timeUp { end = try retrain(stop) ?? end }
        if end != .interrupted, end != .timeUp { end = try makeUpForWeights(stop) ?? end }
        if end != .interrupted, options.testsFront { end = try testFront(stop) ?? end }
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

    /// Has jobs done that no other waits for, in their order.
    ///
    /// - Returns: why not all of them were; nil if they were.
    func carryOut(_ jobs: [Job], _ stop: StopFlag, limit: Double?, record: (Job, Outcome) throws -> Void) throws -> SearchEnd? {
        var waiting = jobs.reversed() as [Job]
        var underWay: [Job.ID: Job] = [:]
        while !(waiting.isEmpty && underWay.isEmpty) {
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
                guard case .finished(let id, let outcome) = event, let job = underWay.removeValue(forKey: id) else { continue }
                try record(job, outcome)
            }
        }
        return nil
    }

    // MARK: Steps of the loop

    /// Gives trials to workers that are free.
    ///
    /// - Returns: whether there was a known result instead: there may be another.
    private func submit() throws -> Bool {
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

    private func handle(_ event: WorkerEvent) throws {
        guard let number = underWay[event.job] else { return try handleRebuilt(event) }
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
        let isComparable = trial.fidelity == run.fidelity
        var change = StoreChange()
        var moved = BoardFronts.Change()
        if isComparable, let costs {
            let worst = fronts.worst
            moved = fronts.insert(trial: number, costs: costs.boards)
            for (board, costs) in fronts.worst.enumerated() where costs != worst[board] { change.worstCosts[board] = costs }
        }
        var weights: String?
        if moved.joined || isHeir(trial), case .measured(let measurement) = outcome, measurement.wroteWeights {
            let name = files.weightsName(number)
            guard files.secure(name) else { throw storageError(number, "its weights cannot be put on the disk") }
            if moved.joined { weights = name }
        }
        planner.record(
            budget.finished(
                number, trial.architecture, parent: trial.parent, fidelity: trial.fidelity, costs: costs?.own, excess: costs?.excess ?? 0))
        change.results = [
            .init(
                trial: number, outcome: outcome, costs: costs?.own, excess: costs?.excess ?? 0, isComparable: isComparable,
                weightsFile: weights)
        ]
        change.fronts = moved.boards
        change.left = moved.left
        change.energy = options.energy?()
        plan(into: &change)
        try commit(change)
        if moved.joined { leading[number] = trial }
        for left in moved.left {
            let isKept = leading[left].map(isHeir) ?? false
            leading[left] = nil
            if !isKept { files.remove(files.weightsName(left)) }
        }
        if weights == nil, !isHeir(trial) { files.remove(files.weightsName(number)) }
        files.remove(files.checkpointName(number))
        keepStates(after: trial)
        switch outcome {
        case .measured(let measurement):
            finishedCount += 1
            if isComparable, let accuracy = measurement.accuracy {
                let found = Tally.Best(trial: number, accuracy: accuracy)
                if best.map(found.precedes) ?? true { best = found }
            }
            observe(.advanced(progress))
            observe(.finished(trial: number, measurement))
        case .failed(let failure):
            failedCount += 1
            observe(.advanced(progress))
            observe(.failed(trial: number, failure))
        }
        if moved.joined { observe(.front(front, joined: number, left: moved.left)) }
    }

    // MARK: States to go on from

    /// Removes those that nothing is likely to go on from any more. If that turns out to be wrong, it costs time and nothing else: a
    /// training that begins anew comes to the same bits.
    private func keepStates(after trial: PlannedTrial) {
        guard budget.top > 0 else { return }
        if files.has(files.stateName(trial.number)) { states.insert(trial.number) }
        let kept = statesWorthKeeping()
        for number in states.subtracting(kept) {
            files.remove(files.stateName(number))
            states.remove(number)
        }
    }

    func statesWorthKeeping() -> Set<Int> {
        let parents = open.values.filter { $0.origin == .promotion || $0.origin == .completion }.compactMap(\.parent)
        return planner.likelyToGoOn().union(parents)
    }

    func storageError(_ trial: Int, _ message: String) -> StoreError {
        StoreError(
            .inputOutput, "trial \(trial) could not read or write its files: \(message)", path: files.folder,
            hint: "make room on the disk, or bring the data set back, then resume; the trial will be done again")
    }

    /// A measurement counts when it is complete: finite numbers, and the weights in their place.
    private func judge(_ trial: PlannedTrial, _ outcome: Outcome) -> (Outcome, BoardCosts?) {
        let outcome = checked(outcome, weights: files.weightsName(trial.number))
        guard case .measured(let measurement) = outcome else { return (outcome, nil) }
        guard let costs = run.boardCosts(trial.estimates, accuracy: measurement.accuracy, loss: measurement.loss) else {
            return (.failed(Failure(.incomplete, "an objective of the run has no value")), nil)
        }
        return (outcome, costs)
    }

    func checked(_ outcome: Outcome, weights: String) -> Outcome {
        guard case .measured(let measurement) = outcome else { return outcome }
        func failed(_ reason: Failure.Reason, _ message: String) -> Outcome { .failed(Failure(reason, message)) }
        guard let accuracy = measurement.accuracy else { return failed(.incomplete, "the worker gave no accuracy") }
        guard accuracy.isFinite, measurement.loss?.isFinite ?? true else { return failed(.notANumber, "loss or accuracy is not a number") }
        guard (0...1).contains(accuracy) else { return failed(.incomplete, "an accuracy of \(accuracy)") }
        if measurement.wroteWeights, !files.has(weights) {
            return failed(.incomplete, "the weights are not at \(files.path(weights))")
        }
        return outcome
    }

    /// How far the search is, in trainings to its fidelity.
    var progress: SearchProgress {
        let waiting = open.values.reduce(0) { $0 + budget.cost(ofRung: budget.rung(of: $1.fidelity) ?? budget.top) }
        return SearchProgress(
            done: Double(planner.spent - waiting) / Double(run.fidelity.count), total: Double(run.trials),
            finished: finishedCount, failed: failedCount, best: best?.accuracy)
    }

    /// Adds the proposals that are possible now.
    private func plan(into change: inout StoreChange) {
        while exhaustion == nil {
            switch planner.next() {
            case .proposal(let proposal): change.proposals.append(proposal)
            case .exhausted(let reason): exhaustion = reason
            case .waiting, .spent: return
            }
        }
    }

    private func commit(_ change: StoreChange) throws {
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
