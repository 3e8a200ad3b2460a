internal import CProcessShims
package import Foundation

/// One worker process with its three streams, none of which ever blocks this side.
package final class ChildProcess {
    let processID: Int32
    private(set) var input: Int32
    private(set) var output: Int32
    private(set) var error: Int32
    private var unsent = Data()
    private var outputLines = LineBuffer()
    /// What `nextLine` has read and not yet given.
    var unreadLines: [Data] = []
    private var errorLines = LineBuffer()
    /// What the child first and last wrote to its standard error, for the message of its failure: the reason tends to come
    /// first, and what a crash handler adds is long.
    private var firstErrorLines: [String] = []
    private var lastErrorLines: [String] = []

    /// - Throws: `WorkerError` where the program cannot be started.
    package init(arguments: [String], environment: [String: String]) throws(WorkerError) {
        var input: [Int32] = [-1, -1]
        var output: [Int32] = [-1, -1]
        var error: [Int32] = [-1, -1]
        let opened = nas_input_pair(&input) == 0 && nas_output_pair(&output) == 0 && nas_output_pair(&error) == 0
        let reason = errno
        guard opened else {
            for descriptor in input + output + error where descriptor >= 0 { close(descriptor) }
            throw WorkerError("cannot open pipes to a worker: \(String(cString: strerror(reason)))")
        }
        let started = SpawnThread.shared.spawn(
            .init(arguments: arguments, environment: environment, input: input[1], output: output[1], error: error[1]))
        for descriptor in [input[1], output[1], error[1]] { close(descriptor) }
        guard started.error == 0 else {
            for descriptor in [input[0], output[0], error[0]] { close(descriptor) }
            throw WorkerError("cannot start the worker \(arguments.first ?? ""): \(String(cString: strerror(started.error)))")
        }
        processID = started.process
        self.input = input[0]
        self.output = output[0]
        self.error = error[0]
    }

    deinit {
        if processID > 0, !reaped { end() }
    }

    private var reaped = false

    var hasUnsent: Bool { !unsent.isEmpty && input >= 0 }

    package func send(_ line: Data) {
        unsent.append(line)
        flush()
    }

    /// Sends what the child takes now.
    func flush() {
        while hasUnsent {
            let sent = unsent.withUnsafeBytes { nas_send(input, $0.baseAddress, $0.count) }
            if sent > 0 {
                unsent = Data(unsent.dropFirst(sent))
            } else if sent < 0, errno == EINTR {
                continue
            } else {
                // A child that is gone shows itself by the end of its output.
                if errno != EAGAIN, errno != EWOULDBLOCK { unsent = Data() }
                return
            }
        }
    }

    /// The lines that arrived on its standard output; `ended` once it is closed.
    func readOutput() -> (lines: [Data], ended: Bool) { Self.drain(output, into: &outputLines) }

    func readError() {
        guard error >= 0 else { return }
        let (lines, ended) = Self.drain(error, into: &errorLines)
        for line in lines where !line.isEmpty {
            let text = String(decoding: line.prefix(500), as: UTF8.self)
            if firstErrorLines.count < 4 { firstErrorLines.append(text) } else { lastErrorLines.append(text) }
        }
        if lastErrorLines.count > 4 { lastErrorLines.removeFirst(lastErrorLines.count - 4) }
        if ended {
            close(error)
            error = -1
        }
    }

    package var errorWords: String { (firstErrorLines + lastErrorLines).joined(separator: "\n") }

    /// What it wrote belongs to the next job from here on.
    func forgetErrors() {
        firstErrorLines = []
        lastErrorLines = []
    }

    private static func drain(_ descriptor: Int32, into buffer: inout LineBuffer) -> (lines: [Data], ended: Bool) {
        var lines: [Data] = []
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &bytes, bytes.count)
            if count > 0 {
                lines += buffer.append(bytes[..<count])
            } else if count < 0, errno == EINTR {
                continue
            } else {
                return (lines, count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK))
            }
        }
    }

    /// Reaps it, and says how it ended.
    ///
    /// - Parameter seconds: how long it may take to end by itself before it is killed; nil for as long as it takes.
    @discardableResult
    package func end(afterSeconds seconds: Double? = 0) -> WorkerEnding {
        guard !reaped else { return WorkerEnding(exitCode: 0, signal: 0, isForced: false) }
        reaped = true
        var exitCode: Int32 = 0
        var signal: Int32 = 0
        var isForced = false
        if let seconds {
            var left = seconds
            while nas_reap(processID, 0, &exitCode, &signal) == 0 {
                if left <= 0 {
                    isForced = true
                    Foundation.kill(processID, SIGKILL)
                    _ = nas_reap(processID, 1, &exitCode, &signal)
                    break
                }
                usleep(2000)
                left -= 0.002
            }
        } else {
            _ = nas_reap(processID, 1, &exitCode, &signal)
        }
        readError()
        for descriptor in [input, output, error] where descriptor >= 0 { close(descriptor) }
        input = -1
        output = -1
        error = -1
        return WorkerEnding(exitCode: exitCode, signal: signal, isForced: isForced)
    }
}
