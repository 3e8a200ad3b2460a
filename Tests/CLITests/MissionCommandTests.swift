import Foundation
import TestSupport
import Testing

/// `nas mission`, and missions in the other commands.
@Suite struct MissionCommandTests {
    private func run(_ arguments: [String], in folder: URL = SharedData.packageRoot) throws -> NASProgram.Result {
        try NASProgram.run(arguments, in: folder)
    }

    private func rows(_ arguments: [String], in folder: URL = SharedData.packageRoot) throws -> [[String: Any]] {
        let result = try run(["mission"] + arguments + ["--format", "json"], in: folder)
        #expect(result.status == 0, "\(result.errors)")
        return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
    }

    private func withSpace(_ defaults: String = "", _ body: (URL) throws -> Void) throws {
        try NASProgram.inTemporaryFolder { folder in
            let text = NASProgram.tinySpace.replacing("board: raspberry-pi-zero-w}", with: "board: raspberry-pi-zero-w\(defaults)}")
            try Data(text.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
            try body(folder)
        }
    }

    @Test(arguments: MissionCase.all) func equalsArithmeticByHand(_ item: MissionCase) throws {
        var arguments = ["--board", item.board, "--energy", "\(item.millijoules)mJ"]
        for (option, value) in item.options.sorted(by: { $0.key < $1.key }) { arguments += ["--\(option)", value] }
        if item.rate > 0 { arguments += ["--rate", "\(item.rate)/s"] }
        let row = try #require(try rows(arguments).first { $0["rate_per_s"] as? Double == item.rate })
        func value(_ name: String) throws -> Double { try #require(row[name] as? Double, "\(name)") }
        #expect(isNear(try value("hours_until_empty"), item.hours))
        #expect(isNear(try value("inferences_per_charge"), item.inferences))
        for (name, expected) in zip(["idle_share", "load_share", "sleep_share", "inference_share"], item.shares) {
            #expect(isNear(try value(name), expected), "\(name)")
        }
        for (name, expected) in zip(["rate_for_10_percent_per_s", "rate_for_50_percent_per_s"], item.thresholds ?? []) {
            #expect(isNear(try value(name), expected), "\(name)")
        }
    }

    @Test func aTableShowsItsArithmetic() throws {
        let camera = ["mission", "--board", "raspberry-pi-4", "--battery", "4000mAh@5V", "--efficiency", "85%", "--load", "camera=1.1W"]
        let one = try run(camera + ["--energy", "20mJ", "--latency", "4ms", "--rate", "10/s", "--hours", "5"]).output
        for line in [
            "battery 61,200 J = 4,000/1000 Ah x 5.00 V x 3600 x 0.85 efficiency", "base load 3.750 W = idle 2.65 W + camera 1.10 W",
            "without inferences 4.53 h = 61200 J / (3.750 W x 3600)", "4.30 h until empty, 5.1 % of the battery for inferences",
            "does not last that long", "inferences take 10 % of the battery at 20.83/s, 50 % at 187.5/s",
            "what changes more: --idle network-off (2.10 W instead of 2.65 W)",
        ] { #expect(one.contains(line), "\(line): \(one)") }
        let several = try run(camera).output
        #expect(several.contains("hours of 10.0 mJ"))
        #expect(several.contains("1.00 J: inferences take 10 % of the battery at 0.4167/s, 50 % at 3.75/s"))
        // More than it keeps up with.
        let busy = try run(camera + ["--energy", "20mJ", "--latency", "200ms", "--rate", "10/s"]).output
        #expect(busy.contains("at most 5/s"))
        #expect(busy.contains("(out of reach: at most 5/s)"))
    }

    @Test func aPictureHasALineForEachNetwork() throws {
        let svg = try run(["mission", "--battery", "20Wh", "--hours", "6", "--rate", "10/s", "--format", "svg"]).output
        let picture = XMLChecker(svg)
        #expect(picture.isWellFormed)
        #expect(picture.count("path") == 5)
        #expect(picture.count("circle") == 10)
        #expect(svg.contains("6 h asked for"))
    }

    @Test func wrongMissionsSayWhatWouldDo() throws {
        let battery = ["mission", "--board", "raspberry-pi-4", "--battery", "20Wh"]
        for (arguments, words) in [
            (["mission", "--board", "raspberry-pi-4"], "--battery 4000mAh@5V"), (["mission", "--load", "camera=1W"], "needs a battery"),
            (battery + ["--idle", "hdmi-off"], "it has: network-off (2.10 W), and 2.65 W without --idle"),
            (battery + ["--load", "camera=220mA"], "at 5 V it is 1.10W"),
            (battery + ["--load", "camera=1W", "--load", "camera=2W"], "given twice"),
            (battery + ["--load", "radio=1W@120%"], "at most 1"), (battery + ["--awake", "30s"], "--every and --asleep"),
            (battery + ["--ageing", "120%"], "--ageing"), (battery + ["--asleep", "5"], "--awake"),
            (battery + ["--arch", "0-0"], "of which space"), (battery + ["--trial", "0"], "of which run"),
            (battery + ["--latency", "3ms"], "--energy"), (battery + ["--energy", "2"], "needs a unit"),
            (battery + ["--budget", "energy=2mJ"], "--budget"),
        ] {
            let result = try run(arguments)
            #expect(result.status == 64 && result.errors.contains(words), "\(arguments): \(result.errors)")
        }
        let none = try run(["mission", "--board", "raspberry-pi-5", "--battery", "20Wh", "--idle", "network-off"])
        #expect(none.status == 64 && none.errors.contains("none is published"), "\(none.errors)")
    }

    @Test func aSpaceFileHoldsAMission() throws {
        let defaults = ", battery: 20Wh, hours: 26, rate: 1/s, load: {camera: 0.1W, radio: 0.2W@10%}, ageing: 90%"
        try withSpace(defaults) { folder in
            let result = try run(["mission", "tiny.yaml", "--energy", "2mJ"], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains("base load 0.720 W = idle 0.60 W + camera 0.10 W + radio 0.20 W x 10.0 %"), "\(result.output)")
            let cost = try run(["cost", "tiny.yaml", "--sample", "2", "--load", "none", "--format", "csv"], in: folder)
            #expect(CSVTable(cost.output).column("load_share") == ["0", "0"], "\(cost.output) \(cost.errors)")
            let drained = try run(["space", "tiny.yaml", "--board", "raspberry-pi-4"], in: folder)
            #expect(drained.status == 2 && drained.errors.contains("drained by idle, camera and radio alone"), "\(drained.errors)")
            #expect(drained.errors.contains("--idle network-off (2.10 W instead of 2.65 W)"))
        }
        for (wrong, place) in [
            (", battery: 20Wh, load: {camera: 1A}", "at 5 V it is 5.00W"),
            (", idle: asleep, battery: 20Wh, hours: 1, rate: 1/s", "hdmi-off"),
            (", awake: 30s", "a duty cycle needs"),
        ] {
            try withSpace(wrong) { folder in
                let result = try run(["space", "tiny.yaml"], in: folder)
                #expect(result.status == 65 && result.errors.contains("tiny.yaml:"), "\(wrong): \(result.errors)")
                #expect(result.errors.contains(place), "\(wrong): \(result.errors)")
            }
        }
    }

    /// Where idling takes nearly all of the battery, users are told so, and what they can change.
    @Test func commandsSayWhereTheBatteryGoes() throws {
        try withSpace { folder in
            let mission = ["--battery", "4000mAh@5V", "--hours", "26", "--rate", "1/s"]
            for command in [["space"], ["cost", "--sample", "3"], ["search", "--trials", "1", "--db", "a.db"]] {
                let result = try run([command[0], "tiny.yaml"] + command.dropFirst() + mission, in: folder)
                #expect(result.status == 0, "\(result.errors)")
                let text = result.output + result.errors
                #expect(text.contains("of the battery, idle over 99.9 %"), "\(command): \(text)")
                #expect(text.contains("what changes more: --idle hdmi-off (0.475 W instead of 0.600 W)"), "\(command): \(text)")
            }
            let trial = try rows(["a.db", "--trial", "0"], in: folder)
            let row = try #require(trial.first { $0["rate_per_s"] as? Double == 1 })
            #expect(row["lasts"] as? Bool == true)
            let shown = CSVTable(try run(["trials", "a.db", "--format", "csv"], in: folder).output)
            let energy = try #require(shown.column("energy_mj").first.flatMap(Double.init))
            #expect(abs(try #require(row["energy_mj"] as? Double) / energy - 1) < 1e-9)
            // The run's own battery, with another load.
            let loaded = try rows(["a.db", "--trial", "0", "--load", "camera=0.4W"], in: folder)
            #expect(isNear(try #require(loaded[0]["hours_until_empty"] as? Double), 20))
            // A rate that no network reaches is not counted.
            let fast = try run(
                ["cost", "tiny.yaml", "--sample", "1", "--format", "csv", "--rate", "1000000/s", "--battery", "20Wh", "--hours", "1"],
                in: folder)
            let table = CSVTable(fast.output)
            let (latency, rate) = (table.column("latency_ms")[0], table.column("reached_rate_per_s")[0])
            #expect(isNear(try #require(Double(rate)), 1e3 / (try #require(Double(latency)))))
            #expect(table.column("lasts") == ["false"])
        }
    }

    /// A board file that gains idle states is the same board to a run.
    @Test func runsGoOnWhereABoardGainsStates() throws {
        try withSpace { folder in
            let shipped = try String(
                contentsOf: SharedData.packageRoot.appendingPathComponent("boards/raspberry-pi-4.yaml"), encoding: .utf8)
            let plain = shipped.replacing(#/ *idle_states:\n( {4,}.*\n)+/#, with: "")
            #expect(!plain.contains("idle_states"))
            #expect(plain.contains("active:"))
            let file = folder.appendingPathComponent("mine.yaml")
            try Data(plain.utf8).write(to: file)
            let begun = try run(["search", "tiny.yaml", "--trials", "1", "--board", "mine.yaml", "--db", "a.db"], in: folder)
            #expect(begun.status == 0, "\(begun.errors)")
            try Data(shipped.utf8).write(to: file)
            let resumed = try run(["resume", "a.db", "--trials", "2"], in: folder)
            #expect(resumed.status == 0, "\(resumed.errors)")
            #expect(!resumed.errors.contains("changed"))
        }
    }
}
