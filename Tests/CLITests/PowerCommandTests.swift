import Foundation
import TestSupport
import Testing

@Suite struct PowerCommandTests {
    private func rows(_ result: NASProgram.Result) throws -> [[String: Any]] {
        #expect(result.status == 0, "\(result.errors)")
        return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
    }

    /// Whatever this machine has, each kind answers.
    @Test func everyKindOfSensorAnswers() throws {
        let listed = try rows(try NASProgram.run(["power", "--format", "json"], in: SharedData.packageRoot))
        #expect(listed.count >= 5)
        for row in listed { #expect(row["power_w"] is Double || (row["problem"] as? String)?.isEmpty == false) }
    }

    @Test func powersOfNoBoardAreRemarkedOn() throws {
        try NASProgram.inTemporaryFolder { folder in
            let log = ["time_s,voltage,current"] + (0...200).map { "\($0),5000,\($0 < 100 ? 400 : 800)" }
            try Data(log.joined(separator: "\n").utf8).write(to: folder.appendingPathComponent("meter.csv"))
            let windows = ["--idle", "5..95", "--run", "105..195", "--inferences", "90", "--format", "csv"]
            let run = try NASProgram.run(["power", "--log", "meter.csv"] + windows, in: folder)
            #expect(run.status == 0 && run.errors.contains("warning: powers of up to 4e+06 W"), "\(run.errors)")
            #expect(run.errors.contains("'voltage' was read in V, 'current' was read in A"))
        }
    }

    @Test(arguments: [
        ["--minutes", "1,5"], ["--idle-watts", "1,9"], ["--mwh", "41,5,43,8"], ["--log", "x.csv", "--interval", "0,5s"],
    ])
    func decimalCommasAreNamed(_ arguments: [String]) throws {
        let run = try NASProgram.run(["power"] + arguments, in: SharedData.packageRoot)
        #expect(run.status == 64 && run.errors.contains("decimals are written with a point"), "\(run.errors)")
    }

    /// What docs/energy.md shows can be typed.
    @Test func theDocumentedNumbersAreAnExample() throws {
        let docs = try String(contentsOf: SharedData.packageRoot.appendingPathComponent("docs/energy.md"), encoding: .utf8)
        let line = try #require(docs.split(separator: "\n").first { $0.contains("nas power --mwh") })
        let result = try NASProgram.run(line.split(separator: " ").dropFirst().map(String.init), in: SharedData.packageRoot)
        #expect(result.status == 0, "\(result.errors)")
    }

    @Test func aLogAndTypedNumbers() throws {
        try NASProgram.inTemporaryFolder { folder in
            let log = ["time_s,watts"] + (0...2000).map { "\(Double($0) / 10),\($0 < 1000 ? 2 : 5)" }
            try Data((log.joined(separator: "\n") + "\n").utf8).write(to: folder.appendingPathComponent("meter.csv"))
            let measured = try rows(
                try NASProgram.run(
                    ["power", "--log", "meter.csv", "--idle", "5..95", "--run", "105..195", "--inferences", "90", "--format", "json"],
                    in: folder))
            #expect(
                abs((measured[0]["energy_mj"] as? Double ?? 0) - 3000) < 1
                    && abs((measured[0]["energy_total_mj"] as? Double ?? 0) - 5000) < 1)
            let typed = try rows(
                try NASProgram.run(
                    ["power", "--mwh", "100,200", "--minutes", "2", "--idle-watts", "1", "--inferences", "100", "--format", "json"],
                    in: folder))
            #expect(
                abs((typed[0]["energy_total_mj"] as? Double ?? 0) - 3600) < 1e-6
                    && abs((typed[0]["energy_mj"] as? Double ?? 0) - 2400) < 1e-6)
            let rest = ["power", "--log", "meter.csv", "--idle", "5..95", "--run", "105..195", "--inferences", "90"]
            let networks = SharedData.packageRoot.appendingPathComponent("boards/profiles/raspberry-pi-4-tflite-4.json").path
            let wrong = try NASProgram.run(rest + ["--into", networks], in: folder)
            #expect(wrong.status == 65 && wrong.errors.contains("is not a profile of \(NASProgram.executable.path) calibrate run"))
            for (arguments, status) in [
                (["--into", networks], 64),
                (["--log", "meter.csv", "--idle", "5..95", "--run", "105..500", "--inferences", "9"], 65),
                (["--log", "meter.csv", "--idle", "5..95", "--run", "105..195"], 64), (["--log", "nowhere.csv"], 65),
                (["--log", "meter.csv", "--idle", "95..5", "--run", "105..195", "--inferences", "9"], 64), (["--mwh", "5,4"], 64),
                (["--mwh", "1,2", "--minutes", "60", "--idle-watts", "9", "--inferences", "1"], 64), (["--mwh", "1,2", "--log", "x"], 64),
                // What is no number is not left out.
                (["--mwh", "100,x,200", "--minutes", "2", "--idle-watts", "1", "--inferences", "9"], 64),
                (["--mwh", "100,,200", "--minutes", "2", "--idle-watts", "1", "--inferences", "9"], 64),
                (["--log", "meter.csv", "--idle", "5..x..95", "--run", "105..195", "--inferences", "9"], 64),
                (["--log", "meter.csv", "--idle", "5..95..", "--run", "105..195", "--inferences", "9"], 64),
                // Windows exchanged, and windows that overlap.
                (["--log", "meter.csv", "--run", "5..95", "--idle", "105..195", "--inferences", "9"], 65),
                (["--log", "meter.csv", "--idle", "5..95", "--run", "90..195", "--inferences", "9"], 64),
                (["--log", "meter.csv", "--idle", "5..95", "--run", "105..195", "--inferences", "9", "--interval", "5"], 64),
            ] as [([String], Int32)] {
                let run = try NASProgram.run(["power"] + arguments, in: folder)
                #expect(run.status == status && !run.errors.isEmpty, "\(arguments): \(run.errors)")
            }
        }
    }
}
