internal import CProcessShims
internal import Foundation

/// The worker's side of the protocol: reads jobs as JSON lines from standard input, answers on standard output, until the
/// end of its input. It dies with its driver: the end of its input is noticed while it computes, and where the driver is
/// its parent the kernel kills it too (docs/workers.md).
public struct WorkerLoop {
    /// The environment variable in which a driver on this machine leaves its process id.
    public static let driverVariable = "NAS_DRIVER_PID"

    private let makeEvaluator: (String) throws -> any Evaluator

    /// Creates the worker's side, which serves when it is run.
    ///
    /// - Parameter makeEvaluator: builds the evaluator from the hello's context; what it throws is told to the driver.
    public init(makeEvaluator: @escaping (String) throws -> any Evaluator) { self.makeEvaluator = makeEvaluator }

    /// Serves until the end of the input, and returns the process's exit code. It returns only where there was nothing
    /// under way; in the middle of a job the process ends at once.
    public func run() -> Int32 {
        Self.leaveSignalsToDriver()
        Self.dieWithDriver()
        // What a library prints must not stand between the answers.
        let output = FileHandle(fileDescriptor: nas_take_standard_output(), closeOnDealloc: false)
        let inbox = Inbox()
        let reader = Thread { inbox.read() }
        reader.stackSize = 1 << 20
        reader.start()
        do {
            guard let first = inbox.next() else { return 0 }
            guard case .hello(let version, let context) = try JSONLine.decode(DriverMessage.self, from: first) else {
                throw WorkerError("expected hello")
            }
            guard version == DriverMessage.protocolVersion else {
                throw WorkerError("the driver speaks worker protocol \(version), this worker speaks \(DriverMessage.protocolVersion)")
            }
            let evaluator = try makeEvaluator(context)
            try output.write(
                contentsOf: JSONLine.encode(
                    WorkerMessage.ready(
                        protocolVersion: DriverMessage.protocolVersion, processID: Int(ProcessInfo.processInfo.processIdentifier))))
            while let line = inbox.next() {
                guard case .job(let job) = try JSONLine.decode(DriverMessage.self, from: line) else { continue }
                let outcome = evaluator.evaluate(job) { point in
                    if let line = try? JSONLine.encode(WorkerMessage.progress(job: job.id, point: point)) {
                        try? output.write(contentsOf: line)
                    }
                }
                try output.write(contentsOf: JSONLine.encode(WorkerMessage.result(job: job.id, outcome: outcome)))
            }
            return 0
        } catch {
            if let line = try? JSONLine.encode(WorkerMessage.refused(message: String(describing: error))) {
                try? output.write(contentsOf: line)
            }
            return 1
        }
    }

    /// Ctrl-C, a terminal that closes, the end of a session or of a batch job reach all processes, in any order. Only the driver decides
    /// what they mean, and this process ends with it; to end this one alone takes SIGKILL.
    private static func leaveSignalsToDriver() {
        for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] { signal(number, SIG_IGN) }
    }

    /// Has the kernel end this process when the driver that started it ends (Linux).
    package static func dieWithDriver() {
        guard let text = ProcessInfo.processInfo.environment[driverVariable], let driver = Int32(text) else { return }
        _ = nas_die_with_parent()
        // The driver may have died before the line above: then nobody will send the signal. (Behind a script that started
        // this process the parent is another, and the end of the input has to do.)
        if getppid() != driver, kill(driver, 0) != 0 { _exit(1) }
    }
}

/// Lines that arrived and were not read yet; a thread of its own fills it.
private final class Inbox: @unchecked Sendable {
    private let condition = NSCondition()
    private var lines: [Data] = []
    private var busy = false
    private var ended = false

    /// Reads until the end. If a job is under way then, or lines wait, the driver is gone and the process ends at once: no
    /// one would read the answer.
    func read() {
        var buffer = LineBuffer()
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Foundation.read(STDIN_FILENO, &bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            let arrived = buffer.append(bytes[..<count])
            condition.lock()
            lines += arrived
            condition.signal()
            condition.unlock()
        }
        condition.lock()
        ended = true
        if busy || !lines.isEmpty { _exit(1) }
        condition.signal()
        condition.unlock()
    }

    /// The next line, waiting for it; nil at the end.
    func next() -> Data? {
        condition.lock()
        defer { condition.unlock() }
        busy = false
        while lines.isEmpty, !ended { condition.wait() }
        guard !lines.isEmpty else { return nil }
        busy = true
        return lines.removeFirst()
    }
}
