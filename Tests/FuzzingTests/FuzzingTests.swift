import Foundation
import TestSupport
import Testing

/// A short run of the fuzzer over everything that reads what a user wrote, and what it found before.
@Suite struct FuzzingTests {
    static let targets = [
        "spaces", "short-forms", "boards", "profiles", "idx", "tables", "meter-logs", "npz", "npy", "pictures", "pixel-tables",
        "time-series", "long-tables", "data-tables", "data-options", "wav", "text-tables", "text-files", "text-folders",
    ]
    private static let folder = SharedData.packageRoot.appendingPathComponent("Tests/Fuzzing")

    private static let executable = BuiltProgram.url("Fuzzing")

    private func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = Self.executable
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus, output)
    }

    @Test(arguments: targets) func `inputs at random do no harm`(target: String) throws {
        let result = try run([target, "--count", "2000", "--seed", "7"])
        #expect(result.status == 0, "\(result.output)")
        // Some get past the first look.
        #expect(result.output.contains("; ") && result.output.contains("read "), "\(result.output)")
    }

    @Test(arguments: targets) func `what was found stays mended`(target: String) throws {
        let folder = Self.folder.appendingPathComponent("Regressions/\(target)")
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()) ?? [] {
            let result = try run([target, "--file", folder.appendingPathComponent(name).path])
            #expect(result.status == 0, "\(name): \(result.output)")
        }
    }
}
