/// Evaluates on the driver's own thread while it polls: for tables and benchmarks, where a job costs less than a thread's
/// wake-up.
public final class InlinePool: WorkerPool {
    public let capacity = 1
    private let evaluator: any Evaluator
    private var jobs: [Job] = []

    public init(evaluator: any Evaluator) { self.evaluator = evaluator }

    public func submit(_ job: Job) throws(WorkerError) { jobs.append(job) }

    public func poll(timeoutSeconds: Double) throws(WorkerError) -> [WorkerEvent] {
        guard let job = jobs.first else { return [] }
        jobs.removeFirst()
        var events: [WorkerEvent] = []
        let outcome = evaluator.evaluate(job) { events.append(.progress(job.id, $0)) }
        return events + [.finished(job.id, outcome)]
    }

    public func cancel(_ job: Job.ID) { jobs.removeAll { $0.id == job } }
    public func shutdown() { jobs = [] }
}
