import Foundation
import GRDB
import Testing

/// What was asked for is done, or it is said that it was not: `resume --trials`, forks, and runs in which all failed.
@Suite struct TrialCountTests {
    private func run(_ folder: URL, _ arguments: String...) throws -> NASProgram.Result { try NASProgram.run(arguments, in: folder) }

    private func searched(_ trials: Int, _ body: (URL) throws -> Void) throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(NASProgram.tinySpace.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
            let search = try run(folder, "search", "tiny.yaml", "--trials", "\(trials)", "--db", "a.db")
            #expect(search.status == 0, "\(search.errors)")
            try body(folder)
        }
    }

    private func trials(_ folder: URL, _ db: String) throws -> CSVTable {
        CSVTable(try run(folder, "trials", db, "--format", "csv").output)
    }

    /// The counts that progress lines show: `3/5`.
    private func progress(_ output: String) -> [(done: Double, total: Double)] {
        output.split(separator: "\n").compactMap { line in
            let parts = line.prefix { $0 != " " }.split(separator: "/").compactMap { Double($0) }
            return parts.count == 2 ? (parts[0], parts[1]) : nil
        }
    }

    @Test func aPlusAddsAndLessIsRefused() throws {
        try searched(6) { folder in
            for arguments in [["--trials", "2"], ["--trials", "5"]] {
                let less = try NASProgram.run(["resume", "a.db"] + arguments, in: folder)
                #expect(less.status == 64 && less.errors.contains("6 trials already, got \(arguments[1])"), "\(less.errors)")
            }
            for arguments in [[], ["--trials", "6"]] {
                let same = try NASProgram.run(["resume", "a.db"] + arguments, in: folder)
                #expect(same.status == 0 && same.output.contains("nothing was left to do: the run has its 6 trials"), "\(same.output)")
            }
            let more = try run(folder, "resume", "a.db", "--trials", "+2")
            #expect(more.status == 0 && !more.output.contains("nothing was left to do"), "\(more.errors)")
            #expect(try trials(folder, "a.db").rows.count == 8)
            #expect(try run(folder, "resume", "a.db", "--trials", "9").status == 0)
            #expect(try trials(folder, "a.db").rows.count == 9)
            for bad in ["+0", "+", "-3", "many", "+1.5"] {
                let result = try run(folder, "resume", "a.db", "--trials=\(bad)")
                #expect(result.status == 64 && result.errors.contains("trials"), "\(bad): \(result.errors)")
            }
        }
    }

    @Test func aForkThatInheritsAllSaysSo() throws {
        try searched(8) { folder in
            let same = try run(folder, "fork", "a.db", "--strategy", "random", "--db", "b.db")
            #expect(same.status == 0 && same.output.contains("all 8 trials are inherited"), "\(same.output)")
            #expect(same.output.contains("--trials 16 adds 8"))
            let fewer = try run(folder, "fork", "a.db", "--trials", "5", "--db", "c.db")
            #expect(fewer.output.contains("all 8 trials are inherited, and the fork is to have 5") && fewer.status == 0, "\(fewer.output)")
            #expect(progress(fewer.output).allSatisfy { $0.done <= $0.total })
            #expect(try trials(folder, "c.db").rows.count == 8)
            let refused = try run(folder, "resume", "c.db", "--trials", "7")
            #expect(refused.status == 64 && refused.errors.contains("8 trials already, got 7"), "\(refused.errors)")
            let more = try run(folder, "fork", "a.db", "--trials", "+3", "--db", "d.db")
            #expect(more.status == 0 && !more.output.contains("are inherited"), "\(more.errors)")
            #expect(try trials(folder, "d.db").rows.count == 11)
        }
    }

    @Test func progressDoesNotGoBeyondItsTotal() throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(NASProgram.tinySpace.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
            let search = try run(folder, "search", "tiny.yaml", "--trials", "5", "--steps", "20", "--rungs", "3", "--db", "a.db")
            #expect(search.status == 0, "\(search.errors)")
            let resumed = try run(folder, "resume", "a.db", "--trials", "+1")
            let counts = progress(search.output + resumed.output)
            #expect(counts.count > 10 && counts.allSatisfy { $0.done <= $0.total }, "\(search.output)")
        }
    }

    @Test func whereAllFailedItIsAFailureWithAWayOut() throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(NASProgram.tinySpace.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
            let failed = try run(folder, "search", "tiny.yaml", "--trials", "4", "--trial-memory", "1MB", "--db", "a.db")
            #expect(failed.status == 1, "\(failed.output)")
            for words in ["each of 4 trials failed (out_of_memory 4)", "--trial-memory", "nas resume a.db --retry-failed"] {
                #expect(failed.errors.contains(words), "\(failed.errors)")
            }
            // It can be looked at, and once more is no better.
            #expect(try trials(folder, "a.db").column("state") == Array(repeating: "failed", count: 4))
            #expect(try run(folder, "resume", "a.db").status == 1)
            let again = try run(folder, "resume", "a.db", "--retry-failed")
            #expect(again.status == 0 && again.output.contains("4 failed trials to try again"), "\(again.output) \(again.errors)")
            let states = try trials(folder, "a.db").column("state")
            #expect(states == Array(repeating: "failed", count: 4) + Array(repeating: "finished", count: 4))
            let none = try run(folder, "resume", "a.db", "--retry-failed")
            #expect(none.status == 0 && none.output.contains("no trial has failed: there is nothing to try again"), "\(none.output)")
            #expect(try run(folder, "resume", "a.db", "--trials", "6").status == 0)
            #expect(try trials(folder, "a.db").rows.count == 10)
        }
    }

    /// What is tried again is the same for any number of workers.
    @Test func triedAgainItIsTheSameRun() throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(NASProgram.tinySpace.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
            for (db, workers) in [("1.db", "1"), ("3.db", "3")] {
                #expect(try run(folder, "search", "tiny.yaml", "--trials", "3", "--trial-memory", "1MB", "--db", db).status == 1)
                let again = try run(folder, "resume", db, "--retry-failed", "--trials", "+9", "--workers", workers)
                #expect(again.status == 0, "\(again.errors)")
            }
            let tables = try ["1.db", "3.db"].map { try trials(folder, $0).without(["seconds", "weights", "failure"]) }
            #expect(tables[0].count == 15 && tables[0] == tables[1])
        }
    }
}
