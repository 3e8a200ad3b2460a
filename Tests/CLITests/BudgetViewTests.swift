import Foundation
import GRDB
import Testing

/// Fronts, best trials and pictures are of what keeps the run's own budget, however it came to have that.
@Suite struct BudgetViewTests {
    private func run(_ folder: URL, _ arguments: String...) throws -> NASProgram.Result { try NASProgram.run(arguments, in: folder) }

    private func rows(_ folder: URL, _ arguments: String...) throws -> [[String: Any]] {
        let result = try NASProgram.run(arguments + ["--format", "json"], in: folder)
        #expect(result.status == 0, "\(arguments): \(result.errors)")
        return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
    }

    private func status(_ folder: URL, _ arguments: String...) throws -> [String: Any] {
        let result = try NASProgram.run(["status"] + arguments + ["--format", "json"], in: folder)
        return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    }

    /// A search without a budget of its own, and multiply-accumulates that all of its front keep but one.
    private func searched(_ body: (_ folder: URL, _ macs: Int) throws -> Void) throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(NASProgram.tinySpace.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
            let search = try run(
                folder, "search", "tiny.yaml", "--trials", "12", "--steps", "60", "--objectives", "accuracy,macs", "--db", "a.db")
            #expect(search.status == 0, "\(search.errors)")
            try body(folder, Int(try limit(folder, "a.db", "macs")))
        }
    }

    /// What all of a front keep but the one that takes most.
    private func limit(_ folder: URL, _ db: String, _ column: String) throws -> Double {
        let values = try rows(folder, "pareto", db).compactMap { ($0[column] as? NSNumber)?.doubleValue }.sorted()
        try #require(values.count > 1 && values[values.count - 2] < values[values.count - 1])
        return values[values.count - 2]
    }

    private func numbers(_ rows: [[String: Any]]) -> Set<Int> { Set(rows.compactMap { $0["trial"] as? Int }) }

    /// What the commands say is what a look at all trials says.
    private func expectWithin(_ folder: URL, _ db: String, _ fits: ([String: Any]) -> Bool) throws {
        let trials = try rows(folder, "trials", db)
        let fitting = trials.filter { fits($0) && $0["state"] as? String == "finished" }
        #expect(!fitting.isEmpty && fitting.count < trials.count)
        func costs(_ trial: [String: Any]) -> (Double, Int) { (trial["accuracy"] as? Double ?? 0, trial["macs"] as? Int ?? 0) }
        let front = fitting.filter { trial in
            !fitting.contains { other in
                let (left, right) = (costs(other), costs(trial))
                let isFirst = (other["trial"] as? Int ?? 0) < (trial["trial"] as? Int ?? 0)
                return left.0 >= right.0 && left.1 <= right.1 && (left != right || isFirst)
            }
        }
        let shown = try rows(folder, "pareto", db, "--test")
        #expect(numbers(shown) == numbers(front))
        #expect(shown.allSatisfy { $0["test_accuracy"] is Double && $0["weights"] is String })
        let state = try status(folder, db)
        #expect(state["front_size"] as? Int == front.count)
        #expect(state["best_accuracy"] as? Double == fitting.compactMap { $0["accuracy"] as? Double }.max())
        #expect(numbers(fitting).contains(state["best_trial"] as? Int ?? -1))
        func shownTrial(_ name: String) throws -> Int? {
            let output = try run(folder, "show", db, name, "--format", "json").output
            return try (JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])?["trial"] as? Int
        }
        #expect(try shownTrial("best") == state["best_trial"] as? Int)
        let knee = try #require(try shownTrial("knee"))
        #expect(numbers(shown).contains(knee))
        let picture = try run(folder, "pareto", db, "--format", "svg").output
        #expect(picture.contains("\(fitting.count) networks trained") && picture.contains("\(front.count) on the front"))
        let retrained = try rows(folder, "pareto", db, "--retrained")
        #expect(numbers(retrained).isSubset(of: numbers(fitting)))

        // The rest can be asked for.
        #expect(!numbers(try rows(folder, "pareto", db, "--over-budget")).isSubset(of: numbers(fitting)))
        let all = try status(folder, db, "--over-budget")
        #expect(all["best_accuracy"] as? Double == trials.compactMap { $0["accuracy"] as? Double }.max())
        #expect(try run(folder, "pareto", db, "--format", "svg", "--over-budget").output.contains("\(trials.count) networks trained"))
    }

    @Test func aForkWithAnotherBudgetShowsWhatKeepsIt() throws {
        try searched { folder, macs in
            let fork = try run(folder, "fork", "a.db", "--budget", "macs=\(macs)", "--db", "b.db")
            #expect(fork.status == 0, "\(fork.errors)")
            try expectWithin(folder, "b.db") { ($0["macs"] as? Int ?? .max) <= macs }
            let best = try #require(try status(folder, "b.db")["best_accuracy"] as? Double)
            #expect(fork.output.contains(String(format: "best accuracy %.2f %%", best * 100)), "\(fork.output)")
            let size = try rows(folder, "pareto", "b.db").count
            #expect(fork.output.contains("\(size) network\(size == 1 ? "" : "s") on the front"))
            // More trials: the strategy's front stays within it.
            #expect(try run(folder, "resume", "b.db", "--trials", "+4").status == 0)
            try expectWithin(folder, "b.db") { ($0["macs"] as? Int ?? .max) <= macs }
        }
    }

    @Test func soDoesOneWithAnotherConfidenceOrBoard() throws {
        try searched { folder, _ in
            let most = try limit(folder, "a.db", "latency_ms_high") * 1.000_001
            let confident = try run(
                folder, "fork", "a.db", "--budget", "latency=\(most)ms", "--confidence", "0.9", "--db", "c.db")
            #expect(confident.status == 0, "\(confident.errors)")
            try expectWithin(folder, "c.db") { ($0["latency_ms_high"] as? Double ?? .infinity) <= most }
            let cost = try run(folder, "fork", "a.db", "--board", "raspberry-pi-4", "--budget", "none", "--db", "d.db")
            #expect(cost.status == 0, "\(cost.errors)")
            let faster = try limit(folder, "d.db", "latency_ms") * 1.000_001
            let board = try run(folder, "fork", "a.db", "--board", "raspberry-pi-4", "--budget", "latency=\(faster)ms", "--db", "e.db")
            #expect(board.status == 0, "\(board.errors)")
            try expectWithin(folder, "e.db") { ($0["latency_ms"] as? Double ?? .infinity) <= faster }
        }
    }

    /// Forks made before have on their front whatever was on that of the run they are of.
    @Test func databasesOfBeforeShowItToo() throws {
        try searched { folder, macs in
            #expect(try run(folder, "fork", "a.db", "--budget", "macs=\(macs)", "--db", "b.db").status == 0)
            let all = try rows(folder, "pareto", "b.db", "--over-budget")
            let best = try status(folder, "b.db", "--over-budget")
            let path = folder.appendingPathComponent("b.db").path
            try DatabaseQueue(path: path).write { db in
                try db.execute(sql: "DELETE FROM front_member; DELETE FROM tally WHERE name = 'within_budget'")
                for number in numbers(all) { try db.execute(sql: "INSERT INTO front_member VALUES (0, ?)", arguments: [number]) }
                try db.execute(
                    sql: "UPDATE tally SET value = ? WHERE name = 'best_trial'", arguments: [best["best_trial"] as? Int ?? 0])
                try db.execute(
                    sql: "UPDATE tally SET value = ? WHERE name = 'best_accuracy'", arguments: [best["best_accuracy"] as? Double ?? 0])
            }
            try expectWithin(folder, "b.db") { ($0["macs"] as? Int ?? .max) <= macs }
            // And its search goes on with the front that it is to have.
            let resumed = try run(folder, "resume", "b.db")
            #expect(resumed.status == 0, "\(resumed.errors)")
            try expectWithin(folder, "b.db") { ($0["macs"] as? Int ?? .max) <= macs }
            let kept = try DatabaseQueue(path: path).read { try Int.fetchAll($0, sql: "SELECT trial FROM front_member") }
            #expect(Set(kept) == numbers(try rows(folder, "pareto", "b.db")))
        }
    }
}
