import Foundation
import TestSupport
import Testing

/// `nas calibrate`, as a script sees it.
@Suite struct CalibrateCommandTests {
    private let root = SharedData.packageRoot

    /// Networks of `mobile` with what another cost model says as their measurement.
    private func inFolder(_ body: (_ folder: URL, _ arguments: [String]) throws -> Void) throws {
        try NASProgram.inTemporaryFolder { folder in
            let costs = try NASProgram.run(
                ["cost", "mobile", "--sample", "16", "--board", "raspberry-pi-4", "--profile", "none", "--format", "csv"], in: root)
            try Data(costs.output.utf8).write(to: folder.appendingPathComponent("measured.csv"))
            try body(folder, ["--networks", "measured.csv", "--space", "mobile", "--runtime", "tflite"])
        }
    }

    private func number(_ result: NASProgram.Result, _ field: String) throws -> Double {
        let rows = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]]
        return try #require(rows?.first?[field] as? Double, "\(result.errors)")
    }

    @Test func networksPredictEachOther() throws {
        try inFolder { folder, arguments in
            let left = try NASProgram.run(["calibrate", "assess", "--format", "json"] + arguments, in: folder)
            #expect(left.status == 0, "\(left.errors)")
            #expect(try number(left, "mean_error") < 0.1)
            let drawn = try NASProgram.run(
                ["calibrate", "assess", "--train", "8", "--draws", "5", "--format", "json"] + arguments, in: folder)
            #expect(try number(drawn, "mean_error") < 0.15)
            #expect(try number(drawn, "spearman") > 0.8)
            let intervals = try NASProgram.run(
                ["calibrate", "assess", "--train", "6", "--calibrate", "5", "--draws", "9", "--format", "json"] + arguments, in: folder)
            #expect(try number(intervals, "coverage") > 0.5)
        }
    }

    @Test func rowsWithoutAMeasurementAreCounted() throws {
        try NASProgram.inTemporaryFolder { folder in
            let rows = ["0-0-0-0,", "0-0-0-1,1.5", "0-0-1-0,2.5", "0-0-1-1,3.5", "1-0-1-1,4.5"]
            let space = """
                space: four
                language: 1
                input: {from: data}
                network:
                  - conv: {out: {choice: [4, 8]}, kernel: {choice: [3, 5]}}
                  - conv: {out: {choice: [4, 8]}, kernel: {choice: [3, 5]}}
                  - global_pool: average
                  - dense: {out: classes}
                train: {optimizer: sgd, learning_rate: 0.05, batch: 16, epochs: 4}
                """
            try Data(space.utf8).write(to: folder.appendingPathComponent("four.yaml"))
            try Data((["architecture,latency_ms"] + rows).joined(separator: "\n").utf8).write(to: folder.appendingPathComponent("m.csv"))
            let run = try NASProgram.run(
                ["calibrate", "assess", "--networks", "m.csv", "--space", "four.yaml", "--runtime", "tflite", "--trust", "1"], in: folder)
            #expect(run.status == 0 && run.errors.contains("m.csv: 1 of 5 rows left out, without a value in 'latency_ms'"), "\(run.errors)")
            let comma = try NASProgram.run(
                ["calibrate", "assess", "--networks", "m.csv", "--space", "four.yaml", "--runtime", "tflite", "--trust", "1,5"], in: folder)
            #expect(comma.status == 64 && comma.errors.contains("decimals are written with a point: 1.5"), "\(comma.errors)")
        }
    }

    /// The same command, the same file; and a profile is a prior.
    @Test func profilesAreWrittenAndRead() throws {
        try inFolder { folder, arguments in
            let fit = ["calibrate", "fit", "--board", "my-board"] + arguments
            let written = try NASProgram.run(fit + ["--output", "profile.json"], in: folder)
            #expect(written.status == 0 && written.errors.contains("16 networks"), "\(written.errors)")
            let text = try String(contentsOf: folder.appendingPathComponent("profile.json"), encoding: .utf8)
            #expect(try NASProgram.run(fit, in: folder).output == text)
            let profile = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            #expect(profile?["board"] as? String == "my-board" && (profile?["samples"] as? [Any])?.count == 16)
            for (edit, words) in [
                ("\"version\" : 2", "\"version\" : 9"), ("\"residual\" : 0.1", "\"residual\" : -1"), ("\"samples\" : [", "\"samples\" : {"),
            ] {
                #expect(text.contains(edit))
                try Data(text.replacingOccurrences(of: edit, with: words).utf8).write(to: folder.appendingPathComponent("broken.json"))
                let broken = try NASProgram.run(["calibrate", "assess", "--prior", "broken.json"] + arguments, in: folder)
                #expect(broken.status == 65 && broken.errors.contains("broken.json"), "\(broken.errors)")
            }
            let few = try NASProgram.run(
                ["calibrate", "assess", "--prior", "profile.json", "--train", "4", "--format", "json"] + arguments, in: folder)
            #expect(try number(few, "mean_error") < 0.1)
        }
    }

    /// A profile's estimates are near what it was made from, operations add up, and another target's profile is refused.
    @Test func profilesEstimateCosts() throws {
        try inFolder { folder, arguments in
            let fit = ["calibrate", "fit", "--board", "raspberry-pi-4", "--threads", "4", "--output", "profile.json"] + arguments
            #expect(try NASProgram.run(fit, in: folder).status == 0)
            let cost = ["cost", "mobile", "--board", "raspberry-pi-4", "--format", "json"]
            let rows = { (more: [String]) throws -> [[String: Any]] in
                let result = try NASProgram.run(cost + more, in: folder)
                return try #require(
                    try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]], "\(result.errors)")
            }
            let (datasheet, calibrated) = (
                try rows(["--sample", "30", "--profile", "none"]), try rows(["--sample", "30", "--profile", "profile.json"])
            )
            var inside = 0
            for (known, row) in zip(datasheet, calibrated) {
                let value = try #require(known["latency_ms"] as? Double)
                let (low, high) = (try #require(row["latency_ms_low"] as? Double), try #require(row["latency_ms_high"] as? Double))
                if low <= value && value <= high { inside += 1 }
                #expect(known["estimate_source"] as? String == "datasheet")
                #expect((row["estimate_source"] as? String)?.hasPrefix("datasheet and 16 networks") == true)
                #expect(row["energy_mj"] as? Double ?? 0 > 0)
            }
            #expect(inside >= 24)
            let architecture = try #require(calibrated.first?["architecture"] as? String)
            let one = try #require(try rows(["--arch", architecture, "--profile", "profile.json"]).first)
            let operations = try #require(one["operations"] as? [[String: Any]])
            let sum = operations.compactMap { $0["latency_ms"] as? Double }.reduce(0, +)
            #expect(abs(sum / (one["latency_ms"] as? Double ?? 0) - 1) < 1e-9)
            let other = try NASProgram.run(cost + ["--sample", "1", "--runtime", "ncnn", "--profile", "profile.json"], in: folder)
            #expect(other.status == 65 && other.errors.contains("is a profile of raspberry-pi-4, tflite fp32, 4 threads"))
        }
    }

    /// What nas lists as energy above idle is not taken for energy with idle, which would make it nothing.
    @Test func energiesAboveIdleAreNamed() throws {
        try inFolder { folder, arguments in
            let fit = ["calibrate", "fit", "--board", "raspberry-pi-4", "--output", "e.json", "--column", "energy_mj"] + arguments
            let refused = try NASProgram.run(fit, in: folder)
            #expect(refused.status == 64 && refused.errors.contains("--marginal says so"), "\(refused.errors)")
            #expect(try NASProgram.run(fit + ["--marginal"], in: folder).status == 0)
            // A name of its own does not tell, but what comes of it does.
            let table = try String(contentsOf: folder.appendingPathComponent("measured.csv"), encoding: .utf8)
            let plain = CSVTable(table)
            let rows = zip(plain.column("architecture"), plain.column("energy_mj")).map { "\($0),\($1)" }
            try Data((["architecture,mine_mj"] + rows).joined(separator: "\n").utf8).write(
                to: folder.appendingPathComponent("measured.csv"))
            let other = ["calibrate", "fit", "--board", "raspberry-pi-4", "--output", "o.json", "--column", "mine_mj"] + arguments
            #expect(try NASProgram.run(other, in: folder).status == 0)
            let cost = ["cost", "mobile", "--sample", "2", "--board", "raspberry-pi-4", "--profile", "none", "--format", "csv"]
            let listed = CSVTable(try NASProgram.run(cost + ["--energy-profile", "o.json"], in: folder).output)
            #expect(listed.column("estimate_source").allSatisfy { $0.contains("below the board's idle power") }, "\(listed)")
        }
    }

    /// A board that has a file says what can be measured there, and with how many threads.
    @Test func aFitNamesItsTarget() throws {
        try inFolder { folder, arguments in
            func fit(_ more: [String]) throws -> NASProgram.Result {
                try NASProgram.run(["calibrate", "fit", "--output", "p.json"] + arguments + more, in: folder)
            }
            let usual = try fit(["--board", "raspberry-pi-4"])
            #expect(usual.status == 0 && usual.errors.contains("profile of raspberry-pi-4, tflite fp32, 4 threads"), "\(usual.errors)")
            let file = SharedData.packageRoot.appendingPathComponent("boards/raspberry-pi-5.yaml").path
            #expect(try fit(["--board", file]).errors.contains("profile of raspberry-pi-5, tflite fp32, 4 threads"))
            #expect(try fit(["--board", "mine"]).errors.contains("profile of mine, tflite fp32, 1 thread"))
            let many = try fit(["--board", "raspberry-pi-4", "--threads", "8"])
            #expect(many.status == 64 && many.errors.contains("1 to 4 threads, got 8"), "\(many.errors)")
        }
    }

    /// The measurements are part of the run: its file may go.
    @Test func aRunKeepsItsProfile() throws {
        try inFolder { folder, arguments in
            let fit = ["calibrate", "fit", "--board", "raspberry-pi-4", "--threads", "4", "--output", "profile.json"] + arguments
            #expect(try NASProgram.run(fit, in: folder).status == 0)
            try Data(NASProgram.tinySpace.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
            let search = try NASProgram.run(
                [
                    "search", "tiny.yaml", "--board", "raspberry-pi-4", "--profile", "profile.json", "--budget", "latency=1s", "--battery",
                    "none",
                    "--trials", "2",
                ], in: folder)
            #expect(search.status == 0, "\(search.errors)")
            #expect(search.output.contains("estimates stand on the board's datasheet and on 16 networks of"), "\(search.output)")
            try FileManager.default.removeItem(at: folder.appendingPathComponent("profile.json"))
            let resumed = try NASProgram.run(["resume", "runs/tiny-1.db", "--trials", "3"], in: folder)
            #expect(resumed.status == 0, "\(resumed.errors)")
            let listed = CSVTable(try NASProgram.run(["trials", "runs/tiny-1.db", "--format", "csv"], in: folder).output)
            #expect(listed.column("estimate_source").count { $0.hasPrefix("datasheet and 16 networks") } == 3)
            let shown = try NASProgram.run(["show", "runs/tiny-1.db", "0", "--format", "json"], in: folder)
            #expect(shown.status == 0 && shown.output.contains("\"operations\""))
        }
    }

    @Test(
        arguments: [
            (["--column", "speed"], 65, "has no column 'speed' (--column)"), (["--runtime", "torch"], 64, "unknown runtime 'torch'"),
            (["--where", "architecture=none"], 65, "no row is left by --where 'architecture=none'"),
            (["--where", "board=none"], 65, "has no column 'board' (--where)"), (["--where", "nothing"], 64, "invalid"),
            (["--layers", "measured.csv"], 64, "Give either --space or --layers"), (["--train", "16"], 64, "leave none to test"),
            (["--calibrate", "3"], 64, "--calibrate needs --train"), (["--prior", "measured.csv"], 65, "is not a calibration profile"),
            (["--prior", "missing.json"], 65, "cannot be read"), (["--names", "missing.csv"], 65, "no such file"),
            (["--column", "architecture"], 64, "names no unit of time or energy"),
            (["--column", "architecture", "--unit", "ms"], 65, "expected a number in column 'architecture'"),
            (["--unit", "parsec"], 64, "unknown unit 'parsec'"),
            (["--unit", "s"], 64, "whose heading says ms"), (["--unit", "MS"], 64, "could be milli or mega"),
            (["--form", "big:1:1:1"], 64, "invalid"),
            (["--trust", "0", "--prior", "measured.csv"], 64, "--trust must be above zero"),
        ] as [([String], Int32, String)])
    func saysWhatIsWrong(_ more: [String], _ status: Int32, _ words: String) throws {
        try inFolder { folder, arguments in
            var arguments = arguments
            if more[0] == "--runtime" { arguments.removeLast(2) }
            let result = try NASProgram.run(["calibrate", "assess"] + arguments + more, in: folder)
            #expect(result.status == status && result.errors.contains(words), "\(result.status) \(result.errors)")
        }
    }

    @Test func fewNetworksAreRefused() throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data("architecture,latency_ms\n".utf8).write(to: folder.appendingPathComponent("empty.csv"))
            try Data("architecture,latency_ms\n0-0,3\n".utf8).write(to: folder.appendingPathComponent("one.csv"))
            let space = root.appendingPathComponent("searchspaces/imagenet/mobilenet-v1.yaml").path
            for (file, words) in [("empty.csv", "has no rows"), ("one.csv", "at least 3 are needed")] {
                let result = try NASProgram.run(
                    ["calibrate", "assess", "--networks", file, "--space", space, "--runtime", "c"], in: folder)
                #expect(result.status == 65 && result.errors.contains(words), "\(result.errors)")
            }
        }
    }
}

/// Measurements as people write them down, of four networks that a model of four does not predict well.
@Suite struct MeasurementTableTests {
    private static let once = [("2-1-0-1", 0.027302), ("2-1-1-0", 0.049019), ("2-0-3-0", 0.070855), ("1-0-3-0", 0.082059)]
    private static let space = """
        space: run
        language: 1
        input: {from: data}
        network:
          - conv: {out: {choice: [4, 8, 12, 16]}, kernel: {choice: [3, 5]}, norm: batch, activation: relu}
          - conv: {out: {choice: [4, 8, 12, 16]}, kernel: {choice: [3, 5]}, stride: 2, norm: batch, activation: relu}
          - global_pool: average
          - dense: {out: classes}

        """

    private func assess(_ table: String, _ more: [String] = [], in folder: URL) throws -> [String: Any] {
        try Data(table.utf8).write(to: folder.appendingPathComponent("t.csv"))
        try Data(Self.space.utf8).write(to: folder.appendingPathComponent("run.yaml"))
        let result = try NASProgram.run(
            ["calibrate", "assess", "--networks", "t.csv", "--space", "run.yaml", "--runtime", "tflite", "--format", "json"] + more,
            in: folder)
        #expect(result.status == 0, "\(result.errors)")
        return try #require((try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])?.first)
    }

    /// Networks measured five times are no five networks, nor are they where one is written in two ways.
    @Test func repeatedMeasurementsAreOneNetwork() throws {
        try NASProgram.inTemporaryFolder { folder in
            let header = "architecture,latency_ms\n"
            let once = try assess(header + Self.once.map { "\($0.0),\($0.1)\n" }.joined(), in: folder)
            let noise = [0.99, 1.005, 1, 1.01, 0.995]
            let repeats = try assess(header + Self.once.flatMap { row in noise.map { "\(row.0),\(row.1 * $0)\n" } }.joined(), in: folder)
            let (errorOnce, errorRepeated) = (once["mean_error"] as? Double ?? 0, repeats["mean_error"] as? Double ?? 0)
            #expect(errorOnce > 0.4 && abs(errorRepeated - errorOnce) < 0.01, "\(errorOnce) \(errorRepeated)")
            #expect(repeats["networks"] as? Int == 4 && once["measurement_noise"] is NSNull)
            #expect(abs((repeats["measurement_noise"] as? Double ?? 0) - 0.0079) < 0.0002)
            let few = try NASProgram.run(
                ["calibrate", "assess", "--networks", "t.csv", "--space", "run.yaml", "--runtime", "tflite", "--train", "4"], in: folder)
            #expect(few.status == 64 && few.errors.contains("of 4 networks"), "\(few.errors)")
        }
    }

    /// The same measurements in every unit and in every dialect.
    @Test func unitsAndDialects() throws {
        try NASProgram.inTemporaryFolder { folder in
            let wanted = try assess("architecture,latency_ms\n" + Self.once.map { "\($0.0),\($0.1)\n" }.joined(), in: folder)
            func comma(_ value: Double) -> String { String(value).replacingOccurrences(of: ".", with: ",") }
            for (table, more) in [
                ("architecture,latency_ns\n" + Self.once.map { "\($0.0),\($0.1 * 1e6)\n" }.joined(), ["--column", "latency_ns"]),
                (
                    "architecture,latency_seconds\n" + Self.once.map { "\($0.0),\($0.1 * 1e-3)\n" }.joined(),
                    ["--column", "latency_seconds"]
                ),
                ("architecture,latency\n" + Self.once.map { "\($0.0),\($0.1 * 1e3)\n" }.joined(), ["--column", "latency", "--unit", "us"]),
                ("architecture;Latency (ms)\r\n" + Self.once.map { "\($0.0);\(comma($0.1))\r\n" }.joined(), ["--column", "Latency (ms)"]),
                ("\u{FEFF}\"architecture\"\t\"latency_ms\"\n" + Self.once.map { "\"\($0.0)\"\t\"\($0.1)\"\n" }.joined(), []),
                ("architecture,energy_mWh\n" + Self.once.map { "\($0.0),\($0.1)\n" }.joined(), ["--column", "energy_mWh"]),
            ] {
                let found = try assess(table, more, in: folder)
                let (mine, theirs) = (found["mean_error"] as? Double ?? 0, wanted["mean_error"] as? Double ?? 1)
                #expect(abs(mine - theirs) < 1e-6, "\(table.prefix(40)): \(mine) \(theirs)")
            }
        }
    }

    @Test(
        arguments: [
            ("architecture,latency_MS", "latency_MS", 64, "could be milli or mega"),
            ("architecture,latency", "latency", 64, "names no unit"),
            ("architecture,latency_mJ", "latency_mJ", 64, "is called time"),
            ("architecture,power_mW", "power_mW", 64, "not a unit of time or energy"),
            ("architecture,latency_ticks", "latency_ticks", 64, "names no unit"),
            ("architecture,latency_mWh", "latency_mWh", 64, "is called time"),
        ] as [(String, String, Int32, String)])
    func unitsAreNotGuessed(_ header: String, _ column: String, _ status: Int32, _ words: String) throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data((header + "\n" + Self.once.map { "\($0.0),\($0.1)\n" }.joined()).utf8).write(
                to: folder.appendingPathComponent("t.csv"))
            try Data(Self.space.utf8).write(to: folder.appendingPathComponent("run.yaml"))
            let result = try NASProgram.run(
                [
                    "calibrate", "fit", "--networks", "t.csv", "--space", "run.yaml", "--runtime", "tflite", "--board", "b", "--column",
                    column,
                ], in: folder)
            #expect(result.status == status && result.errors.contains(words), "\(result.status) \(result.errors)")
        }
    }
}

/// Measured boards: no worse than least squares on five sums, whose errors these limits are.
@Suite(.enabled(if: SharedData.exists("boards"), "needs ../shared/data/boards")) struct PublishedCalibrationTests {
    private func error(_ arguments: [String]) throws -> Double {
        let result = try NASProgram.run(["calibrate", "assess", "--format", "json"] + arguments, in: SharedData.packageRoot)
        let rows = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]]
        return try #require(rows?.first?["mean_error"] as? Double, "\(result.errors)")
    }

    @Test(arguments: [
        ("rpi4-tflite-v2.7.1-ruy", "mean_ms", "fp32", 0.066), ("rpi4-tflite-v2.7.1-ruy", "mean_ms", "int8", 0.046),
        ("rpi4-tflite-v2.7.1-ruy", "wall_mJ_per_inference", "fp32", 0.065),
        ("rpi4-tflite-v2.7.1-ruy", "wall_mJ_per_inference", "int8", 0.046),
        ("rpi4-armnn-v21.11-neon", "mean_ms", "fp32", 0.061), ("rpi4-armnn-v21.11-neon", "mean_ms", "int8", 0.064),
        ("rpi4-armnn-v21.11-neon", "wall_mJ_per_inference", "fp32", 0.054),
        ("rpi4-armnn-v21.11-neon", "wall_mJ_per_inference", "int8", 0.047),
    ])
    func mobileNetworksOnARaspberryPi4(_ system: String, _ column: String, _ precision: String, _ limit: Double) throws {
        let error = try error(
            [
                "--networks", SharedData.url("boards/mlperf-raspberry-pi-4-energy.csv").path, "--names",
                "scripts/mlperf-names.csv",
                "--where", "system=\(system)", "--where", "precision=\(precision)", "--column", column, "--runtime",
                system.contains("armnn") ? "armnn" : "tflite",
            ]
                + ["mobilenet-v1", "mobilenet-v2", "mobilenet-v3", "efficientnet-lite"].flatMap {
                    ["--space", "searchspaces/imagenet/\($0).yaml"]
                })
        #expect(error < limit)
    }

    /// Sums of a table of blocks, to a thousandth.
    @Test(.enabled(if: SharedData.exists("fbnet-raspi4"), "needs ../shared/data/fbnet-raspi4")) func aLookupTableOfBlocks() throws {
        let error = try error([
            "--networks", SharedData.url("fbnet-raspi4/fbnet-latency.csv.gz").path, "--space", "fbnet", "--architecture-column", "arch",
            "--column", "raspi4_ms", "--runtime", "tflite", "--train", "110", "--draws", "2",
        ])
        #expect(error < 0.001)
    }

    @Test(arguments: [("Raspberry Pi 4B", 0.105), ("Raspberry Pi 3B+", 0.095), ("Jetson Nano", 0.16), ("Raspberry Pi 5", 0.16)])
    func ncnnByItsOwnLayers(_ board: String, _ limit: Double) throws {
        let error = try error([
            "--networks", SharedData.url("boards/ncnn-latency.csv").path, "--layers", SharedData.url("boards/ncnn-layers.csv.gz").path,
            "--names", SharedData.url("boards/ncnn-models.csv").path, "--runtime", "ncnn", "--column", "min_ms", "--where", "threads=1",
            "--where", "cooling_or_note!~vulkan", "--where", "model!~_int8", "--where", "macs!=0", "--where", "board=\(board)",
        ])
        #expect(error < limit)
    }
}
