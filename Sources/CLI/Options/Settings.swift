import CostModel
import Foundation
import NAS
import NetworkGraph
import Search
import SearchEngine
import Support

/// The settings of a command: what the command line says, then what the space file's `defaults:` say, then what the
/// command itself takes.
struct Settings {
    private let space: SearchSpace?
    private let options: [String: String]

    init(space: SearchSpace?, options: [(key: String, value: String)]) {
        self.space = space
        self.options = Dictionary(options.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    }

    func isOnCommandLine(_ key: String) -> Bool { options[key] != nil }

    /// The text of a setting; nil where neither gives it.
    func text(_ key: String) -> String? { options[key] ?? space?.defaults[key] }

    /// Takes away what a space file says, or what ships.
    static let none = "none"

    /// Whether either gives a setting, and does not take it away.
    func has(_ key: String) -> Bool { text(key) ?? Self.none != Self.none }

    /// Reads a setting, and says where the text stood if it cannot be read.
    func read<Value>(_ key: String, _ parse: (String) throws -> Value) throws -> Value? {
        guard let text = text(key) else { return nil }
        do {
            return try parse(text)
        } catch let diagnostic as Diagnostic {
            throw located(diagnostic, key)
        }
    }

    func whole(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
        try read(key) { text in
            guard let value = Int(text.trimmingCharacters(in: .whitespaces)), range.contains(value) else {
                let expected =
                    range.upperBound == .max ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
                throw Diagnostic("\(key) must be a whole number \(expected), got '\(text)'")
            }
            return value
        }
    }

    /// An error about a setting as one about the option, or about the place in the space file where it stands.
    func located(_ diagnostic: Diagnostic, _ key: String) -> any Error {
        // About a file that the setting names: it says its own place.
        if diagnostic.file != nil { return diagnostic }
        var diagnostic = diagnostic
        guard options[key] == nil, let space, let location = space.defaults.location(of: key) else {
            if !diagnostic.message.contains(key) { diagnostic.message = "--\(key): \(diagnostic.message)" }
            return UsageError(diagnostic)
        }
        diagnostic.file = space.fileName
        diagnostic.location = location
        let lines = space.text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.indices.contains(location.line - 1) { diagnostic.sourceLine = String(lines[location.line - 1]) }
        diagnostic.path = "defaults.\(key)"
        return diagnostic
    }
}

extension Settings {
    static let defaultBoard = "raspberry-pi-4"

    func board() throws -> Board {
        let boards = try boards()
        guard boards.count == 1 else {
            throw UsageError("--board: one board at a time here, got \(boards.count)", hint: "\(Program.name) search takes several")
        }
        return boards[0]
    }

    /// Boards by `pi-4,pi-zero`.
    func boards() throws -> [Board] {
        let boards = try read("board") { text in
            try list(text).map { name in try BoardCatalog.board(name) }
        }
        guard let boards else { return [try BoardCatalog.board(Self.defaultBoard)] }
        guard Set(boards.map(\.name)).count == boards.count, !boards.isEmpty else {
            throw located(Diagnostic("a board is given twice, or none"), "board")
        }
        return boards
    }

    /// As the user gives them.
    func boardNames() -> [String?] { text("board").map(list) ?? [nil] }

    private func list(_ text: String) -> [String] {
        // A file may have a comma in its name.
        if FileManager.default.fileExists(atPath: text) { return [text] }
        return text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// The board's profile among those given: of several boards each has its own, by its name.
    private func profile(_ key: String, of board: Board, boards: Int) throws -> (profile: BoardProfile, file: String)? {
        guard text(key) != Self.none else { return nil }
        let profiles = try read(key) { text in
            try (boards > 1 ? list(text) : [text]).map { (profile: try BoardProfile(contentsOf: $0), file: $0) }
        }
        guard let profiles else { return nil }
        let names = try self.boards().map(\.name)
        if boards > 1, let stray = profiles.first(where: { !names.contains($0.profile.board) }) {
            throw Diagnostic("is a profile of \(stray.profile.board), which is none of the boards", file: stray.file)
        }
        return boards > 1 ? profiles.first { $0.profile.board == board.name } : profiles[0]
    }

    func target(on board: Board) throws -> Target {
        let runtime = try read("runtime") { try Runtime(named: $0) }
        let precision = try read("precision") { text in
            guard let precision = FrontEnd.Precision(rawValue: text) else {
                throw Diagnostic(
                    "precision '\(text)' is not supported yet",
                    hint: Spelling.hint(for: text, among: FrontEnd.Precision.allCases.map(\.rawValue), called: "precisions"))
            }
            return precision
        }
        let threads = try whole("threads", in: 1...1024)
        let boards = try boards().count
        let profile = try profile("profile", of: board, boards: boards)
        let target: Target
        do {
            target = try board.target(
                runtime: runtime ?? profile?.profile.runtime, threads: threads ?? profile?.profile.threads, precision: precision ?? .fp32)
        } catch {
            throw located(error, threads != nil && runtime == nil ? "threads" : "runtime")
        }
        let calibrated =
            try profile.map {
                try target.measured(by: $0.profile, fileName: $0.file, on: BoardCatalog.publishedBoard(of: $0.profile, $0.file))
            }
            ?? withPublishedEvidence(target)
        guard let (energies, file) = try self.profile("energy-profile", of: board, boards: boards) else { return calibrated }
        guard case .networks(let energies) = energies else { throw Diagnostic("is not a profile of energies", file: file) }
        return try calibrated.calibrated(byEnergy: energies, fileName: file)
    }

    private func withPublishedEvidence(_ target: Target) throws -> Target {
        text("profile") == Self.none ? target : try BoardCatalog.directory().withPublishedEvidence(target)
    }

    /// What the user limits by `budget`, together with what the mission and the board's memory limit.
    func budget(mission: MissionPlan?, board: Board) throws -> Budget {
        let given = try read("budget") { $0 == Self.none ? Budget() : try Budget($0) } ?? Budget()
        let confidence = try read("confidence") { text in
            guard let confidence = DecimalNumber.parse(text), (0.5...0.999).contains(confidence) else {
                throw Diagnostic(
                    "a confidence is 0.5 to 0.999, got '\(text)'",
                    hint: DecimalNumber.commaHint(text) ?? "0.9 takes the upper end of the interval that listings show")
            }
            return confidence
        }
        return (mission.map { given.combined(with: $0.budget) } ?? given).limited(by: board).judged(at: confidence)
    }

    /// What the user limits by `budget` alone; nil where nothing is.
    func limits() throws -> Budget? { try read("budget") { try Budget($0) } }

    func objectives() throws -> [Objective] { try read("objectives", Objective.parse) ?? [.accuracy, .energy] }

    func fidelity() throws -> Fidelity? {
        let epochs = try whole("epochs", in: 1...1_000_000)
        let steps = try whole("steps", in: 1...1_000_000_000)
        if isOnCommandLine("epochs"), isOnCommandLine("steps") { throw UsageError("--epochs and --steps exclude each other") }
        if isOnCommandLine("steps") || epochs == nil, let steps { return .steps(steps) }
        return epochs.map(Fidelity.epochs)
    }
}

extension Settings {
    /// How a run's training is spent.
    func trainingPlan(_ fidelity: Fidelity) throws -> TrainingPlan {
        let reduction = try whole("reduction", in: 2...100) ?? 3
        let count = try whole("rungs", in: 1...16) ?? 1
        let rungs = TrainingPlan.rungs(count, below: fidelity.count, reduction: reduction)
        guard rungs.count == count - 1 else {
            throw located(
                Diagnostic(
                    "\(fidelity) has no \(count) rungs that differ by a factor of \(reduction)",
                    hint: "fewer rungs, a smaller --reduction, or --steps instead of --epochs"), "rungs")
        }
        let share = try read("retrain") { (text) -> Double in
            if text == Self.none { return 0 }
            let isPercent = text.hasSuffix("%")
            guard let number = DecimalNumber.parse(isPercent ? text.dropLast() : text[...]),
                case let share = isPercent ? number / 100 : number,
                (0..<0.9).contains(share)
            else {
                throw Diagnostic(
                    "retrain must be a share below 90 %, such as 20%, or none, got '\(text)'", hint: DecimalNumber.commaHint(text))
            }
            return share
        }
        return TrainingPlan(rungs: rungs, reduction: reduction, retrainingShare: share ?? 0.2)
    }

    /// What stands in the place of a space's settings of training; nil where nothing does.
    func recipe() throws -> RecipeSettings? { try read("recipe") { try RecipeSettings($0) } }

    /// A space with what stands in the place of its settings of training.
    func withRecipe(_ space: SearchSpace) throws -> SearchSpace {
        guard let recipe = try recipe() else { return space }
        do { return try space.with(recipe: recipe) } catch { throw located(error, "recipe") }
    }

    /// How many folds candidates are ranked by; nil where that is left to the data.
    func folds() throws -> Int? { try whole("folds", in: 1...Job.mostFolds) }

    private static func aboveZero(_ dimension: Support.Dimension, _ text: String) throws(Diagnostic) -> Double {
        let value = try dimension.parse(text)
        guard value > 0 else { throw Diagnostic("a limit of zero lets nothing be trained, got '\(text)'") }
        return value
    }

    /// How many worker processes there are.
    ///
    /// - Throws: `LimitError` where a limit of this process does not let it.
    func workers() throws -> Int {
        let workers = try whole("workers", in: 1...1024) ?? AvailableCores.current.count
        try ProcessLimits.require(workers: workers)
        return workers
    }

    /// How a run is carried out on this machine.
    ///
    /// - Throws: `LimitError` where a limit of this process does not let it.
    func searchOptions() throws -> TerminalSearch.Options {
        let workers = try workers()
        // What is left to the driver and to the rest of the machine is small.
        let share = ProcessLimits.memoryBytes * 0.8 / Double(workers)
        var session = SearchSession.Options()
        session.workers = workers
        session.workerCommand = .init([Installation.executable.path, "worker"])
        session.maximumSeconds = try read("max-time") { try Dimension.time.parse($0) }
        session.trialTimeLimitSeconds = try read("trial-time") { try Self.aboveZero(.time, $0) }
        session.trialMemoryLimitBytes = Int(try read("trial-memory") { try Self.aboveZero(.memory, $0) } ?? share)
        let watts = try read("machine-watts") { text in
            guard let watts = DecimalNumber.parse(text), watts > 0, watts <= 100_000 else {
                throw Diagnostic(
                    "machine-watts must be a number of watts, got '\(text)'", hint: DecimalNumber.commaHint(text))
            }
            return watts
        }
        return TerminalSearch.Options(session: session, machineWatts: watts)
    }
}
