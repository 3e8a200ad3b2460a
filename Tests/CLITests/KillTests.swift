import Foundation
import Testing

/// Promise 3 of the design: a kill at any moment loses no finished trial, and the run that goes on is the run that was
/// never interrupted. `Tests/kill-search.sh` does the same with more kills.
@Suite(.serialized) struct KillTests {
    /// Three fidelities, and training anew.
    private static let settings = ["--trials", "20", "--steps", "18000", "--rungs", "3", "--seed", "5"]
    private static let volatileColumns = ["seconds", "weights"]

    private func search(_ folder: URL, db: String, workers: String) throws -> NASProgram.Running {
        try NASProgram.start(
            ["search", "tiny.yaml", "--db", db, "--workers", workers] + Self.settings, in: folder)
    }

    private func table(_ folder: URL, _ command: [String], _ db: String) throws -> [[String]] {
        let result = try NASProgram.run(command + [db, "--format", "csv"], in: folder)
        #expect(result.status == 0, "\(result.errors)")
        return CSVTable(result.output).without(Self.volatileColumns)
    }

    @Test(arguments: [false, true]) func killedAndResumedIsTheSameRun(killsWholeTree: Bool) throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(NASProgram.tinySpace.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
            let reference = try search(folder, db: "reference.db", workers: "1").wait()
            #expect(reference.status == 0, "\(reference.errors)")

            var running = try search(folder, db: "killed.db", workers: "2")
            var kills = 0
            for _ in 0..<4 {
                // At least one more trial is finished, then a random moment in one of the next.
                let deadline = Date(timeIntervalSinceNow: 60)
                while !running.outputSoFar.contains(": accuracy"), Date() < deadline { Thread.sleep(forTimeInterval: 0.01) }
                Thread.sleep(forTimeInterval: Double.random(in: 0...0.3))
                guard running.process.isRunning else { break }
                kills += 1
                let workers = ProcessTree.children(of: running.process.processIdentifier)
                kill(running.process.processIdentifier, SIGKILL)
                if killsWholeTree { for worker in workers { kill(worker, SIGKILL) } }
                running.process.waitUntilExit()
                Thread.sleep(forTimeInterval: 2)
                #expect(workers.allSatisfy { !ProcessTree.isAlive($0) }, "a worker outlived its driver by 2 s")
                running = try NASProgram.start(["resume", "killed.db", "--workers", "2"], in: folder)
            }
            #expect(kills >= 2, "the search ended before it could be killed")
            let end = running.wait()
            #expect(end.status == 0, "\(end.errors)")
            for command in [["trials"], ["pareto"], ["pareto", "--retrained"]] {
                let expected = try table(folder, command, "reference.db")
                #expect(try table(folder, command, "killed.db") == expected)
                #expect(!expected.isEmpty)
            }
        }
    }
}

/// Processes as /proc shows them.
enum ProcessTree {
    static func children(of parent: Int32) -> [Int32] {
        let path = "/proc/\(parent)/task"
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return tasks.flatMap { task -> [Int32] in
            let text = (try? String(contentsOfFile: "\(path)/\(task)/children", encoding: .utf8)) ?? ""
            return text.split(separator: " ").compactMap { Int32($0) }
        }
    }

    /// A zombie does not count: it only waits for its new parent to take notice.
    static func isAlive(_ process: Int32) -> Bool {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let state = text.split(separator: ")").last?.split(separator: " ").first
        else { return false }
        return state != "Z" && state != "X"
    }
}
