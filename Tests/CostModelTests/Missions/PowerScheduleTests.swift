import Foundation
import Support
import TestSupport
import Testing

@testable import CostModel

@Suite struct PowerScheduleTests {
    private func cycle(
        awake: String? = nil, every: String? = nil, wake: String? = nil, asleep: String? = nil
    ) throws -> PowerSchedule.DutyCycle? {
        var text = PowerSchedule.CycleText()
        (text.awake, text.every, text.wake, text.asleep) = (awake, every, wake, asleep)
        return try PowerSchedule(idle: nil, load: nil, cycle: text).dutyCycle
    }

    private func loads(_ text: String) throws -> [PowerSchedule.Load] {
        try PowerSchedule(idle: nil, load: text, cycle: .init()).loads
    }

    @Test func readsLoads() throws {
        #expect(
            try loads("camera=1.1W, radio = 800 mW @ 10%,gps=0.1W@0.5") == [
                .init(name: "camera", watts: 1.1), .init(name: "radio", watts: 0.8, share: 0.1), .init(name: "gps", watts: 0.1, share: 0.5),
            ])
        #expect(try loads("none").isEmpty)
    }

    @Test(arguments: [
        ("camera", "name=power"), ("camera=", "name=power"), ("=1W", "name=power"), ("camera=1.1", "needs a unit"),
        ("camera=1.1mJ", "unknown unit"), ("camera=220mA", "at 5 V it is 1.10W"), ("camera=0W", "above zero"), ("camera=-1W", "negative"),
        ("camera=1W,camera=2W", "given twice"), ("camera=1W@120%", "at most 1"), ("camera=1W@1.2", "at most 1"),
        ("camera=1W@0", "above 0"), ("camera=1W@10%@2", "two shares"), ("camera=1,1W", "camera=1.1W"), ("camera=1W,", "name=power"),
        ("idle=1W", "--idle"), ("1=1W", "is a word"), ("camera=1e300W", "too large"), ("camera=nanW", "power"), ("", "name=power"),
    ]) func refusesWhatIsNoLoad(_ text: String, _ words: String) throws {
        let error = try #require(throws: Diagnostic.self) { try loads(text) }
        #expect("\(error.message) \(error.hint ?? "")".contains(words), "\(error)")
        #expect(error.message.contains("--load"))
        #expect(error.hint != nil)
    }

    @Test func readsDutyCycles() throws {
        #expect(
            try cycle(awake: "30s", every: "10min", wake: "40J@15s", asleep: "50mW")
                == .init(awakeSeconds: 30, everySeconds: 600, asleepWatts: 0.05, wakeJoules: 40, wakeSeconds: 15))
        #expect(try cycle(awake: "30s", every: "30s", asleep: "0W") == .init(awakeSeconds: 30, everySeconds: 30, asleepWatts: 0))
        #expect(try cycle() == nil)
        #expect(try cycle(awake: "none", every: "600s", asleep: "1W") == nil)
    }

    @Test func refusesWhatIsNoDutyCycle() throws {
        func refused(_ words: String, _ awake: String?, _ every: String?, _ asleep: String?, _ wake: String? = nil) throws {
            let error = try #require(throws: Diagnostic.self) { try cycle(awake: awake, every: every, wake: wake, asleep: asleep) }
            #expect("\(error.message) \(error.hint ?? "")".contains(words), "\(error)")
            #expect(error.hint != nil)
        }
        try refused("--every and --asleep", "30s", nil, nil)
        try refused("a switch takes the board off", "30s", "600s", nil)
        try refused("--awake and --every", nil, nil, nil, "40J")
        try refused("is longer than", "600s", "30s", "0W")
        try refused("needs a unit", "30", "600s", "0W")
        try refused("above zero", "0s", "600s", "0W")
        try refused("--asleep", "30s", "600s", "50mJ")
        try refused("--wake", "30s", "600s", "0W", "40W")
        try refused("no time is left", "30s", "600s", "0W", "40J@30s")
        try refused("30.5s", "30,5s", "600s", "0W")
    }

    /// A plain mission is stored as it always was, and what was stored before is read as it was.
    @Test func missionsOfBefore() throws {
        let plain = #"{"batteryAmpereHours":4,"efficiency":0.85,"hours":26,"inferencesPerSecond":1,"volts":5}"#
        let energy =
            #"{"batteryAmpereHours":4,"batteryWattHours":20,"efficiency":1,"hours":26,"inferencesPerSecond":1,"volts":5}"#
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        for (text, mission) in [
            (plain, try Mission(battery: "4000mAh@5V", hours: "26", rate: "1/s", efficiency: "0.85")),
            (energy, try Mission(battery: "20Wh", hours: "26", rate: "1/s")),
        ] {
            #expect(try JSONDecoder().decode(Mission.self, from: Data(text.utf8)) == mission)
            #expect(String(decoding: try encoder.encode(mission), as: UTF8.self) == text)
        }
    }

    @Test func missionsRoundTrip() throws {
        let schedule = PowerSchedule(
            idleState: "network-off", loads: [.init(name: "camera", watts: 1.1, share: 0.5)],
            dutyCycle: .init(awakeSeconds: 30, everySeconds: 600, asleepWatts: 0.05, wakeJoules: 40, wakeSeconds: 15))
        let mission = try Mission(battery: "18.5Wh", hours: "26", rate: "1/s", ageing: "80%", schedule: schedule)
        #expect(try JSONDecoder().decode(Mission.self, from: JSONEncoder().encode(mission)) == mission)
        #expect(mission.problem == nil)
        for bent in ["\"share\":0.5,", "\"awakeSeconds\":30,"] {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            let text = String(decoding: try encoder.encode(mission), as: UTF8.self)
            #expect(text.contains(bent))
            let wrong = text.replacing(bent, with: bent.replacing(#/[0-9.]+,/#, with: "1000,"))
            #expect(try JSONDecoder().decode(Mission.self, from: Data(wrong.utf8)).problem != nil)
        }
    }
}
