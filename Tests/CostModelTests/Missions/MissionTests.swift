import Foundation
import Support
import Testing

@testable import CostModel

@Suite struct MissionTests {
    private func near(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * abs(b) }

    @Test func arithmeticByHand() throws {
        // 4 Ah x 5 V = 20 Wh = 72,000 J; 0.6 W x 26 h = 56,160 J; left 15,840 J; 93,600 inferences of 169.23 mJ.
        let mission = try Mission(battery: "4000mAh@5V", hours: "26", rate: "1/s")
        let plan = try mission.plan(idleWatts: 0.6)
        #expect(near(plan.batteryJoules, 72_000))
        #expect(near(plan.idleJoules, 56_160))
        #expect(near(plan.leftJoules, 15_840))
        #expect(near(plan.inferences, 93_600))
        #expect(near(plan.allowedJoules, 15_840.0 / 93_600))
        #expect(near(plan.allowedLatencySeconds, 1))
        #expect(plan.budget.limits.map(\.quantity) == [.energy, .latency])
        #expect(plan.budget.limits.allSatisfy { $0.origin == .mission })
        #expect(
            plan.lines == [
                "battery 72,000 J = 4,000/1000 Ah x 5.00 V x 3600 x 1.00 efficiency",
                "idle 56,160 J = 0.60 W x 26.00 h x 3600",
                "left for inference 15,840 J",
                "inferences 93,600 = 3,600.00 an hour x 26.00 h",
                "allowed per inference 169 mJ above idle, and 1.00 s until the next is due",
            ])
        // What the battery holds is what the mission needs with exactly the allowed energy.
        #expect(near(plan.batteryJoules, 0.6 * 26 * 3600 + plan.inferences * plan.allowedJoules))
    }

    @Test func efficiencyAndUnits() throws {
        let mission = try Mission(battery: "4Ah@3850mV", hours: "90min", rate: "6/min", efficiency: "85%")
        #expect(near(mission.batteryJoules, 4 * 3.85 * 3600 * 0.85))
        #expect(near(mission.hours, 1.5))
        #expect(near(mission.inferences, 540))
        let energy = try Mission(battery: "20Wh", hours: "26", rate: "1/s", efficiency: "85%")
        #expect(energy.batteryJoules == 20 * 3600 * 0.85)
        #expect(try energy.plan(idleWatts: 0.1).lines[0] == "battery 61,200 J = 20.00 Wh x 3600 x 0.85 efficiency")
        for wrong in ["20Wh@5V", "20MWh", "0Wh", "20W", "4,0Ah@5V", "0x10Wh"] {
            #expect(throws: Diagnostic.self) { try Mission(battery: wrong, hours: "1", rate: "1/s") }
        }
        #expect(try Mission(battery: "4Ah@5V", hours: "2d", rate: "2Hz", efficiency: "0.85").hours == 48)
    }

    @Test func aBatteryWithoutVoltsIsRefused() throws {
        let error = try #require(throws: Diagnostic.self) { try Mission(battery: "4000mAh", hours: "26", rate: "1/s") }
        #expect(error.message.contains("needs its voltage"))
        let hint = try #require(error.hint)
        #expect(hint.contains("20 Wh at 5 V") && hint.contains("15.4 Wh at 3.85 V"))
    }

    @Test(arguments: [
        ("4000@5V", "26", "1/s", "1"), ("4000mAh@5", "26", "1/s", "1"), ("0mAh@5V", "26", "1/s", "1"), ("4Ah@5V@2", "26", "1/s", "1"),
        ("4Ah@5V", "0", "1/s", "1"), ("4Ah@5V", "-3", "1/s", "1"), ("4Ah@5V", "nan", "1/s", "1"), ("4Ah@5V", "soon", "1/s", "1"),
        ("4Ah@5V", "26", "1", "1"), ("4Ah@5V", "26", "0/s", "1"), ("4Ah@5V", "26", "1/s", "1.2"), ("4Ah@5V", "26", "1/s", "0"),
        ("4Ah@5V", "26", "1/s", "nan"), ("4Ah@5V", "26", "1/s", "120%"), ("4Ah@5V", "1e308d", "1/s", "1"),
        ("1e300Ah@1e300V", "26", "1/s", "1"), ("4Ah@5V", "26", "1e-300/s", "1"),
    ]) func refusesWhatIsNoMission(_ battery: String, _ hours: String, _ rate: String, _ efficiency: String) {
        #expect(throws: Diagnostic.self) { try Mission(battery: battery, hours: hours, rate: rate, efficiency: efficiency) }
    }

    @Test func idleAloneDrainsTheBattery() throws {
        // The Pi 4 idles at 2.65 W: 20 Wh last 7.5 h.
        let mission = try Mission(battery: "4000mAh@5V", hours: "26", rate: "1/s")
        let error = try #require(throws: MissionError.self) { try mission.plan(on: shippedBoards.board(named: "raspberry-pi-4").target()) }
        #expect(near(error.hoursOfIdle, 20 / 2.65))
        #expect(error.diagnostic.hint?.contains("less than 7.5 hours") == true)
        #expect(error.description.contains("drained by idle alone") && error.description.contains("7.5 h"))
        #expect(throws: MissionError.self) { try mission.plan(idleWatts: 20.0 / 26) }
    }

    @Test func outlookIsTheInverse() throws {
        let mission = try Mission(battery: "4000mAh@5V", hours: "26", rate: "1/s")
        let plan = try mission.plan(idleWatts: 0.6)
        func estimate(_ joules: Double, latency: Double) -> Estimate {
            Estimate(
                latencySeconds: Interval(exactly: latency), energyJoules: Interval(value: joules, low: joules / 2, high: joules * 2),
                energyTotalJoules: Interval(exactly: 2 * joules), peakMemoryBytes: Interval(exactly: 0),
                storageBytes: Interval(exactly: 0),
                macs: 0, parameters: 0, origin: .init(source: "datasheet", profileHash: StableHash(of: "")))
        }
        // With exactly the allowed energy the battery lasts exactly as long as the mission.
        let exact = mission.outlook(for: estimate(plan.allowedJoules, latency: 0.25), idleWatts: 0.6)
        #expect(near(exact.hoursUntilEmpty.value, 26))
        #expect(near(exact.inferencesPerCharge.value, 93_600))
        #expect(exact.hoursUntilEmpty.low < 26 && exact.hoursUntilEmpty.high > 26)
        #expect(near(exact.busyShare, 0.25) && exact.keepsUp)
        #expect(mission.outlook(for: estimate(0.9 * plan.allowedJoules, latency: 0.25), idleWatts: 0.6).lasts)
        #expect(!mission.outlook(for: estimate(1.1 * plan.allowedJoules, latency: 0.25), idleWatts: 0.6).lasts)
        let slow = mission.outlook(for: estimate(0.01, latency: 1.01), idleWatts: 0.6)
        #expect(!slow.keepsUp && !slow.lasts)
    }

    @Test func roundTripsThroughJSON() throws {
        let plan = try Mission(battery: "4Ah@5V", hours: "26", rate: "1/s").plan(idleWatts: 0.6)
        #expect(try JSONDecoder().decode(MissionPlan.self, from: JSONEncoder().encode(plan)) == plan)
    }

    @Test func numbersInSentences() {
        #expect(number(0) == "0")
        #expect(number(999) == "999")
        #expect(number(1_234_567.891, digits: 2) == "1,234,567.89")
        #expect(number(-1000) == "-1,000")
    }
}
