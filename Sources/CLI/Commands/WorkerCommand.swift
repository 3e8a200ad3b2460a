import ArgumentParser
import Foundation
import Search

/// What the driver starts, once a core: not for people.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Trains candidates for a driver: jobs come as JSON lines, results go as JSON lines.",
        shouldDisplay: false)

    func run() throws {
        let loop = WorkerLoop { context in
            try ProcessLimits.requireTraining()
            return try TrainingEvaluator(RunContext(json: context))
        }
        throw ExitCode(loop.run())
    }
}
