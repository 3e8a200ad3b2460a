import ArgumentParser
import SearchEngine

/// What the driver starts, once a core: not for people.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Trains candidates for a driver: jobs come as JSON lines, results go as JSON lines.",
        shouldDisplay: false)

    func run() throws {
        throw ExitCode(SearchWorker.serve(after: ProcessLimits.requireTraining))
    }
}
