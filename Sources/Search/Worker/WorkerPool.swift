/// Who does the jobs: submit, poll, cancel. Children of this process today, a cluster's scheduler tomorrow: nothing here
/// assumes a shared parent, and a result is trusted because it is complete and carries its job's id.
public protocol WorkerPool: AnyObject {
    /// How many jobs can be under way at once.
    var capacity: Int { get }

    /// Starts a job, or queues it until a worker is free.
    ///
    /// - Throws: `WorkerError` where there is nobody who could do it.
    func submit(_ job: Job) throws(WorkerError)

    /// Waits until something happened or the time is up, and returns what happened, in the order in which it did.
    ///
    /// - Throws: `WorkerError` where the workers themselves cannot start. One job's failure is an event.
    func poll(timeoutSeconds: Double) throws(WorkerError) -> [WorkerEvent]

    /// Gives a job up. No event about it follows.
    func cancel(_ job: Job.ID)

    /// Gives all jobs up and ends the workers. Nothing may be submitted afterwards.
    func shutdown()
}

/// What a worker pool reports about a job.
public enum WorkerEvent: Sendable, Hashable {
    /// A job under way has reached another point of its learning curve.
    case progress(Job.ID, CurvePoint)
    /// A job ended, with a measurement or without.
    case finished(Job.ID, Outcome)
    /// Its worker was ended by somebody else, which is no outcome: another does it again.
    case restarted(Job.ID, reason: String)
}

/// The workers cannot do anything at all: a broken command line, a run they refuse.
public struct WorkerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong.
    public let message: String
    /// What the user can do; nil where there is nothing to say.
    public let hint: String?

    /// Creates an error with a message for people.
    public init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }

    /// The message, and the hint on a line of its own.
    public var description: String { "error: \(message)" + (hint.map { "\n  hint: \($0)" } ?? "") }
}
