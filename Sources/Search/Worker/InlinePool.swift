/// Evaluates on the driver's own thread while it polls: for tables and benchmarks, where a job costs less than a thread's
/// wake-up.
public final class InlinePool: WorkerPool {
    /// One job at a time.
    public let capacity = 1
    private let evaluator: any Evaluator
    private var jobs: [Job] = []

    /// Creates a pool that does its jobs with an evaluator.
    public init(evaluator: any Evaluator) { self.evaluator = evaluator }

    /// Queues a job, which the next polls do. Never throws.
    public func submit(_ job: Job) throws(WorkerError) { jobs.append(job) }

    /// Does the next job to its end, whatever the time limit, and returns its events; none where no job is queued. Never throws.
    public func poll(timeoutSeconds: Double) throws(WorkerError) -> [WorkerEvent] {
        guard let job = jobs.first else { return [] }
        jobs.removeFirst()
        var events: [WorkerEvent] = []
        let outcome = evaluator.evaluate(job) { events.append(.progress(job.id, $0)) }
        return events + [.finished(job.id, outcome)]
    }

    /// Takes a job out of the queue.
    public func cancel(_ job: Job.ID) { jobs.removeAll { $0.id == job } }
    /// Empties the queue.
    public func shutdown() { jobs = [] }
}
