internal import Foundation

/// Workers as threads of this process: for tests and for evaluators that cannot crash.
public final class InProcessPool: WorkerPool {
    /// How many threads there are, each with one job at a time.
    public let capacity: Int
    private let state: State

    /// Starts the threads.
    ///
    /// - Parameters:
    ///   - workers: how many, at least 1.
    ///   - makeEvaluator: called once in each thread.
    public init(workers: Int, makeEvaluator: @escaping @Sendable () -> any Evaluator) {
        precondition(workers >= 1)
        capacity = workers
        let state = State()
        self.state = state
        for _ in 0..<workers {
            let thread = Thread {
                let evaluator = makeEvaluator()
                while let job = state.nextJob() {
                    let outcome = evaluator.evaluate(job) { state.report(.progress(job.id, $0)) }
                    state.report(.finished(job.id, outcome))
                }
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    deinit { shutdown() }

    /// Queues a job for the next thread that is free. Never throws.
    public func submit(_ job: Job) throws(WorkerError) { state.add(job) }
    /// Waits until something happened or the time is up, and returns what happened. Never throws.
    public func poll(timeoutSeconds: Double) throws(WorkerError) -> [WorkerEvent] { state.events(timeoutSeconds: timeoutSeconds) }
    /// Gives a job up: it is not begun any more, or what comes of it is not reported.
    public func cancel(_ job: Job.ID) { state.cancel(job) }
    /// Gives all jobs up; each thread ends after the job that it is doing.
    public func shutdown() { state.close() }

    private final class State: @unchecked Sendable {
        private let condition = NSCondition()
        private var jobs: [Job] = []
        private var happened: [WorkerEvent] = []
        private var wanted: Set<Job.ID> = []
        private var closed = false

        func add(_ job: Job) {
            condition.lock()
            jobs.append(job)
            wanted.insert(job.id)
            condition.broadcast()
            condition.unlock()
        }

        func nextJob() -> Job? {
            condition.lock()
            defer { condition.unlock() }
            while jobs.isEmpty, !closed { condition.wait() }
            return closed ? nil : jobs.removeFirst()
        }

        func report(_ event: WorkerEvent) {
            condition.lock()
            if wanted.contains(event.job) { happened.append(event) }
            if case .finished(let id, _) = event { wanted.remove(id) }
            condition.broadcast()
            condition.unlock()
        }

        func events(timeoutSeconds: Double) -> [WorkerEvent] {
            condition.lock()
            defer { condition.unlock() }
            let deadline = Date(timeIntervalSinceNow: timeoutSeconds)
            while happened.isEmpty, condition.wait(until: deadline) {}
            defer { happened = [] }
            return happened
        }

        func cancel(_ job: Job.ID) {
            condition.lock()
            wanted.remove(job)
            jobs.removeAll { $0.id == job }
            happened.removeAll { $0.job == job }
            condition.unlock()
        }

        func close() {
            condition.lock()
            closed = true
            jobs = []
            wanted = []
            condition.broadcast()
            condition.unlock()
        }
    }
}
