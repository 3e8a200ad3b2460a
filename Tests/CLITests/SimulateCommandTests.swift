import Foundation
import TestSupport
import Testing

@Suite struct SimulateCommandTests {
    private static let table = """
        arch,acc,ms,macs
        00000000,60,1.5,100
        00000001,65,2.5,200
        00000010,70,,300
        00000011,75,4.5,400

        """

    private func simulate(_ arguments: [String], in folder: URL) throws -> NASProgram.Result {
        try NASProgram.run(
            ["simulate", "t.csv", "--space", "nas-bench-macro", "--accuracy", "acc", "--seeds", "2", "--queries", "5"] + arguments,
            in: folder)
    }

    @Test func aSmallTable() throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(Self.table.utf8).write(to: folder.appendingPathComponent("t.csv"))
            let all = try simulate(
                ["--cost", "macs=macs", "--strategy", "random,evolution:population=2:sample=1", "--format", "json"], in: folder)
            #expect(all.status == 0, "\(all.errors)")
            let rows = try #require(try JSONSerialization.jsonObject(with: Data(all.output.utf8)) as? [[String: Any]])
            #expect(rows.count == 2 * 5)
            #expect(Set(rows.compactMap { $0["strategy"] as? String }) == ["random", "evolution:population=2:sample=1"])
            #expect(rows.filter { $0["queries"] as? Int == 4 }.allSatisfy { $0["mean"] as? Double == 0 })
            // The row without a latency does not fit a limit on it; the best of the others has 65.
            let limited = try simulate(
                ["--cost", "latency=ms", "--budget", "latency=3ms", "--report", "acc", "--curve", "report", "--strategy", "local"],
                in: folder)
            #expect(limited.status == 0 && limited.errors.contains("2 of 4 networks fit"), "\(limited.errors)")
            #expect(limited.output.contains("65.000"))
            #expect(limited.errors.contains("1 of 4 networks without a value in 'ms'"), "\(limited.errors)")
            let half = try simulate(["--cost", "latency=ms", "--budget", "latency=50%", "--strategy", "random"], in: folder)
            #expect(half.errors.contains("2 of 4 networks fit"), "\(half.errors)")
            let picture = try simulate(
                ["--cost", "latency=ms", "--objectives", "error,latency", "--strategy", "auto,nsga2", "--format", "svg"], in: folder)
            #expect(picture.status == 0, "\(picture.errors)")
            let document = XMLChecker(picture.output)
            #expect(document.isWellFormed && document.count("path") == 2)
            #expect(picture.output.contains(">nsga2</text>"))
        }
    }

    @Test func whatIsWrongIsSaid() throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(Self.table.utf8).write(to: folder.appendingPathComponent("t.csv"))
            for (arguments, status, words) in [
                (["--strategy", "annealing"], 64, "unknown strategy 'annealing'"),
                (["--strategy", "random:population=2"], 64, "has no setting"),
                (["--cost", "speed=ms"], 64, "--cost takes quantity=column"), (["--cost", "latency=seconds"], 65, "no column 'seconds'"),
                (["--cost", "energy=ms"], 64, "unit"), (["--cost", "latency=macs"], 64, "names no unit of time"),
                (["--cost", "memory=ms"], 64, "not a unit of memory"),
                (["--cost", "memory=macs"], 64, "names no unit of memory"), (["--cost", "macs=ms"], 64, "is a count"),
                (["--cost", "latency=ms:us"], 64, "whose heading says ms"), (["--cost", "latency=macs:MS"], 64, "could be milli or mega"),
                (["--budget", "latency=5%"], 64, "no costs of 'latency'"),
                (["--cost", "latency=ms", "--budget", "latency=1us"], 2, "no row of the table fits"),
                (["--cost", "latency=ms", "--budget", "latency=1us"], 2, "the least of the table: latency 1.50 ms"),
                (["--budget", "latency=5ms"], 64, "--cost latency=COLUMN"),
                (["--objectives", "accuracy,energy"], 64, "--cost energy=COLUMN"),
                (["--cost", "latency=ms", "--cost", "latency=ms"], 64, "'latency' is given twice"),
                (["--cost", "latency=ms", "--budget", "latency=50%,latency=3ms"], 64, "'latency' is given twice"),
                (["--cost", "latency=ms", "--budget", "latency=1,5ms"], 64, "decimals are written with a point: 1.5ms"),
                (["--objectives", "error,latency", "--cost", "latency=ms", "--reference", "error=40%,error=50%"], 64, "given twice"),
                (["--objectives", "error,latency", "--cost", "latency=ms", "--reference", "error=40,5%"], 64, "written with a point"),
                (["--strategy", "evolution:population=2:population=3"], 64, "'population' is given twice"),
                (["--key", "acc"], 65, "architecture"),
                (["--at", "many"], 64, "--at"), (["--curve", "report"], 64, "--report"),
                (["--report", "ms"], 65, "no value in column 'ms'"), (["--curve", "hypervolume"], 64, "several objectives"),
                (["--objectives", "accuracy,macs", "--cost", "macs=macs", "--reference", "speed=1"], 64, "--reference"),
                (["--queries", "0"], 64, "--queries"),
            ] as [([String], Int32, String)] {
                let run = try simulate(arguments, in: folder)
                #expect(run.status == status && run.errors.contains(words), "\(arguments): \(run.status) \(run.errors)")
            }
            try Data((Self.table + "00000012,,1,1\n").utf8).write(to: folder.appendingPathComponent("t.csv"))
            #expect(try simulate([], in: folder).errors.contains("1 of 5 rows left out, without a value in 'acc'"))
            try Data((Self.table + "00000011,20,1,1\n").utf8).write(to: folder.appendingPathComponent("t.csv"))
            #expect(try simulate([], in: folder).errors.contains("in two rows"))
            try Data((Self.table + "00000012,good,1,1\n").utf8).write(to: folder.appendingPathComponent("t.csv"))
            #expect(try simulate([], in: folder).errors.contains("expected a number in column 'acc'"))
        }
    }

    private static let bench201 = "nas-bench-201/nas-bench-201.csv.gz"
    private static let macro = "nas-bench-macro/nas-bench-macro-cifar10.csv.gz"

    /// Mean regrets, or hypervolumes, by queries.
    private func means(_ table: String, _ arguments: [String]) throws -> [Int: Double] {
        let run = try NASProgram.run(
            ["simulate", SharedData.url(table).path, "--seeds", "8", "--format", "json"] + arguments, in: SharedData.packageRoot)
        #expect(run.status == 0, "\(run.errors)")
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
        let quantity = arguments.contains("--objectives") ? "hypervolume" : "regret_points"
        let pairs = rows.filter { $0["quantity"] as? String == quantity }.compactMap { row -> (Int, Double)? in
            guard let queries = row["queries"] as? Int, let mean = row["mean"] as? Double else { return nil }
            return (queries, mean)
        }
        return Dictionary(pairs, uniquingKeysWith: { $1 })
    }

    /// The best of random search, aging evolution, local search, NSGA-II and TPE reach 1.13, 0.56 and 0.32 points (100 seeds;
    /// docs/results/search-quality.md).
    @Test(.enabled(if: SharedData.exists(bench201), "skipped: the table of NAS-Bench-201 is not here"))
    func halfThePeersRegretOnNASBench201() throws {
        let regrets = try means(
            Self.bench201,
            [
                "--space", "nas-bench-201", "--accuracy", "cifar10_val", "--cost", "latency=silver_4114_ms", "--budget", "latency=46%",
                "--queries", "200",
            ])
        #expect(
            try #require(regrets[50]) < 1.13 / 2 && #require(regrets[100]) < 0.56 / 2 && #require(regrets[200]) < 0.32 / 2, "\(regrets)")
    }

    @Test(.enabled(if: SharedData.exists(bench201), "skipped: the table of NAS-Bench-201 is not here"))
    func nearlyTheWholeFrontOfNASBench201() throws {
        let shares = try means(
            Self.bench201,
            [
                "--space", "nas-bench-201", "--accuracy", "cifar10_val", "--cost", "latency=gold_6226_ms", "--objectives", "error,latency",
                "--reference", "error=40%", "--queries", "100",
            ])
        #expect(try #require(shares[100]) > 0.985, "\(shares)")
    }

    /// Local search, the best peer, has 0.23, 0.13 and 0.08 points left after 25, 50 and 100.
    @Test(.enabled(if: SharedData.exists(macro), "skipped: the table of NAS-Bench-Macro is not here"))
    func betterThanThePeersOnNASBenchMacro() throws {
        let regrets = try means(
            Self.macro, ["--space", "nas-bench-macro", "--accuracy", "mean_acc", "--cost", "macs=flops", "--queries", "100"])
        #expect(try #require(regrets[25]) < 0.23 && #require(regrets[50]) < 0.13 && #require(regrets[100]) < 0.08, "\(regrets)")
    }
}
