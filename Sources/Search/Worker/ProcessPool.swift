internal import CProcessShims
internal import Foundation

/// Workers as child processes of this one, each with one job at a time: a crash, a memory or a time limit ends one trial and never the
/// search. The worker is replaced. What somebody else has ended is no outcome of a job: another worker does it again.
public final class ProcessPool: WorkerPool {
    /// How the children are started.
    public struct Command: Sendable {
        /// The program and its arguments.
        public let arguments: [String]
        /// Added to this process's environment.
        public let environment: [String: String]

        /// Creates a command line, the program's path first.
        public init(_ arguments: [String], environment: [String: String] = [:]) {
            self.arguments = arguments
            self.environment = environment
        }
    }

    /// How many children there are at most, each with one job at a time.
    public let capacity: Int
    private let command: Command
    private let hello: Data
    private let memoryLimitBytes: Int?
    private var slots: [Slot] = []
    private var queue: [Job] = []
    private var undelivered: [WorkerEvent] = []
    private var failedStarts = 0
    /// How often a worker was killed with the same job.
    private var kills: [Job.ID: Int] = [:]
    private var outOfMemoryKills: OutOfMemoryKills
    private var closed = false

    private struct Slot {
        var child: ChildProcess?
        var isReady = false
        var job: Job?
        var deadline: Double?
        var refusal: String?
    }

    /// Creates a pool whose children start with the first jobs.
    ///
    /// - Parameters:
    ///   - workers: how many children, at least 1.
    ///   - command: how a child is started.
    ///   - context: sent to each child first, in a form that its evaluator's maker defines.
    ///   - memoryLimitBytes: largest resident size of a child; one that grows beyond is killed and its trial fails.
    public convenience init(workers: Int, command: Command, context: String, memoryLimitBytes: Int? = nil) throws {
        try self.init(
            workers: workers, command: command, context: context, memoryLimitBytes: memoryLimitBytes, outOfMemoryKills: OutOfMemoryKills())
    }

    init(workers: Int, command: Command, context: String, memoryLimitBytes: Int?, outOfMemoryKills: OutOfMemoryKills) throws {
        precondition(workers >= 1)
        self.outOfMemoryKills = outOfMemoryKills
        capacity = workers
        self.memoryLimitBytes = memoryLimitBytes
        self.command = Command(command.arguments, environment: Self.childEnvironment.merging(command.environment) { $1 })
        hello = try JSONLine.encode(DriverMessage.hello(protocolVersion: DriverMessage.protocolVersion, context: context))
        slots = Array(repeating: Slot(), count: workers)
    }

    deinit { shutdown() }

    /// The process ids of the workers that run.
    public var processIDs: [Int32] { slots.compactMap { $0.child?.processID } }

    /// Gives a job to a child that is free, which is started if need be, or queues it.
    ///
    /// - Throws: `WorkerError` where a child cannot be started.
    public func submit(_ job: Job) throws(WorkerError) {
        precondition(!closed, "submit after shutdown")
        queue.append(job)
        try assign()
    }

    /// Gives a job up, and ends the child that is doing it.
    public func cancel(_ job: Job.ID) {
        queue.removeAll { $0.id == job }
        undelivered.removeAll { $0.job == job }
        kills[job] = nil
        for index in slots.indices where slots[index].job?.id == job { discard(index) }
    }

    /// Gives all jobs up and ends all children.
    public func shutdown() {
        closed = true
        queue = []
        for index in slots.indices { discard(index) }
    }

    /// Waits until something happened, the time is up or a signal arrives, and returns what happened.
    ///
    /// - Throws: `WorkerError` where children do not start, or refuse the run.
    public func poll(timeoutSeconds: Double) throws(WorkerError) -> [WorkerEvent] {
        let deadline = Self.now() + max(timeoutSeconds, 0)
        while true {
            try assign()
            if !undelivered.isEmpty {
                defer { undelivered = [] }
                return undelivered
            }
            let remaining = deadline - Self.now()
            let interrupted = wait(seconds: min(max(remaining, 0), 0.1))
            for index in slots.indices { try serve(index) }
            enforceLimits()
            // A signal may have asked the driver to stop: let it look.
            if undelivered.isEmpty, interrupted || remaining <= 0 { return [] }
        }
    }

    // MARK: Jobs

    private func assign() throws(WorkerError) {
        for index in slots.indices where slots[index].job == nil && !queue.isEmpty {
            if slots[index].child == nil { try start(index) }
            let job = queue.removeFirst()
            slots[index].job = job
            if slots[index].isReady { send(job, to: index) }
        }
    }

    private func start(_ index: Int) throws(WorkerError) {
        let child = try ChildProcess(arguments: command.arguments, environment: command.environment)
        slots[index] = Slot(child: child)
        child.send(hello)
    }

    private func send(_ job: Job, to index: Int) {
        guard let line = try? JSONLine.encode(DriverMessage.job(job)) else { preconditionFailure("a job that is not JSON") }
        slots[index].deadline = job.timeLimitSeconds.map { Self.now() + $0 }
        slots[index].child?.readError()
        slots[index].child?.forgetErrors()
        slots[index].child?.send(line)
    }

    private func serve(_ index: Int) throws(WorkerError) {
        guard let child = slots[index].child else { return }
        child.flush()
        child.readError()
        let (lines, ended) = child.readOutput()
        for line in lines {
            // A line that is not of the protocol is not ours to judge: the job ends by its result or by the process's end.
            guard let message = try? JSONLine.decode(WorkerMessage.self, from: line) else { continue }
            switch message {
            case .ready:
                failedStarts = 0
                slots[index].isReady = true
                if let job = slots[index].job { send(job, to: index) }
            case .refused(let message):
                slots[index].refusal = message
            case .progress(let id, let point):
                if slots[index].job?.id == id { undelivered.append(.progress(id, point)) }
            case .result(let id, let outcome):
                guard let job = slots[index].job, job.id == id else { continue }
                slots[index].job = nil
                slots[index].deadline = nil
                finish(job, outcome)
            }
        }
        if ended { try replace(index) }
    }

    /// A worker whose output ended is gone. If it never was ready, the workers may be unable to start.
    private func replace(_ index: Int) throws(WorkerError) {
        guard let child = slots[index].child else { return }
        let ending = child.end(afterSeconds: 5)
        let slot = slots[index]
        slots[index] = Slot()
        let words = ending.words + (child.errorWords.isEmpty ? "" : ": \(child.errorWords)")
        guard slot.isReady else {
            if let job = slot.job { queue.insert(job, at: 0) }
            if let refusal = slot.refusal { throw WorkerError("a worker refused this run: \(refusal)") }
            if ending.cause == .asked { return }
            failedStarts += 1
            if failedStarts >= (ending.cause == .killed ? Self.mostKills * capacity : 3) {
                throw WorkerError("workers do not start: \(words)", hint: command.arguments.joined(separator: " "))
            }
            return
        }
        guard let job = slot.job else { return }
        switch ending.cause {
        case .itself: finish(job, .failed(Failure(.crash, slot.refusal ?? words)))
        case .asked: restart(job, words)
        case .killed:
            if outOfMemoryKills.take() {
                return finish(job, .failed(Failure(.outOfMemory, "the kernel ended the worker, for the memory was used up")))
            }
            let count = kills[job.id, default: 0] + 1
            kills[job.id] = count
            if count < Self.mostKills { return restart(job, words) }
            finish(job, .failed(Failure(.killed, "\(words), as \(count - 1) workers before it with this trial; who sent it is not known")))
        }
    }

    private static let mostKills = 3

    private func restart(_ job: Job, _ reason: String) {
        queue.insert(job, at: 0)
        undelivered.append(.restarted(job.id, reason: reason))
    }

    private func finish(_ job: Job, _ outcome: Outcome) {
        kills[job.id] = nil
        undelivered.append(.finished(job.id, outcome))
    }

    private func enforceLimits() {
        let now = Self.now()
        outOfMemoryKills.profile(atSeconds: now)
        for index in slots.indices {
            guard let job = slots[index].job, let child = slots[index].child else { continue }
            if let deadline = slots[index].deadline, now > deadline {
                fail(index, job, Failure(.timeLimit, "longer than \(job.timeLimitSeconds ?? 0) s"))
            } else if let limit = memoryLimitBytes, case let used = nas_resident_bytes(child.processID), used > Int64(limit) {
                fail(index, job, Failure(.outOfMemory, "the worker used \(used) bytes of at most \(limit)"))
            }
        }
    }

    private func fail(_ index: Int, _ job: Job, _ failure: Failure) {
        discard(index)
        finish(job, .failed(failure))
    }

    private func discard(_ index: Int) {
        slots[index].child?.end()
        slots[index] = Slot()
    }

    // MARK: Waiting

    /// Waits until a child has something to say. True if a signal ended the wait.
    private func wait(seconds: Double) -> Bool {
        var watched: [pollfd] = []
        for slot in slots {
            guard let child = slot.child else { continue }
            watched.append(pollfd(fd: child.output, events: Int16(POLLIN), revents: 0))
            if child.error >= 0 { watched.append(pollfd(fd: child.error, events: Int16(POLLIN), revents: 0)) }
            if child.hasUnsent { watched.append(pollfd(fd: child.input, events: Int16(POLLOUT), revents: 0)) }
        }
        return Foundation.poll(&watched, nfds_t(watched.count), Int32((seconds * 1000).rounded(.up))) < 0 && errno == EINTR
    }

    private static func now() -> Double { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }
}

extension WorkerEvent {
    /// The job it is about.
    public var job: Job.ID {
        switch self {
        case .progress(let id, _), .finished(let id, _), .restarted(let id, _): id
        }
    }
}
