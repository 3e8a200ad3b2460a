import Foundation
import TestSupport
import Testing

/// Every command of the README, in its order, through the built program, in a folder that looks like the checkout.
@Suite(.serialized) struct ReadmeTests {
    private var commands: [[String]] {
        get throws {
            let text = try String(contentsOf: SharedData.packageRoot.appendingPathComponent("README.md"), encoding: .utf8)
            var isCode = false
            return text.split(separator: "\n").compactMap { line -> [String]? in
                if line.hasPrefix("```") { isCode.toggle() }
                guard isCode, line.hasPrefix("./nas ") else { return nil }
                return line.split(separator: " ").dropFirst().map(String.init)
            }
        }
    }

    @Test func everyCommandWorks() throws {
        let commands = try commands
        #expect(commands.count >= 15)
        #expect(commands.first == ["search", "searchspaces/quickstart.yaml"])
        try NASProgram.inTemporaryFolder { folder in
            for name in ["searchspaces", "boards"] {
                try FileManager.default.createSymbolicLink(
                    at: folder.appendingPathComponent(name), withDestinationURL: SharedData.packageRoot.appendingPathComponent(name))
            }
            for command in commands {
                if command.contains("mnist"), command.contains("search"), !SharedData.exists("mnist") {
                    print("README: '\(command.joined(separator: " "))' is skipped: it needs ../shared/data/mnist")
                    continue
                }
                // The long search is cut off; that is a good end too.
                let isLong = command.first == "search" && command.contains("--battery") && !command.contains("none")
                let result = try NASProgram.run(
                    command + (isLong ? ["--max-time", "3s"] : []), in: folder, environment: ["NAS_DATA": SharedData.root.path])
                #expect(result.status == 0, "\(command.joined(separator: " ")): \(result.errors)")
                #expect(!result.output.isEmpty || command.contains("--output"), "\(command)")
            }
            let front = CSVTable(try NASProgram.run(["pareto", "runs/quickstart-1.db", "--test", "--format", "csv"], in: folder).output)
            // What the first command promises: a good network within the budget, good also on images the search never saw.
            #expect(front.column("accuracy").compactMap { Double($0) }.max() ?? 0 >= 0.985)
            #expect(front.column("test_accuracy").compactMap { Double($0) }.max() ?? 0 >= 0.975)
        }
    }

    @Test func theLibraryExampleWorks() throws {
        let process = Process()
        process.executableURL = NASProgram.executable.deletingLastPathComponent().appendingPathComponent("CostOfANetwork")
        process.currentDirectoryURL = SharedData.packageRoot
        process.arguments = ["searchspaces/mobile.yaml", "boards/raspberry-pi-4.yaml"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(output.contains("mobile has ") && output.split(separator: "\n").count == 6)
    }
}
