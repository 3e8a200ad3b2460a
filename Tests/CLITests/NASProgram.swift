import Foundation
import TestSupport
import Testing

/// The built program, run as a user runs it.
enum NASProgram {
    static let executable = BuiltProgram.url("nas")

    /// Where boards and search spaces are.
    static let home = SharedData.packageRoot.path

    /// Prepared images, not the user's own.
    static let cache = FileManager.default.temporaryDirectory.appendingPathComponent("nas-tests-cache", isDirectory: true)

    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Runs to the end.
    static func run(_ arguments: [String], in folder: URL, environment: [String: String] = [:]) throws -> Result {
        let process = try start(arguments, in: folder, environment: environment)
        return process.wait()
    }

    /// What it prints where it has to succeed.
    static func output(of arguments: [String], in folder: URL) throws -> String {
        let result = try run(arguments, in: folder)
        #expect(result.status == 0, "\(arguments): \(result.errors)")
        return result.output
    }

    /// Runs a line of bash, in which the program is `nas`.
    static func shell(_ line: String, in folder: URL) throws -> Result {
        let path = executable.deletingLastPathComponent().path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
        return try start(URL(fileURLWithPath: "/bin/bash"), ["-c", line], in: folder, environment: ["PATH": path]).wait()
    }

    /// - Parameter wrapper: a command that becomes the program, as `nohup` does.
    static func start(
        _ arguments: [String], in folder: URL, environment: [String: String] = [:], through wrapper: [String] = []
    ) throws -> Running {
        guard !wrapper.isEmpty else { return try start(executable, arguments, in: folder, environment: environment) }
        return try start(
            URL(fileURLWithPath: "/usr/bin/env"), wrapper + [executable.path] + arguments, in: folder, environment: environment)
    }

    private static func start(
        _ program: URL, _ arguments: [String], in folder: URL, environment: [String: String]
    ) throws -> Running {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment
            .merging(["NAS_HOME": SharedData.packageRoot.path, "NAS_CACHE": cache.path]) { $1 }.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        return try Running(process)
    }

    /// A program under way. Its output goes to files, so that no pipe can fill up.
    final class Running {
        let process: Process
        private let output: URL
        private let errors: URL

        fileprivate init(_ process: Process) throws {
            self.process = process
            let folder = FileManager.default.temporaryDirectory
            output = folder.appendingPathComponent(UUID().uuidString)
            errors = folder.appendingPathComponent(UUID().uuidString)
            for url in [output, errors] { _ = FileManager.default.createFile(atPath: url.path, contents: nil) }
            process.standardOutput = try FileHandle(forWritingTo: output)
            process.standardError = try FileHandle(forWritingTo: errors)
            try process.run()
        }

        deinit {
            for url in [output, errors] { try? FileManager.default.removeItem(at: url) }
        }

        var outputSoFar: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }

        @discardableResult
        func wait() -> Result {
            process.waitUntilExit()
            return Result(status: process.terminationStatus, output: Self.text(of: output), errors: Self.text(of: errors))
        }

        /// What cannot be read is not the same as nothing.
        private static func text(of file: URL) -> String {
            do {
                return String(decoding: try Data(contentsOf: file), as: UTF8.self)
            } catch {
                Issue.record("a program's output cannot be read: \(error)")
                return ""
            }
        }
    }

    /// Calls `body` with an empty folder that is gone afterwards.
    static func inTemporaryFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nas-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    /// A space whose networks train in a moment; `Tests/kill-search.sh` uses it too.
    static let tinySpace: String = {
        let file = SharedData.packageRoot.appendingPathComponent("Tests/tiny-space.yaml")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { preconditionFailure("\(file.path) is not there") }
        return text
    }()
}

/// Rows of CSV as the program writes it, by column name.
struct CSVTable {
    let header: [String]
    let rows: [[String]]

    init(_ text: String) {
        var rows: [[String]] = []
        var row: [String] = []
        var field = ""
        var isQuoted = false
        var characters = Array(text.unicodeScalars)[...]
        while let character = characters.popFirst() {
            switch character {
            case "\"" where isQuoted && characters.first == "\"":
                field.append("\"")
                characters.removeFirst()
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                row.append(field)
                field = ""
            case "\n" where !isQuoted:
                rows.append(row + [field])
                row = []
                field = ""
            default: field.unicodeScalars.append(character)
            }
        }
        header = rows.first ?? []
        self.rows = Array(rows.dropFirst())
    }

    func column(_ name: String) -> [String] {
        guard let index = header.firstIndex(of: name) else { return [] }
        return rows.map { $0[index] }
    }

    /// All columns but those that may differ between two runs of the same search.
    func without(_ names: [String]) -> [[String]] {
        let kept = header.indices.filter { !names.contains(header[$0]) }
        return rows.map { row in kept.map { row[$0] } }
    }
}
