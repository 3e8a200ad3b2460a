import Foundation
import TestSupport
import Testing

/// A board that is measured: here this machine, under the name of one that ships.
@Suite struct CalibrateBoardTests {
    private let few = ["--operations", "20", "--networks", "3", "--passes", "1", "--space", "quickstart"]

    @Test func aMeasuredBoardIsATarget() throws {
        try NASProgram.inTemporaryFolder { folder in
            let run = ["calibrate", "run", "--on", "local", "--board", "raspberry-pi-4", "--out", "suite", "--allow-unsteady"] + few
            let first = try NASProgram.run(run, in: folder)
            #expect(first.status == 0, "\(first.errors)")
            #expect(first.output.contains("operations, 3 networks"))
            let cost = try NASProgram.run(
                [
                    "cost", "quickstart", "--sample", "5", "--board", "raspberry-pi-4", "--profile", "suite/profile.json", "--battery",
                    "none",
                    "--format", "json",
                ],
                in: folder)
            #expect(cost.status == 0, "\(cost.errors)")
            let rows = try #require(try JSONSerialization.jsonObject(with: Data(cost.output.utf8)) as? [[String: Any]])
            for row in rows {
                let value = try #require(row["latency_ms"] as? Double)
                #expect(
                    try value > 0 && value > #require(row["latency_ms_low"] as? Double)
                        && value < #require(row["latency_ms_high"] as? Double))
                #expect((row["estimate_source"] as? String)?.hasPrefix("calibrated on the board") == true)
            }
            try checkRowsAddUp(of: try #require(rows[0]["architecture"] as? String), in: folder)
            // Another board's profile, and a search that keeps it.
            let other = try NASProgram.run(
                [
                    "cost", "quickstart", "--sample", "1", "--board", "raspberry-pi-5", "--profile", "suite/profile.json", "--battery",
                    "none",
                ],
                in: folder)
            #expect(other.status == 65 && other.errors.contains("is a profile of raspberry-pi-4, c fp32, 1 thread"))
            let search = try NASProgram.run(
                [
                    "search", "quickstart", "--board", "raspberry-pi-4", "--profile", "suite/profile.json", "--trials", "2", "--steps", "5",
                    "--workers", "1", "--db", "run.db", "--battery", "none",
                ], in: folder)
            #expect(search.status == 0, "\(search.errors)")
            #expect(try NASProgram.run(["resume", "run.db", "--trials", "3"], in: folder).status == 0)
            try checkVerification(of: "run.db", in: folder)
        }
    }

    private func checkRowsAddUp(of architecture: String, in folder: URL) throws {
        let one = try NASProgram.run(
            [
                "cost", "quickstart", "--arch", architecture, "--board", "raspberry-pi-4", "--profile", "suite/profile.json", "--battery",
                "none", "--format", "json",
            ],
            in: folder)
        let whole = try #require((try JSONSerialization.jsonObject(with: Data(one.output.utf8)) as? [[String: Any]])?.first)
        let sum = try #require(whole["operations"] as? [[String: Any]]).reduce(0) { $0 + ($1["latency_ms"] as? Double ?? 0) }
        #expect(abs(sum / (try #require(whole["latency_ms"] as? Double)) - 1) < 0.01)
    }

    /// Measures the front of a run whose profile stands on three networks, and fits the profile again.
    private func checkVerification(of database: String, in folder: URL) throws {
        let verify = ["verify", database, "--front", "--on", "local", "--allow-unsteady", "--refit", "refitted.json", "--format", "json"]
        let verified = try NASProgram.run(verify, in: folder)
        #expect(verified.status == 0, "\(verified.errors)")
        let networks = try #require(try JSONSerialization.jsonObject(with: Data(verified.output.utf8)) as? [[String: Any]])
        #expect(!networks.isEmpty && networks.contains { $0["on_refitted_front"] as? Bool == true })
        for network in networks {
            let (predicted, measured) = (network["predicted_ms"] as? Double ?? 0, try #require(network["measured_ms"] as? Double))
            #expect((0.3...3).contains(predicted / measured))
        }
        let refitted = try NASProgram.run(
            [
                "cost", "quickstart", "--sample", "1", "--board", "raspberry-pi-4", "--profile", "refitted.json", "--battery", "none",
                "--format", "csv",
            ], in: folder)
        #expect(refitted.output.contains("\(3 + networks.count) networks"), "\(refitted.output)")
        // What was measured is not measured again, nor taken in twice.
        #expect(try NASProgram.run(verify, in: folder).output == verified.output)
    }

    @Test func aSuiteIsCarriedThereAndBack() throws {
        try NASProgram.inTemporaryFolder { folder in
            let made = try NASProgram.run(["calibrate", "suite", "--out", "suite"] + few, in: folder)
            #expect(made.status == 0, "\(made.errors)")
            let early = try NASProgram.run(["calibrate", "collect", "suite", "--board", "mine"], in: folder)
            #expect(early.status == 1 && early.errors.contains("measured nothing"), "\(early.errors)")
            let script = Process()
            script.executableURL = folder.appendingPathComponent("suite/run.sh")
            script.arguments = ["--passes", "1", "plan-1.txt", "plan-networks.txt"]
            script.standardOutput = FileHandle.nullDevice
            try script.run()
            script.waitUntilExit()
            #expect(script.terminationStatus == 0)
            let collected = try NASProgram.run(
                ["calibrate", "collect", "suite", "--board", "mine", "--output", "mine.json", "--allow-unsteady"], in: folder)
            #expect(collected.status == 0 && collected.errors.contains("3 networks"), "\(collected.errors)")
        }
    }

    @Test func badUseIsSaid() throws {
        try NASProgram.inTemporaryFolder { folder in
            for (arguments, status, message) in [
                (["--on", "ssh://"], 64, "where is the board?"), (["--on", "local", "--operations", "0"], 64, "--operations must be"),
                (["--on", "local", "--precision", "int4"], 64, "fp32 or int8"), (["--on", "local", "--minutes", "-1"], 64, "--minutes"),
                (["--on", "local", "--space", "nowhere"], 65, "no space of this name"),
                (["--on", "local", "--cc", "no-such-compiler"], 1, "no C compiler"),
            ] as [([String], Int32, String)] {
                let run = try NASProgram.run(["calibrate", "run", "--board", "b", "--out", "suite"] + arguments, in: folder)
                #expect(run.status == status && run.errors.contains(message), "\(arguments): \(run.errors)")
            }
            for (runtime, message) in [("tflite", " fork tflite.db --runtime c\n"), ("c", "without a profile")] {
                let search = try NASProgram.run(
                    [
                        "search", "quickstart", "--trials", "1", "--steps", "2", "--workers", "1", "--db", "\(runtime).db", "--battery",
                        "none",
                        "--board", "raspberry-pi-4", "--runtime", runtime,
                    ], in: folder)
                #expect(search.status == 0, "\(search.errors)")
                let verify = try NASProgram.run(
                    ["verify", "\(runtime).db", "--on", "local", "--allow-unsteady", "--refit", "x.json"], in: folder)
                #expect(verify.status == 65 && verify.errors.contains(message), "\(verify.errors)")
            }
            let nothing = try NASProgram.run(["calibrate", "collect", ".", "--board", "b"], in: folder)
            #expect(nothing.status == 65 && nothing.errors.contains("not the folder of a calibration suite"))
        }
    }
}
