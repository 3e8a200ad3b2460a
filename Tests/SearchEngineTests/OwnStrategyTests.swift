import Foundation
import NAS
import Search
import Support
import TestSupport
import Testing

/// The example that searches with a strategy of its own, as another package would.
@Suite struct OwnStrategyTests {
    private static let source = SharedData.packageRoot.appendingPathComponent("Examples/OwnStrategy/main.swift")

    @Test func searchesWithItsOwnStrategy() throws {
        let scratch = try Scratch()
        let database = scratch.url.appendingPathComponent("run.db").path
        let first = try search(database, in: scratch)
        #expect(first.status == 0, "\(first.output)")
        #expect(first.output.contains("12 trials, "))

        let store = try Store.read(at: database)
        let run = try store.run()
        #expect(run.strategy == "hill-climbing")
        let trials = try store.trials()
        #expect(trials.map(\.number) == Array(0..<12))
        #expect(trials.allSatisfy { $0.state == .finished })
        #expect((trials.compactMap(\.accuracy).max() ?? 0) > 0.6, "it learns")
        for trial in trials { #expect(trial.parent == Self.parent(of: trial.number, trials), "trial \(trial.number)") }
    }

    /// What hill climbing makes a trial from: the most accurate of those whose results it has seen, the first of equals.
    private static func parent(of trial: Int, _ trials: [TrialRecord]) -> Int? {
        guard trial >= 4 else { return nil }
        let seen = trials[..<(trial - 2)]
        let best = seen.compactMap(\.accuracy).max()
        return seen.first { $0.accuracy == best }?.number
    }

    @Test func goesOnWhereItWasKilled() throws {
        let scratch = try Scratch()
        let whole = scratch.url.appendingPathComponent("whole.db").path
        #expect(try search(whole, in: scratch).status == 0)
        let cut = scratch.url.appendingPathComponent("cut.db").path
        let process = try start(cut, in: scratch)
        // One trial at least is kept by then.
        while process.isRunning, Self.finished(cut) < 1 { usleep(20_000) }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(try search(cut, in: scratch).status == 0)
        #expect(try Self.results(cut) == Self.results(whole))
    }

    /// None while there is no database yet.
    private static func finished(_ database: String) -> Int { (try? Store.read(at: database).tally().finished) ?? 0 }

    private static func results(_ database: String) throws -> [String] {
        try Store.read(at: database).trials().map { "\($0.number) \($0.architecture ?? "") \($0.accuracy ?? -1) \($0.loss ?? -1)" }
    }

    @Test func isShort() throws {
        let lines = try String(contentsOf: Self.source, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
        // The last line ends with a line break.
        #expect(lines.count - 1 <= 60)
    }

    /// In a package of another name only what is public can be used.
    @Test func compilesInAnotherPackage() throws {
        let build = BuiltProgram.url("OwnStrategy").deletingLastPathComponent()
        var arguments = ["swiftc", "-typecheck", "-swift-version", "6", "-package-name", "other"]
        arguments += ["-enable-upcoming-feature", "MemberImportVisibility", "-I", build.appendingPathComponent("Modules").path]
        for map in Self.moduleMaps(build) { arguments += ["-Xcc", "-fmodule-map-file=" + map.path] }
        for flag in try run(["pkg-config", "--cflags", "openblas"]).output.split(whereSeparator: \.isWhitespace) {
            arguments += ["-Xcc", String(flag)]
        }
        let result = try run(arguments + [Self.source.path])
        #expect(result.status == 0, "\(result.output)")
        // That it would notice.
        let scratch = try Scratch()
        try scratch.write("main.swift", Array("import SearchEngine\nProcessSignals.prepare()\n".utf8))
        let refused = try run(arguments + [scratch.url.appendingPathComponent("main.swift").path])
        #expect(refused.status != 0)
        #expect(refused.output.contains("'ProcessSignals'"), "\(refused.output)")
    }

    /// Those of C targets: made by the build, or beside the sources of this package and of those that it depends on.
    private static func moduleMaps(_ build: URL) -> [URL] {
        let scratch = build.deletingLastPathComponent().deletingLastPathComponent()
        let made = children(of: build).filter { $0.pathExtension == "build" }
        let sources = ([SharedData.packageRoot] + children(of: scratch.appendingPathComponent("checkouts"))).flatMap {
            children(of: $0.appendingPathComponent("Sources"))
        }
        return (made + sources + sources.map { $0.appendingPathComponent("include") })
            .map { $0.appendingPathComponent("module.modulemap") }.filter { FileManager.default.fileExists(atPath: $0.path) }
    }

    private static func children(of folder: URL) -> [URL] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted().map { folder.appendingPathComponent($0) }
    }

    private func search(_ database: String, in scratch: Scratch) throws -> (status: Int32, output: String) {
        try run(Self.command(database), in: scratch)
    }

    private func start(_ database: String, in scratch: Scratch) throws -> Process {
        let process = Self.process(Self.command(database), in: scratch)
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return process
    }

    private static func command(_ database: String) -> [String] {
        [
            BuiltProgram.url("OwnStrategy").path, SharedData.packageRoot.appendingPathComponent("searchspaces/quickstart.yaml").path,
            SharedData.packageRoot.appendingPathComponent("boards/raspberry-pi-zero-w.yaml").path, database,
        ]
    }

    private func run(_ command: [String], in scratch: Scratch? = nil) throws -> (status: Int32, output: String) {
        let process = Self.process(command, in: scratch)
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }

    private static func process(_ command: [String], in scratch: Scratch?) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardInput = FileHandle.nullDevice
        if let scratch {
            // Prepared images, not the user's own.
            process.environment = ProcessInfo.processInfo.environment.merging(["NAS_CACHE": scratch.url.path]) { $1 }
        }
        return process
    }
}
