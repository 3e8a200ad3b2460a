import ArgumentParser
import BoardCalibration
import Foundation
import Search
import SearchEngine
import Support
import TensorCore

@main
struct NASCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nas",
        abstract: "Finds the most accurate neural network that a small board can run on the energy it has.",
        discussion: """
            A first search, on data that are part of the program:
              \(Program.name) search searchspaces/quickstart.yaml
              \(Program.name) pareto runs/quickstart-1.db

            Topics: \(HelpTopic.allCases.map(\.rawValue).joined(separator: ", ")) (\(Program.name) help TOPIC)

            Exit codes: 0 done, 1 failed, 2 nothing fits the budget, 64 wrong usage, 65 bad input, 130 interrupted (state saved).
            """,
        version: "nas \(Version.current)",
        subcommands: [
            InitCommand.self, SearchCommand.self, ResumeCommand.self, StatusCommand.self, ParetoCommand.self, TrialsCommand.self,
            ShowCommand.self,
            TrainCommand.self, EvaluateCommand.self, PredictCommand.self, ForkCommand.self, CopyCommand.self, RankCommand.self,
            SimulateCommand.self, SpaceCommand.self, CostCommand.self,
            MissionCommand.self,
            CalibrateCommand.self,
            VerifyCommand.self, PowerCommand.self, BoardsCommand.self, DataCommand.self, BenchCommand.self, DoctorCommand.self,
            HelpCommand.self, WorkerCommand.self, BenchTaskCommand.self,
        ])

    /// Those that search.
    private static let searching: [any ParsableCommand.Type] = [
        SearchCommand.self, ResumeCommand.self, ForkCommand.self, TrainCommand.self,
    ]

    static func main() {
        Program.isCalled(CalledName.current)
        // From the first moment on: to read the command line takes longer than to look for its first word.
        if let name = CommandLine.arguments.dropFirst().first, searching.contains(where: { $0.configuration.commandName == name }) {
            Interruption.endsProgram(saying: "interrupted before the search began")
        }
        ProcessSignals.prepare()
        if let problem = CPU.problem() {
            Terminal.printError("nas: error: \(problem)")
            Foundation.exit(ExitStatus.failed.rawValue)
        }
        do {
            try MisspeltCommand.check(Array(CommandLine.arguments.dropFirst()))
            var command = try parseAsRoot()
            try command.run()
        } catch {
            exit(reporting: error)
        }
    }

    private static func exit(reporting error: any Error) -> Never {
        if let status = ExitStatus(of: error) {
            Terminal.printError(String(describing: error))
            Foundation.exit(status.rawValue)
        }
        // Of the parser: wrong usage, --help, --version, or an exit code that a command asked for.
        guard exitCode(for: error) != .validationFailure else {
            let unknown = MisspeltCommand.unknownOption(Array(CommandLine.arguments.dropFirst()))
            Terminal.printError(unknown.map(String.init(describing:)) ?? ParserMessage.text(of: error))
            Foundation.exit(ExitStatus.wrongUsage.rawValue)
        }
        exit(withError: error)
    }
}

/// What a script sees. A promise: CHANGELOG.md says when it changes.
enum ExitStatus: Int32 {
    case failed = 1
    case nothingFits = 2
    case wrongUsage = 64
    case badInput = 65
    case interrupted = 130

    /// The status of an error that speaks for itself; nil for those of the parser.
    init?(of error: any Error) {
        switch error {
        case is NothingFits: self = .nothingFits
        case is UsageError: self = .wrongUsage
        case is Diagnostic: self = .badInput
        case let error as StoreError:
            switch error.kind {
            case .missing, .notADatabase, .otherProgram, .otherVersion, .corrupt, .changed, .exists: self = .badInput
            case .locked, .diskFull, .readOnly, .inputOutput, .moved: self = .failed
            }
        case is NothingTrained, is LimitError, is WorkerError, is OutputError, is BoardError: self = .failed
        default: return nil
        }
    }
}

enum Version {
    static let current = "0.1.0"
}
