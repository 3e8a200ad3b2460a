import Foundation
import TestSupport

@testable import Export

/// The C runtime's program, built for some CPU in a folder of its own.
final class CProgram {
    /// A CPU, with what builds and what runs programs for it.
    struct Platform: CustomStringConvertible, Sendable {
        let description: String
        let compiler: [String]
        let emulator: [String]

        static let native = Platform(description: "this machine", compiler: ["gcc", "-O3"], emulator: [])
        /// Those of `Tests/StandInBoards`.
        static let others = [
            Platform(
                description: "ARMv6",
                compiler: ["arm-linux-gnueabi-gcc", "-O2", "-march=armv6", "-marm", "-mfpu=vfp", "-mfloat-abi=softfp", "-static"],
                emulator: ["qemu-arm", "-cpu", "arm1176"]),
            Platform(
                description: "ARMv7", compiler: ["arm-linux-gnueabihf-gcc", "-O3", "-mcpu=cortex-a7", "-mfpu=neon-vfpv4", "-static"],
                emulator: ["qemu-arm", "-cpu", "cortex-a7"]),
            Platform(
                description: "AArch64", compiler: ["aarch64-linux-gnu-gcc", "-O3", "-static"],
                emulator: ["qemu-aarch64", "-cpu", "cortex-a72"]),
        ]

        /// Whether this machine has them.
        var isInstalled: Bool { ([compiler[0]] + emulator.prefix(1)).allSatisfy(CProgram.isInstalled) }
    }

    static let sources = SharedData.packageRoot.appendingPathComponent("runtimes/c")
    private let folder: URL
    private let emulator: [String]

    init(_ platform: Platform = .native) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("nas-c-\(UUID().uuidString)", isDirectory: true)
        emulator = platform.emulator
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let files = try Self.files(".c").map(\.path)
        let built = try Self.run(
            platform.compiler + ["-std=c99", "-Wall", "-Wextra", "-Werror", "-ffp-contract=off", "-o", program.path] + files + ["-lm"])
        guard built.status == 0 else { throw Failure(text: built.errors) }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    struct Failure: Error { let text: String }

    struct Output {
        let status: Int32
        let output: String
        let errors: String
    }

    /// What each network computes, by its name, in the program's words.
    func check(_ plans: [BoardPlan]) throws -> [String: [Substring]] {
        let result = try run(["--check", try write(plans.fileText)])
        guard result.status == 0 else { throw Failure(text: result.errors) }
        return Dictionary(
            uniqueKeysWithValues: result.output.split(separator: "\n").map { line in
                let words = line.split(separator: " ")
                return (String(words[1]), Array(words.dropFirst(2)))
            })
    }

    func run(_ arguments: [String]) throws -> Output { try Self.run(emulator + [program.path] + arguments) }

    /// A file in the program's folder.
    func write(_ text: String, as name: String = "plan.txt") throws -> String {
        let file = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    func read(_ name: String) throws -> String { try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8) }

    var path: String { folder.path }

    private var program: URL { folder.appendingPathComponent("nas-suite") }

    static func files(_ ending: String) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: sources, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasSuffix(ending) }.sorted { $0.path < $1.path }
    }

    static func isInstalled(_ command: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(command)")
        }
    }

    static func run(_ words: [String]) throws -> Output {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        // Files, so that no pipe can fill up.
        let files = (0..<2).map { _ in FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString) }
        defer { for file in files { try? FileManager.default.removeItem(at: file) } }
        for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        process.standardOutput = try FileHandle(forWritingTo: files[0])
        process.standardError = try FileHandle(forWritingTo: files[1])
        try process.run()
        process.waitUntilExit()
        return Output(
            status: process.terminationStatus, output: try String(contentsOf: files[0], encoding: .utf8),
            errors: try String(contentsOf: files[1], encoding: .utf8))
    }
}
