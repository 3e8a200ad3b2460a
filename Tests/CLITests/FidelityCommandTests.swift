import Foundation
import Testing

/// Several fidelities, training anew, and forks, as a user meets them.
@Suite struct FidelityCommandTests {
    private func withTinySpace(_ body: (URL) throws -> Void) throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(NASProgram.tinySpace.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
            try body(folder)
        }
    }

    private func run(_ folder: URL, _ arguments: String...) throws -> NASProgram.Result { try NASProgram.run(arguments, in: folder) }

    private func rows(_ folder: URL, _ arguments: String...) throws -> [[String: Any]] {
        let result = try NASProgram.run(arguments + ["--format", "json"], in: folder)
        #expect(result.status == 0, "\(result.errors)")
        return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
    }

    @Test func rungsAndTrainingAnew() throws {
        try withTinySpace { folder in
            let search = try run(folder, "search", "tiny.yaml", "--trials", "12", "--steps", "600", "--rungs", "2", "--db", "a.db")
            #expect(search.status == 0, "\(search.errors)")
            #expect(search.output.contains("the best of those trained 200; one in 3 goes on"))
            #expect(search.output.contains("the last 20 % of the training retrains the best, 1200 steps from other seeds"))
            let trials = try rows(folder, "trials", "a.db")
            let fidelities = trials.compactMap { $0["fidelity"] as? String }
            let (short, long) = (fidelities.count { $0 == "200 steps" }, fidelities.count { $0 == "600 steps" })
            #expect(short > 12 && long >= 3 && short > long && short + long == trials.count)
            let front = try rows(folder, "pareto", "a.db", "--test")
            #expect(front.allSatisfy { $0["fidelity"] as? String == "600 steps" && $0["test_accuracy"] is Double })
            #expect(front.contains { ($0["retrainings"] as? Int ?? 0) > 0 && $0["retrained_accuracy"] is Double })
            let retrained = try rows(folder, "pareto", "a.db", "--retrained")
            #expect(!retrained.isEmpty && retrained.allSatisfy { $0["fidelity"] as? String == "1200 steps" })
            for row in retrained {
                let weights = try #require(row["weights"] as? String)
                #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent(weights).path))
                #expect((row["retrainings"] as? Int ?? 0) < 2 || row["retrained_deviation"] is Double)
                #expect(row["retrained_test_accuracy"] is Double)
            }
            let status = try run(folder, "status", "a.db", "--format", "json")
            let fields = try #require(try JSONSerialization.jsonObject(with: Data(status.output.utf8)) as? [String: Any])
            #expect(
                fields["finished"] as? Int == trials.count
                    && fields["retrainings"] as? Int == retrained.reduce(0) { $0 + ($1["retrainings"] as? Int ?? 0) })
            // A longer run is the longer run, and the shorter one's retrainings stay.
            #expect(try run(folder, "resume", "a.db", "--trials", "18").status == 0)
            #expect(try run(folder, "search", "tiny.yaml", "--trials", "18", "--steps", "600", "--rungs", "2", "--db", "b.db").status == 0)
            let columns = ["seconds", "weights", "test_accuracy", "test_balanced_accuracy"]
            let tables = try ["a.db", "b.db"].map { CSVTable(try run(folder, "trials", $0, "--format", "csv").output).without(columns) }
            #expect(tables[0] == tables[1])
            #expect(try rows(folder, "pareto", "a.db", "--retrained").count >= retrained.count)
        }
    }

    @Test func whatCannotBeIsSaid() throws {
        try withTinySpace { folder in
            func refused(_ arguments: [String], _ words: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
                let result = try NASProgram.run(["search", "tiny.yaml", "--trials", "2", "--db", "x.db"] + arguments, in: folder)
                #expect(result.status == 64 && result.errors.contains(words), "\(result.errors)", sourceLocation: sourceLocation)
                #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("x.db").path), sourceLocation: sourceLocation)
            }
            try refused(["--epochs", "2", "--rungs", "4"], "no 4 rungs that differ")
            try refused(["--rungs", "0"], "rungs must be a whole number")
            try refused(["--reduction", "1"], "reduction must be a whole number")
            try refused(["--retrain", "95%"], "retrain must be a share below 90 %")
            try refused(["--retrain", "much"], "retrain must be a share below 90 %")
            #expect(try run(folder, "search", "tiny.yaml", "--trials", "4", "--retrain", "none", "--db", "a.db").status == 0)
            let none = try run(folder, "pareto", "a.db", "--retrained")
            #expect(none.status == 64 && none.errors.contains("no network has been retrained"))
        }
    }

    @Test func aForkTrainsNothingTwice() throws {
        try withTinySpace { folder in
            #expect(try run(folder, "search", "tiny.yaml", "--trials", "14", "--steps", "300", "--db", "a.db").status == 0)
            let before = try Data(contentsOf: folder.appendingPathComponent("a.db"))
            let same = try run(folder, "fork", "a.db", "--from", "6")
            #expect(same.status == 0, "\(same.errors)")
            let tables = try ["a.db", "a-fork.db"].map {
                CSVTable(try run(folder, "trials", $0, "--format", "csv").output).without(["weights"])
            }
            // Seconds too: they are those of the first run.
            #expect(tables[0] == tables[1])
            for row in try rows(folder, "pareto", "a-fork.db") {
                #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent(try #require(row["weights"] as? String)).path))
            }
            let cheap = try run(
                folder, "fork", "a.db", "--from", "6", "--budget", "macs=3k", "--strategy", "random", "--trials", "16", "--db", "b.db")
            #expect(cheap.status == 0, "\(cheap.errors)")
            #expect(try rows(folder, "trials", "b.db").dropFirst(6).allSatisfy { ($0["macs"] as? Int ?? .max) <= 3000 })
            #expect(try rows(folder, "pareto", "b.db").count > 0)
            let board = try run(folder, "fork", "a.db", "--board", "raspberry-pi-5", "--db", "c.db")
            #expect(board.status == 0, "\(board.errors)")
            #expect(try run(folder, "status", "c.db").output.contains("raspberry-pi-5"))
            #expect(try Data(contentsOf: folder.appendingPathComponent("a.db")) == before)
            for (arguments, status, words) in [
                (["--from", "99"], Int32(64), "the run has trials 0 to 13"),
                (["--data", "digits"], 64, "a fork has the data set of its run"),
                (["--budget", "macs=1", "--db", "d.db"], 2, "no network of this space fits"),
                (["--db", "b.db"], 65, "there is a database already"),
                (["--board", "none"], 64, "unknown board"),
            ] {
                let result = try NASProgram.run(["fork", "a.db"] + arguments, in: folder)
                #expect(result.status == status && result.errors.contains(words), "\(result.status): \(result.errors)")
            }
        }
    }

    @Test func inheritedWeightsGiveTheSameRunEverywhere() throws {
        try withTinySpace { folder in
            for (db, workers) in [("a.db", "1"), ("b.db", "2")] {
                let result = try run(
                    folder, "search", "tiny.yaml", "--trials", "24", "--steps", "200", "--inherit", "--strategy", "evolution", "--set",
                    "population=6",
                    "--workers", workers, "--db", db)
                #expect(result.status == 0, "\(result.errors)")
            }
            let tables = try ["a.db", "b.db"].map {
                CSVTable(try run(folder, "trials", $0, "--format", "csv").output).without(["seconds", "weights"])
            }
            #expect(tables[0] == tables[1] && tables[0].count == 24)
        }
    }

    /// `| head` ends before the listing does.
    @Test func aReaderThatHasSeenEnoughIsNoCrash() throws {
        try withTinySpace { folder in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            let nas = NASProgram.executable.path
            process.arguments = ["-c", "{ '\(nas)' space tiny.yaml --sample 2000; echo $? > status; } | head -n 1 > first"]
            process.currentDirectoryURL = folder
            let errors = Pipe()
            process.standardError = errors
            try process.run()
            let said = errors.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            #expect(said.isEmpty, "\(String(decoding: said, as: UTF8.self).prefix(200))")
            #expect(try String(contentsOf: folder.appendingPathComponent("status"), encoding: .utf8) == "0\n")
        }
    }
}
