import Foundation
import ReferenceNetworks
import Search

/// Processes that measure the same at the same time, each on one thread: as the workers of a search do.
enum BenchTeam {
    /// Starts them, waits until all are ready, lets them begin together, and returns what each measured.
    ///
    /// - Throws: `WorkerError` where one fails; the others are ended.
    static func measure(
        _ task: BenchTask, _ network: ReferenceNetwork = .mlp, batch: Int = 1, seconds: Double, processes: Int = 1
    ) throws -> [BenchFigures] {
        let arguments = [
            Installation.executable.path, BenchTaskCommand.name, task.rawValue, "--net", network.rawValue, "--batch", String(batch),
            "--seconds", String(seconds),
        ]
        let environment = ProcessPool.childEnvironment
        var children: [ChildProcess] = []
        for _ in 0..<processes { children.append(try ChildProcess(arguments: arguments, environment: environment)) }
        for child in children { _ = try line(of: child, task) }
        for child in children { child.send(Data("begin\n".utf8)) }
        return try children.map { child in
            let figures = try JSONDecoder().decode(BenchFigures.self, from: line(of: child, task))
            child.end()
            return figures
        }
    }

    private static func line(of child: ChildProcess, _ task: BenchTask) throws -> Data {
        if let line = child.nextLine() { return line }
        let ending = child.end(afterSeconds: nil)
        let words = child.errorWords.isEmpty ? "" : ": \(child.errorWords)"
        throw WorkerError(
            ending.signal != 0
                ? "the process that measures \(task) was ended by signal \(ending.signal)\(words)"
                : "the process that measures \(task) ended with exit code \(ending.exitCode)\(words)")
    }
}
