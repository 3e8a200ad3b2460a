internal import Export
internal import CostModel
internal import Foundation
internal import Support

/// A suite on a board: sent, built and run there, its results brought back.
struct SuiteSession {
    let folder: SuiteFolder
    let connection: any BoardConnection
    let settings: SuiteSettings
    let build: BuildSettings

    /// Brings the sources to the board, and what was measured before where the board has lost it.
    func prepare() throws {
        let (files, isKnown) = (try folder.files(), try folder.results() != nil)
        do throws(BoardError) {
            try connection.send(files, of: folder.url)
            if isKnown, try connection.fetch(SuiteFolder.samples) == nil { try connection.send([SuiteFolder.samples], of: folder.url) }
        } catch {
            throw isKnown ? Self.goingOn(error) : error
        }
    }

    /// Runs plans, or what is left of them.
    ///
    /// - Parameter file: the name of the file of the plans, which says what they are for.
    /// - Throws: `BoardError`; where the board was not steady too, unless the settings allow that.
    func measure(_ plans: [BoardPlan], file: String) throws -> ThrottlingCheck {
        try folder.write(plan: plans.fileText, named: file)
        let result: CommandOutput
        do throws(BoardError) {
            try connection.send([file], of: folder.url)
            result = try connection.shell(script(file))
        } catch {
            throw Self.goingOn(error)
        }
        // Whatever happened, what was measured is kept.
        for file in [SuiteFolder.samples, SuiteFolder.surroundings] {
            if let text = try fetch(file) { try folder.keep(text, as: file) }
        }
        if result.status != 0 { throw failure(result) }
        guard let results = try folder.results() else { throw BoardError(.programFailed, "the suite has measured nothing") }
        let steadiness = ThrottlingCheck(results.only(Set(plans.map(\.name))), folder.surroundings())
        if !steadiness.isSteady, !build.allowsUnsteady {
            throw BoardError(
                .unsteady, "\(connection) did not keep its speed: \(steadiness.problems.joined(separator: "; "))",
                hint: "cool it, give it a stronger supply, hold its frequency, stop other programs, and measure again in a new folder; or "
                    + "go on with what was measured, marked, with --allow-unsteady")
        }
        return steadiness
    }

    private func fetch(_ file: String) throws(BoardError) -> String? {
        do { return try connection.fetch(file) } catch { throw Self.goingOn(error) }
    }

    /// The same of a board on which something may have been measured before it went away.
    private static func goingOn(_ error: BoardError) -> BoardError {
        error.kind == .connection ? BoardError(error.kind, error.message, hint: goesOn) : error
    }

    private static let goesOn = "what was measured is kept: the same command goes on where this one stopped"

    /// Samples of what was measured, in the order of the names; of the others none.
    func samples(_ wanted: [(name: String, operations: [OperationShape])]) throws -> [MeasuredSample] {
        let timings = try folder.results()?.timings() ?? [:]
        return wanted.compactMap { name, operations in
            timings[name].map { MeasuredSample(name: name, operations: operations, seconds: $0.seconds, noise: $0.noise) }
        }
    }

    static let networksFile = "plan-networks.txt"

    private func script(_ plan: String) -> String {
        var words = ["RUNNER=\(shellQuoted(connection.runner))"]
        if let compiler = build.compiler { words += ["CC=\(shellQuoted(compiler))", "CFLAGS=-ffp-contract=off"] }
        words += ["./run.sh", "--passes", String(settings.passes), "--order", String(settings.seed)]
        if let clock = build.clock { words += ["--clock", shellQuoted(clock)] }
        return (words + [plan]).joined(separator: " ")
    }

    private func failure(_ result: CommandOutput) -> BoardError {
        if result.errors.contains("No space left on device") {
            return BoardError(.diskFull, "the disk of \(connection) is full", hint: "make room there; " + Self.goesOn)
        }
        return switch result.status {
        case 69:
            BoardError(
                .noCompiler, "\(connection) has no C compiler", hint: "sudo apt install gcc there; or --cc names another compiler")
        case 70: BoardError(.buildFailed, "the suite could not be built on \(connection): \(result.lastError)")
        default:
            BoardError(
                .programFailed, "the suite failed on \(connection) with status \(result.status): \(result.lastError)", hint: Self.goesOn)
        }
    }
}
