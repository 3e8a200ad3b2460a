package import Foundation
public import Search
internal import TensorCore

/// A program that searches is its own worker: it is started again, with one argument, for each core that trains. A network that
/// crashes or takes too much memory then costs one trial, and not the search.
public enum SearchWorker {
    private static let argument = "--nas-search-worker"

    /// How this program is started as a worker.
    public static var command: ProcessPool.Command { .init([program.path, argument]) }

    /// Whether this process was started as a worker.
    public static var isAsked: Bool { CommandLine.arguments.dropFirst().first == argument }

    /// Serves jobs and ends the process if it was started as a worker; returns at once if not. To be called first in `main`.
    public static func serveIfAsked() {
        if isAsked { exit(serve()) }
    }

    /// Serves jobs until the end of the standard input.
    ///
    /// - Parameter prepare: called before data are read; what it throws is told to the driver.
    /// - Returns: the process's exit code.
    package static func serve(after prepare: @escaping () throws -> Void = {}) -> Int32 {
        ProcessSignals.prepare()
        return WorkerLoop { context in
            if let problem = CPU.problem() { throw WorkerError(problem) }
            try prepare()
            return try TrainingEvaluator(RunContext(json: context))
        }.run()
    }

    /// - Throws: `WorkerError` in a worker: each would start a search and workers of its own, without end.
    static func refuseToSearch() throws(WorkerError) {
        guard isAsked else { return }
        throw WorkerError("started as a worker, this program began a search", hint: "call SearchWorker.serveIfAsked() first in main")
    }

    /// This program's own file.
    package static let program: URL = {
        let link = URL(fileURLWithPath: "/proc/self/exe")
        if let path = try? FileManager.default.destinationOfSymbolicLink(atPath: link.path) { return URL(fileURLWithPath: path) }
        return URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    }()
}
