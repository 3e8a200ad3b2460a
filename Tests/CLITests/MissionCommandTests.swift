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

    /// Nothing that is said of a mission is passed over.
    @Test func whatIsSaidOfAMissionCounts() throws {
        try withSpace(", hours: 26, load: {camera: 0.1W}") { folder in
            for command in ["space", "search", "cost"] {
                let result = try run([command, "tiny.yaml"] + (command == "cost" ? ["--sample", "1"] : []), in: folder)
                #expect(result.status == 65 && result.errors.contains("tiny.yaml:"), "\(command): \(result.errors)")
                #expect(result.errors.contains("hours needs a battery"), "\(command): \(result.errors)")
            }
            let given = try run(["cost", "tiny.yaml", "--sample", "1", "--battery", "20Wh", "--rate", "1/s"], in: folder)
            #expect(given.status == 0, "\(given.errors)")
            let none = try run(["cost", "tiny.yaml", "--sample", "1", "--battery", "none"], in: folder)
            #expect(none.status == 0, "\(none.errors)")
        }
        try withSpace(", battery: 20Wh, hours: 26, rate: 1/s, efficiency: 85%") { folder in
            // The file's own mission is looked at without being asked for.
            let space = try run(["space", "tiny.yaml"], in: folder)
            #expect(space.output.contains("fit the budget") && space.output.contains("0.85 efficiency"), "\(space.output)")
            for option in [["--load", "camera=1W"], ["--rate", "2/s"], ["--every", "10min"]] {
                let result = try run(["cost", "tiny.yaml", "--sample", "1", "--battery", "none"] + option, in: folder)
                #expect(result.status == 64 && result.errors.contains("--battery none takes it away"), "\(option): \(result.errors)")
            }
            let whole = try run(["space", "tiny.yaml", "--efficiency", "none"], in: folder)
            #expect(whole.output.contains("1.00 efficiency"), "\(whole.output) \(whole.errors)")
            let percent = try run(["space", "tiny.yaml", "--efficiency", "85"], in: folder)
            #expect(percent.status == 64 && percent.errors.contains("in percent: 85%"), "\(percent.errors)")
            let rate = try run(["space", "tiny.yaml", "--rate", "none"], in: folder)
            #expect(rate.errors.contains("needs rate too"), "\(rate.errors)")
        }
    }

    /// A fork has its run's mission, but for what is given.
    @Test func aForkKeepsItsRunsMission() throws {
        let cycle = ", awake: 30s, every: 600s, asleep: 0.05W, battery: 20Wh, hours: 100, rate: 1/s, load: {camera: 0.1W}"
        try withSpace(cycle) { folder in
            #expect(try run(["search", "tiny.yaml", "--trials", "1", "--db", "a.db"], in: folder).status == 0)
            func words(_ db: String, _ options: [String]) throws -> String {
                let fork = try run(["fork", "a.db", "--db", db, "--trials", "1"] + options, in: folder)
                #expect(fork.status == 0, "\(fork.errors)")
                return try run(["mission", db, "--trial", "0"], in: folder).output
            }
            let hours = try words("b.db", ["--hours", "50"])
            #expect(hours.contains("camera 0.10 W x 30/600") && hours.contains("50 h are asked for"), "\(hours)")
            let old = try words("c.db", ["--ageing", "80%"])
            #expect(old.contains("0.80 left by ageing") && old.contains("100 h are asked for"), "\(old)")
            let shorter = try words("e.db", ["--awake", "20s"])
            #expect(shorter.contains("20/600") && shorter.contains("sleep 0.050 W"), "\(shorter)")
            let fork = try run(["fork", "a.db", "--db", "f.db", "--trials", "1", "--hours", "50"], in: folder)
            for line in ["estimates stand on", "left for inference", "budget for one inference"] { #expect(fork.output.contains(line)) }
            let none = try run(["fork", "a.db", "--db", "g.db", "--rate", "none"], in: folder)
            #expect(none.status == 64 && none.errors.contains("a battery needs rate too"), "\(none.errors)")
            let other = try words("d.db", ["--battery", "10Wh", "--load", "none"])
            #expect(other.contains("10.00 Wh") && !other.contains("camera") && other.contains("30/600"), "\(other)")
        }
    }

    /// What cannot be is said, also before there is a network.
    @Test func missionsOutOfReachAreSaid() throws {
        let battery = ["mission", "--board", "raspberry-pi-4", "--battery", "20Wh"]
        let long = try run(battery + ["--hours", "100"])
        #expect(long.output.contains("100 h are asked for: without any inference the battery does not last that long"), "\(long.output)")
        let busy = try run(battery + ["--hours", "2", "--rate", "10/s", "--energy", "1mJ", "--latency", "1s"])
        #expect(busy.output.contains("2 h are asked for: the battery lasts, at the rate that is reached"), "\(busy.output)")
        let asked = try run(battery + ["--hours", "2", "--rate", "10/s"])
        #expect(asked.output.contains("for 2 h at 10/s: allowed per inference"), "\(asked.output)")
        let cycle =
            battery + ["--awake", "1s", "--every", "1min", "--asleep", "0W", "--energy", "1J", "--latency", "2s", "--rate", "0.1/s"]
        let slow = try run(cycle)
        #expect(slow.output.contains("the board is awake for 1.00 s at a time: none ends"), "\(slow.output)")
        let rows = try self.rows(Array(cycle.dropFirst()))
        #expect(rows.allSatisfy { $0["inferences_per_charge"] as? Double == 0 }, "\(rows)")
    }

    /// Wrong values of `defaults:` are all told at once.
    @Test func defaultsTellAllTheirMistakes() throws {
        try withSpace(", battery: 20, hours: soon, trials: some, objectives: beauty") { folder in
            for command in ["space", "search"] {
                let result = try run([command, "tiny.yaml"], in: folder)
                for word in ["defaults.battery", "defaults.hours", "defaults.trials", "defaults.objectives"] {
                    #expect(result.status == 65 && result.errors.contains(word), "\(command) \(word): \(result.errors)")
                }
            }
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
