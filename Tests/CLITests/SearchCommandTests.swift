import CostModel
import Foundation
import TestSupport
import Testing

/// The whole way of a run through the built program, as a user goes it.
@Suite(.serialized) struct SearchCommandTests {
    private func withTinySpace(_ body: (URL) throws -> Void) throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(NASProgram.tinySpace.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
            try body(folder)
        }
    }

    private func run(_ folder: URL, _ arguments: String...) throws -> NASProgram.Result { try NASProgram.run(arguments, in: folder) }

    private func json(_ text: String) throws -> Any { try JSONSerialization.jsonObject(with: Data(text.utf8)) }

    @Test func aRunCanBeSearchedListedShownDrawnAndExtended() throws {
        try withTinySpace { folder in
            let search = try run(
                folder, "search", "tiny.yaml", "--trials", "6", "--battery", "4000mAh@5V", "--hours", "26", "--rate", "300/s")
            #expect(search.status == 0, "\(search.errors)")
            // Piped: plain lines, no control characters, with the share that fits and the mission's arithmetic.
            #expect(!search.output.contains("\u{1b}") && !search.output.contains("\r"))
            #expect(search.output.contains(" of 1296 networks fit the budget"))
            #expect(search.output.contains("allowed per inference 564 µJ above idle"))
            let db = "runs/tiny-1.db"

            let trials = try #require(try json(run(folder, "trials", db, "--format", "json").output) as? [[String: Any]])
            #expect(trials.count == 6)
            for name in [
                "trial", "architecture", "state", "accuracy", "latency_ms", "latency_ms_low", "latency_ms_high", "energy_mj",
                "energy_total_mj",
                "peak_memory_bytes", "storage_bytes", "parameters", "macs",
            ] + CostQuantity.listed.compactMap(\.column) {
                #expect(trials.allSatisfy { $0[name] != nil && !($0[name] is NSNull) }, "\(name)")
            }
            #expect(trials.allSatisfy { ($0["energy_mj"] as? Double ?? 1) <= 0.5642 })
            #expect(Set(trials.compactMap { $0["candidate_id"] as? String }).count == 6)

            let front = CSVTable(try run(folder, "pareto", db, "--test", "--format", "csv").output)
            #expect(!front.rows.isEmpty)
            #expect(front.column("test_accuracy").allSatisfy { Double($0) != nil })
            #expect(front.column("weights").allSatisfy { FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path) })
            let kept = try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("runs/tiny-1.weights").path)
            #expect(kept.count == front.rows.count)

            let member = try #require(front.column("trial").first)
            let shown = try run(folder, "show", db, member)
            #expect(shown.output.contains("weights runs/tiny-1.weights/") && shown.output.contains("learning curve"))
            let picture = try run(folder, "pareto", db, "--format", "svg", "--output", "front.svg")
            #expect(picture.status == 0)
            #expect(try String(contentsOf: folder.appendingPathComponent("front.svg"), encoding: .utf8).hasPrefix("<svg"))
            let status = try #require(try json(run(folder, "status", db, "--format", "json").output) as? [String: Any])
            #expect(status["finished"] as? Int == 6 && status["failed"] as? Int == 0)
            // At least the box that the best network alone dominates, and less than the whole.
            let volume = try #require(status["hypervolume"] as? Double)
            let alone = trials.map { trial in
                (trial["accuracy"] as? Double ?? 0) * (1 - (trial["energy_mj"] as? Double ?? 1) * 1e-3 / (15_840 / (26 * 3600 * 300)))
            }
            #expect(volume >= (alone.max() ?? 1) - 1e-9 && volume < 1)

            try checkExtension(of: db, best: trials.compactMap { $0["accuracy"] as? Double }.max() ?? 1, in: folder)
        }
    }

    private func checkExtension(of db: String, best: Double, in folder: URL) throws {
        let again = try run(folder, "search", "tiny.yaml")
        #expect(again.status == 65 && again.errors.contains("nas resume \(db)"))
        let extended = try run(folder, "resume", db, "--trials", "9")
        #expect(extended.status == 0, "\(extended.errors)")
        #expect(extended.output.contains("best accuracy "))
        let shownBest = extended.output.split(separator: "best accuracy ").last?.split(separator: " ").first.flatMap { Double($0) }
        #expect((shownBest ?? 0) >= (best * 10_000).rounded(.down) / 100)
        #expect(CSVTable(try run(folder, "trials", db, "--format", "csv").output).rows.count == 9)
    }

    @Test func aBudgetNothingFitsEndsWithTheNearest() throws {
        try withTinySpace { folder in
            let result = try run(folder, "search", "tiny.yaml", "--budget", "energy=1nJ")
            #expect(result.status == 2)
            #expect(result.errors.contains("the cheapest network") && result.errors.contains("the nearest budget that fits: energy="))
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("runs").path))
            let drained = try run(folder, "search", "tiny.yaml", "--battery", "10mAh@5V", "--hours", "26", "--rate", "1/s")
            #expect(drained.status == 2 && drained.errors.contains("drained by idle alone"))
        }
    }

    @Test func interruptedItSaysHowToGoOn() throws {
        try withTinySpace { folder in
            let running = try NASProgram.start(["search", "tiny.yaml", "--trials", "500", "--epochs", "60"], in: folder)
            let deadline = Date(timeIntervalSinceNow: 60)
            while !running.outputSoFar.contains("trial 2:"), Date() < deadline { Thread.sleep(forTimeInterval: 0.05) }
            running.process.interrupt()
            let result = running.wait()
            #expect(result.status == 130)
            #expect(result.output.contains("Go on with: \(NASProgram.executable.path) resume runs/tiny-1.db"))
            let finished = CSVTable(try run(folder, "trials", "runs/tiny-1.db", "--format", "csv").output).column("state").count {
                $0 == "finished"
            }
            #expect(finished >= 2)
        }
    }

    @Test func timeIsUpResumably() throws {
        try withTinySpace { folder in
            let result = try run(folder, "search", "tiny.yaml", "--trials", "5000", "--steps", "2000", "--max-time", "2s")
            #expect(result.status == 0 && result.output.contains("nas resume runs/tiny-1.db"))
        }
    }

    @Test func twoProcessesDoNotWriteOneDatabase() throws {
        try withTinySpace { folder in
            let running = try NASProgram.start(["search", "tiny.yaml", "--trials", "500", "--epochs", "60"], in: folder)
            let deadline = Date(timeIntervalSinceNow: 60)
            while !running.outputSoFar.contains("trial 1:"), Date() < deadline { Thread.sleep(forTimeInterval: 0.05) }
            let second = try run(folder, "resume", "runs/tiny-1.db")
            #expect(second.status == 1 && second.errors.contains("another search is writing this database"))
            // Readers are not in the way.
            let status = try run(folder, "status", "runs/tiny-1.db")
            #expect(status.status == 0 && status.output.contains("running"))
            running.process.interrupt()
            running.wait()
        }
    }

    @Test func aChangedSpaceIsRefusedWithADiff() throws {
        try withTinySpace { folder in
            #expect(try run(folder, "search", "tiny.yaml", "--trials", "2").status == 0)
            let file = folder.appendingPathComponent("tiny.yaml")
            // A comment and a default are not the space.
            try Data(("# a comment\n" + NASProgram.tinySpace.replacing("raspberry-pi-zero-w", with: "raspberry-pi-4")).utf8).write(to: file)
            #expect(try run(folder, "resume", "runs/tiny-1.db", "--trials", "3").status == 0)
            try Data(NASProgram.tinySpace.replacing("[1, 3, 5]", with: "[1, 3, 7]").utf8).write(to: file)
            let refused = try run(folder, "resume", "runs/tiny-1.db", "--trials", "4")
            #expect(refused.status == 65)
            #expect(refused.errors.contains("changed since the run began") && refused.errors.contains("[1, 3, 7]"))
            #expect(refused.errors.contains("--accept-changes"))
            let accepted = try run(folder, "resume", "runs/tiny-1.db", "--trials", "4", "--accept-changes")
            #expect(accepted.status == 0, "\(accepted.errors)")
            // Workers build networks of the new space.
            #expect(try run(folder, "resume", "runs/tiny-1.db", "--trials", "30").status == 0)
            let states = CSVTable(try run(folder, "trials", "runs/tiny-1.db", "--format", "csv").output).column("state")
            #expect(states.count == 30 && states.allSatisfy { $0 == "finished" })
        }
    }

    @Test(.enabled(if: SharedData.exists("mnist"), "needs ../shared/data/mnist")) func movedDataAreFoundAgain() throws {
        try withTinySpace { folder in
            let first = folder.appendingPathComponent("here")
            try FileManager.default.createSymbolicLink(at: first, withDestinationURL: SharedData.url("mnist"))
            #expect(try run(folder, "search", "tiny.yaml", "--data", "./here", "--trials", "2").status == 0)
            try FileManager.default.moveItem(at: first, to: folder.appendingPathComponent("there"))
            let lost = try run(folder, "resume", "runs/tiny-1.db", "--trials", "3")
            #expect(lost.status == 65 && lost.errors.contains("--data says where it is now"))
            let found = try run(folder, "resume", "runs/tiny-1.db", "--trials", "3", "--data", "./there")
            #expect(found.status == 0, "\(found.errors)")
            let states = CSVTable(try run(folder, "trials", "runs/tiny-1.db", "--format", "csv").output).column("state")
            #expect(states == ["finished", "finished", "finished"])
        }
    }

    /// Bar 6: the same bits in two runs, whatever the workers; and the candidate's accuracy is its own, not its trial's.
    @Test func sameSeedSameRun() throws {
        try withTinySpace { folder in
            for (db, workers) in [("a.db", "1"), ("b.db", "2"), ("c.db", "2")] {
                let result = try run(folder, "search", "tiny.yaml", "--trials", "14", "--seed", "3", "--workers", workers, "--db", db)
                #expect(result.status == 0, "\(result.errors)")
            }
            let tables = try ["a.db", "b.db", "c.db"].map { CSVTable(try run(folder, "trials", $0, "--format", "csv").output) }
            let facts = tables.map { $0.without(["seconds", "weights"]) }
            #expect(facts[0] == facts[1] && facts[1] == facts[2] && facts[0].count == 14)

            let random = try run(folder, "search", "tiny.yaml", "--trials", "40", "--seed", "3", "--strategy", "random", "--db", "r.db")
            #expect(random.status == 0)
            let other = CSVTable(try run(folder, "trials", "r.db", "--format", "csv").output)
            let known = Dictionary(zip(tables[0].column("candidate_id"), tables[0].column("accuracy")), uniquingKeysWith: { $1 })
            for (id, accuracy) in zip(other.column("candidate_id"), other.column("accuracy")) {
                if let expected = known[id] { #expect(accuracy == expected) }
            }
        }
    }

    @Test func everythingThatFitsTriedIsAGoodEnd() throws {
        try NASProgram.inTemporaryFolder { folder in
            let space = """
                space: small
                language: 1
                input: {from: data}
                network:
                  - flatten
                  - dense: {out: {choice: [2, 3, 4]}, activation: relu}
                  - dense: {out: classes}
                train: {optimizer: sgd, learning_rate: 0.1, batch: 32, steps: 3}
                """
            try Data(space.utf8).write(to: folder.appendingPathComponent("small.yaml"))
            let result = try run(folder, "search", "small.yaml", "--trials", "50")
            #expect(result.status == 0)
            #expect(result.output.contains("every network that fits the budget has been tried (3)"))
        }
    }

    @Test func badInputIsSaidAndNeverTraps() throws {
        try withTinySpace { folder in
            func write(_ name: String, _ bytes: [UInt8]) throws { try Data(bytes).write(to: folder.appendingPathComponent(name)) }
            try write(
                "broken.yaml", Array(NASProgram.tinySpace.replacing("kernel: {choice: [1, 3]}", with: "kernel: {choice: [1, 4]}").utf8))
            try write("garbage.db", (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 131 &+ $0 >> 3) })
            try write("empty.db", [])
            let cases: [(arguments: [String], status: Int32, words: String)] = [
                (["search", "broken.yaml"], 65, "broken.yaml:7:"), (["search", "missing.yaml"], 65, "no such file"),
                (["search", "tiny.yaml", "--data", "nothing-here"], 65, "nothing-here"),
                (["search", "tiny.yaml", "--data", "./tiny.yaml"], 65, "folder"),
                (["search", "tiny.yaml", "--board", "raspberry-pi-5000"], 64, "unknown board"),
                (["search", "tiny.yaml", "--budget", "energy=5"], 64, "needs a unit"),
                (["search", "tiny.yaml", "--trials", "-3"], 64, "trials"),
                (["search", "tiny.yaml", "--trials", "many"], 64, "whole number"),
                (["search", "tiny.yaml", "--strategy", "magic"], 64, "unknown strategy"),
                (["search", "tiny.yaml", "--set", "population=0", "--strategy", "evolution"], 64, "population"),
                (["search", "tiny.yaml", "--objectives", "beauty"], 64, "unknown objective"),
                (["search", "tiny.yaml", "--precision", "int8"], 64, "int8"),
                (["search", "tiny.yaml", "--runtime", "cuda"], 64, "runtime"),
                (["search", "tiny.yaml", "--threads", "99"], 64, "thread"), (["search", "tiny.yaml", "--hours", "3"], 64, "battery"),
                (["search"], 64, "Missing expected argument"), (["frobnicate"], 64, "frobnicate"),
                (["status", "garbage.db"], 65, "garbage.db"), (["status", "empty.db"], 65, "empty.db"),
                (["resume", "missing.db"], 65, "missing.db"),
                (["cost", "tiny.yaml", "--arch", "9-9-9"], 64, "tiny"), (["cost", "tiny.yaml"], 64, "--arch"),
                (["boards", "raspberry"], 65, "raspberry"), (["data", "nope"], 65, "nope"),
            ]
            for item in cases {
                let result = try NASProgram.run(item.arguments, in: folder)
                #expect(result.status == item.status, "\(item.arguments): \(result.errors)")
                #expect(result.errors.contains(item.words), "\(item.arguments): \(result.errors)")
            }
        }
    }
}
