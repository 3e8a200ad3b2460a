import Foundation
import TestSupport
import Testing

/// `nas space`, `nas cost` and the listings of what ships, as a script sees them.
@Suite struct SpaceAndCostCommandTests {
    private func run(_ arguments: [String], in folder: URL = SharedData.packageRoot) throws -> NASProgram.Result {
        try NASProgram.run(arguments, in: folder)
    }

    @Test(arguments: [("nas-bench-201", "15625"), ("nas-bench-macro", "6561"), ("fbnet", "984770902183611232881")])
    func publishedSpacesHaveTheirSize(_ space: String, _ count: String) throws {
        let result = try run(["space", "searchspaces/\(space).yaml", "--format", "json"])
        #expect(result.status == 0 && result.output.contains("\"architectures\": \(count),"), "\(result.errors)")
    }

    @Test(.enabled(if: SharedData.exists("nas-bench-macro"), "needs ../shared/data/nas-bench-macro"))
    func costsOfNASBenchMacroAreTheTables() throws {
        try NASProgram.inTemporaryFolder { folder in
            let gunzip = Process()
            gunzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
            gunzip.arguments = ["-dc", SharedData.url("nas-bench-macro/nas-bench-macro-cifar10.csv.gz").path]
            let pipe = Pipe()
            gunzip.standardOutput = pipe
            try gunzip.run()
            let table = CSVTable(String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self))
            gunzip.waitUntilExit()
            let shortForms = table.column("arch").map { $0.map(String.init).joined(separator: "-") }
            try Data(shortForms.joined(separator: "\n").utf8).write(to: folder.appendingPathComponent("archs.txt"))
            let result = try run(["cost", "nas-bench-macro", "--archs", "archs.txt", "--format", "csv"], in: folder)
            let costs = CSVTable(result.output)
            #expect(table.rows.count > 3000)
            #expect(costs.column("architecture") == shortForms)
            #expect(costs.column("parameters") == table.column("params"))
            #expect(costs.column("macs") == table.column("flops"))
        }
    }

    /// What ships for a target is taken by itself, and said; `none` leaves it out.
    @Test func estimatesSayWhatTheyStandOn() throws {
        let cost = ["cost", "mobile", "--sample", "2", "--format", "csv", "--board", "raspberry-pi-4"]
        for (options, source, words) in [
            (
                [], "datasheet and 23 networks on tflite-ruy, 4 threads, extrapolated",
                "on 23 networks of 7.60 ms to 373 ms measured with tflite-ruy"
            ),
            (["--runtime", "tflite-ruy"], "datasheet and 23 networks, extrapolated", "measured there"),
            (
                ["--runtime", "tflite-ruy", "--threads", "1"], "datasheet and 23 networks on tflite-ruy, 4 threads, extrapolated",
                "4 threads"
            ),
            (["--runtime", "tflite-xnnpack"], "datasheet", "take 0.55 to 2.04 times as long"),
            (["--profile", "none"], "datasheet", "datasheet"),
            (["--runtime", "c"], "datasheet", "takes ten minutes"),
        ] {
            let result = try run(cost + options)
            let sources = CSVTable(result.output).column("estimate_source")
            #expect(sources.count == 2 && sources.allSatisfy { $0 == source }, "\(options): \(sources)")
            #expect(result.errors.contains("estimates stand on") && result.errors.contains(words), "\(options): \(result.errors)")
        }
        let wrong = try run(cost + ["--runtime", "tflite-xnnpack", "--profile", "boards/profiles/raspberry-pi-4-tflite-4.json"])
        #expect(wrong.status == 65 && wrong.errors.contains("is a profile of raspberry-pi-4, tflite-ruy fp32, 4 threads"))
    }

    @Test func oneNetworkIsCostedByOperation() throws {
        let result = try run(["cost", "nas-bench-201", "--arch", "3-0-1-2-4-3", "--board", "raspberry-pi-4", "--format", "json"])
        let parsed = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]]
        let network = try #require(parsed?.first)
        let operations = try #require(network["operations"] as? [[String: Any]])
        let sum = operations.compactMap { $0["macs"] as? Int }.reduce(0, +)
        #expect(sum == network["macs"] as? Int && sum > 1_000_000)
        let shares = operations.compactMap { $0["share"] as? Double }.reduce(0, +)
        #expect(abs(shares - 1) < 0.05)
        let low = try #require(network["latency_ms_low"] as? Double)
        let value = try #require(network["latency_ms"] as? Double)
        let high = try #require(network["latency_ms_high"] as? Double)
        #expect(low < value && value < high)
    }

    @Test func unusedOperationsCostOnlyAsWritten() throws {
        // The edge 0 -> 1 is a 3x3 convolution whose result nobody uses.
        try NASProgram.inTemporaryFolder { folder in
            try Data("3-1-0-1-0-1\n".utf8).write(to: folder.appendingPathComponent("a"))
            try Data("0-1-0-1-0-1\n".utf8).write(to: folder.appendingPathComponent("b"))
            func macs(_ file: String, _ flags: [String]) throws -> String {
                let result = try run(["cost", "nas-bench-201", "--archs", file, "--format", "csv"] + flags, in: folder)
                return CSVTable(result.output).column("macs").first ?? result.errors
            }
            let (dead, clean) = (try macs("a", []), try macs("b", []))
            let asWritten = try macs("a", ["--as-written"])
            #expect(dead == clean)
            #expect(try #require(Int(asWritten)) > #require(Int(dead)))
        }
    }

    @Test func aBadLineOfAFileIsNamed() throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data("# comment\n3-1-0-1-0-1\n\n3-1-0-1-0-9\n".utf8).write(to: folder.appendingPathComponent("archs.txt"))
            let result = try run(["cost", "nas-bench-201", "--archs", "archs.txt"], in: folder)
            #expect(result.status == 65 && result.errors.contains("\narchs.txt:4:1: error:"), "\(result.errors)")
        }
    }

    @Test func samplesOfASpaceCanBeCosted() throws {
        let samples = CSVTable(try run(["space", "mobile", "--sample", "7", "--format", "csv"]).output).column("architecture")
        let costed = CSVTable(try run(["cost", "mobile", "--sample", "7", "--format", "csv"]).output).column("architecture")
        #expect(samples.count == 7 && samples == costed)
    }

    @Test func aSpaceSaysWhatShareFits() throws {
        let arguments = ["space", "quickstart", "--board", "raspberry-pi-zero-w", "--budget", "latency=1ms", "--format", "json"]
        let parsed = try JSONSerialization.jsonObject(with: Data(run(arguments).output.utf8)) as? [String: Any]
        let share = try #require(parsed?["fitting_share"] as? Double)
        #expect(share > 0 && share < 1)
        let nothing = try run(["space", "quickstart", "--board", "raspberry-pi-zero-w", "--budget", "latency=1ns"])
        #expect(nothing.status == 2 && nothing.errors.contains("nearest budget"))
    }

    @Test(arguments: [["boards"], ["boards", "jetson-nano"], ["data"], ["data", "digits"], ["data", "mnist"], ["doctor"]])
    func listingsAreReadableByPrograms(_ command: [String]) throws {
        let json = try run(command + ["--format", "json"])
        #expect(json.status == 0)
        #expect((try? JSONSerialization.jsonObject(with: Data(json.output.utf8))) != nil)
        let csv = CSVTable(try run(command + ["--format", "csv"]).output)
        #expect(!csv.rows.isEmpty && csv.rows.allSatisfy { $0.count == csv.header.count })
    }

    @Test func doctorSaysWhereImagesArePrepared() throws {
        let csv = CSVTable(try run(["doctor", "--format", "csv"]).output)
        let row = try #require(csv.rows.first { $0.first == "prepared data" })
        #expect(row[1] == "ok" && row[2].contains("of at most 2.00 GiB in \(NASProgram.cache.path)/prepared"), "\(row)")
    }

    /// Fewer networks fit where a network must fit with nine chances of ten.
    @Test func confidenceMakesABudgetStricter() throws {
        func fitting(_ more: [String]) throws -> Double {
            let run = try NASProgram.run(
                ["space", "mobile", "--board", "raspberry-pi-4", "--battery", "none", "--budget", "latency=3ms", "--format", "json"] + more,
                in: SharedData.packageRoot)
            #expect(run.status == 0, "\(run.errors)")
            let answer = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
            return try #require(answer["fitting_share"] as? Double)
        }
        let (plain, cautious, very) = (try fitting([]), try fitting(["--confidence", "0.9"]), try fitting(["--confidence", "0.99"]))
        #expect(plain > cautious && cautious > very && very > 0)
        let bad = try NASProgram.run(["space", "mobile", "--confidence", "90", "--budget", "latency=3ms"], in: SharedData.packageRoot)
        #expect(bad.status == 64 && bad.errors.contains("a confidence is 0.5 to 0.999"), "\(bad.errors)")
    }
}
