import Foundation
import TestSupport
import Testing

/// `nas search --board A,B`, and the commands that look at it.
@Suite struct SeveralBoardsCommandTests {
    private func json(_ folder: URL, _ arguments: [String]) throws -> Any {
        let result = try NASProgram.run(arguments + ["--format", "json"], in: folder)
        #expect(result.status == 0, "\(arguments): \(result.errors)")
        return try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    }

    @Test func aFrontForEachBoard() throws {
        try NASProgram.inTemporaryFolder { folder in
            let space = SharedData.packageRoot.appendingPathComponent("searchspaces/quickstart.yaml").path
            let search = [
                "search", space, "--trials", "4", "--steps", "2", "--workers", "1", "--db", "run.db", "--board",
                "raspberry-pi-4, raspberry-pi-zero-w", "--battery", "none",
            ]
            let first = try NASProgram.run(search, in: folder)
            #expect(first.status == 0, "\(first.errors)")
            #expect(first.output.contains("board raspberry-pi-4,") && first.output.contains("board raspberry-pi-zero-w,"))
            #expect(first.output.contains("nas pareto run.db --test --board raspberry-pi-zero-w"))
            let resumed = try NASProgram.run(["resume", "run.db", "--trials", "6"], in: folder)
            #expect(resumed.status == 0, "\(resumed.errors)")

            let status = try #require(try json(folder, ["status", "run.db"]) as? [String: Any])
            #expect(status["boards"] as? String == "raspberry-pi-4,raspberry-pi-zero-w" && status["finished"] as? Int == 6)
            let other = try #require(try json(folder, ["status", "run.db", "--board", "raspberry-pi-zero-w"]) as? [String: Any])
            #expect((other["target"] as? String)?.hasPrefix("raspberry-pi-zero-w") == true)
            func latencies(_ more: [String]) throws -> [Double] {
                try #require(try json(folder, ["trials", "run.db"] + more) as? [[String: Any]]).compactMap { $0["latency_ms"] as? Double }
            }
            let (fast, slow) = (try latencies([]), try latencies(["--board", "raspberry-pi-zero-w"]))
            #expect(fast.count == 6 && slow.count == 6 && zip(fast, slow).allSatisfy { $0 < $1 })
            for board in ["raspberry-pi-4", "raspberry-pi-zero-w"] {
                #expect(!(try #require(try json(folder, ["pareto", "run.db", "--board", board]) as? [Any]).isEmpty))
                let picture = try NASProgram.run(["pareto", "run.db", "--board", board, "--format", "svg"], in: folder)
                #expect(XMLChecker(picture.output).isWellFormed && picture.status == 0)
            }
            let both = try NASProgram.run(["pareto", "run.db", "--format", "svg"], in: folder)
            #expect(both.output.contains(">Raspberry Pi 4 Model B</text>") && both.output.contains(">Raspberry Pi Zero W</text>"))
            _ = try json(folder, ["show", "run.db", "0", "--board", "raspberry-pi-zero-w"])
            let wrong = try NASProgram.run(["pareto", "run.db", "--board", "jetson-nano"], in: folder)
            #expect(wrong.status == 64 && wrong.errors.contains("its boards: raspberry-pi-4, raspberry-pi-zero-w"))
            let twice = try NASProgram.run(
                ["search", space, "--db", "b.db", "--board", "raspberry-pi-4,raspberry-pi-4", "--battery", "none"], in: folder)
            #expect(twice.status == 64 && twice.errors.contains("given twice"))
            let profile = SharedData.packageRoot.appendingPathComponent("boards/profiles/jetson-nano-ncnn-1.json").path
            let stray = try NASProgram.run(
                ["search", space, "--db", "b.db", "--board", "raspberry-pi-4,raspberry-pi-5", "--battery", "none", "--profile", profile],
                in: folder)
            #expect(stray.status == 65 && stray.errors.contains("is a profile of jetson-nano, which is none of the boards"))
            let cost = try NASProgram.run(["cost", space, "--sample", "1", "--board", "raspberry-pi-4,jetson-nano"], in: folder)
            #expect(cost.status == 64 && cost.errors.contains("one board at a time"))
        }
    }

    /// What no board can run is refused; what one of two can is not.
    @Test func oneOfTwoBudgetsIsEnough() throws {
        try NASProgram.inTemporaryFolder { folder in
            let space = SharedData.packageRoot.appendingPathComponent("searchspaces/quickstart.yaml").path
            func search(_ limit: String, _ db: String) throws -> NASProgram.Result {
                try NASProgram.run(
                    [
                        "search", space, "--trials", "2", "--steps", "2", "--workers", "1", "--db", db, "--battery", "none", "--board",
                        "raspberry-pi-zero-w,raspberry-pi-5", "--budget", limit,
                    ], in: folder)
            }
            let costs = try #require(
                try json(folder, ["cost", space, "--sample", "20", "--board", "raspberry-pi-5", "--battery", "none"]) as? [[String: Any]])
            let cheapest = try #require(costs.compactMap { $0["latency_ms"] as? Double }.min())
            let some = try search("latency=\(cheapest * 1.5)ms", "some.db")
            #expect(some.status == 0, "\(some.errors)")
            let none = try search("latency=\(cheapest / 1000)ms", "none.db")
            #expect(none.status != 0 && !FileManager.default.fileExists(atPath: folder.appendingPathComponent("none.db").path))
        }
    }
}
