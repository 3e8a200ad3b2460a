import Foundation
import Support
import TestSupport
import Testing

@testable import CostModel

/// The arithmetic of missions, against arithmetic by hand.
@Suite struct MissionPowerTests {
    private func schedule(_ options: [String: String]) throws -> PowerSchedule {
        var cycle = PowerSchedule.CycleText()
        (cycle.awake, cycle.every, cycle.wake, cycle.asleep) = (options["awake"], options["every"], options["wake"], options["asleep"])
        return try PowerSchedule(idle: options["idle"], load: options["load"], cycle: cycle)
    }

    @Test(arguments: MissionCase.all) func equalsArithmeticByHand(_ item: MissionCase) throws {
        let battery = try Battery(
            try #require(item.options["battery"]), ageing: item.options["ageing"], efficiency: item.options["efficiency"])
        let schedule = try schedule(item.options)
        let target = try shippedBoards.board(named: item.board).target()
        let power = MissionPower(idleWatts: try target.idleWatts(in: schedule.idleState).value, schedule: schedule)
        let joules = item.millijoules * 1e-3
        let outlook = power.outlook(batteryJoules: battery.joules, inferencesPerSecond: item.rate, energy: Interval(exactly: joules))
        #expect(isNear(outlook.hoursUntilEmpty.value, item.hours), "\(outlook.hoursUntilEmpty.value)")
        #expect(isNear(outlook.inferencesPerCharge.value, item.inferences))
        let shares = [outlook.idleShare, outlook.loadShare, outlook.sleepShare, outlook.inferenceShare]
        for (found, expected) in zip(shares, item.shares) { #expect(isNear(found, expected), "\(shares)") }
        for (share, expected) in zip([0.1, 0.5], item.thresholds ?? []) {
            #expect(isNear(power.inferencesPerSecond(takingShare: share, joules: joules), expected))
        }
    }

    /// What is allowed is what is left, and exactly that drains the battery in the mission's hours.
    @Test func budgetAndOutlookAgree() throws {
        let schedule = try schedule(["load": "radio=0.8W@10%", "awake": "30s", "every": "10min", "asleep": "50mW", "wake": "40J@15s"])
        let mission = try Mission(battery: "20Wh", hours: "60", rate: "10/s", ageing: "80%", schedule: schedule)
        let plan = try mission.plan(idleWatts: 2.36)
        // 57,600 J; in 600 s 30 x (2.36 + 0.08) + 570 x 0.05 + 40 = 141.7 J, 360 times 51,012 J; 150 inferences in 600 s.
        #expect(isNear(plan.batteryJoules, 57_600))
        #expect(isNear(plan.baseJoules, 51_012))
        #expect(isNear(plan.inferences, 54_000))
        #expect(isNear(plan.allowedJoules, 6588.0 / 54_000))
        #expect(isNear(plan.allowedLatencySeconds, 0.1))
        let outlook = plan.power.outlook(
            batteryJoules: plan.batteryJoules, inferencesPerSecond: 10, energy: Interval(exactly: plan.allowedJoules))
        #expect(isNear(outlook.hoursUntilEmpty.value, 60))
        #expect(
            plan.lines == [
                "battery 57,600 J = 20.00 Wh x 3600 x 1.00 efficiency x 0.80 left by ageing",
                "idle 25,488 J = 2.36 W x 30/600 of the time x 60.00 h x 3600",
                "radio 864 J = 0.80 W x 10.0 % x 30/600 of the time x 60.00 h x 3600",
                "sleep 10,260 J = 0.050 W x 570/600 of the time x 60.00 h x 3600",
                "waking 14,400 J = 40.0 J every 600 s x 60.00 h x 3600",
                "without inferences 51,012 J",
                "left for inference 6,588 J",
                "inferences 54,000 = 900.00 an hour x 60.00 h",
                "allowed per inference 122 mJ above idle, and 100 ms until the next is due",
            ])
    }

    /// Hours are those at the rate that a network reaches, not at one that it does not.
    @Test func aRateThatIsNotReachedIsNotCounted() {
        let power = MissionPower(idleWatts: 2)
        let outlook = power.outlook(
            batteryJoules: 72_000, inferencesPerSecond: 50, energy: Interval(exactly: 0.1), latencySeconds: 0.1, hours: 1)
        // 10/s at most: 2 W + 1 W.
        #expect(outlook.reachedInferencesPerSecond == 10)
        #expect(isNear(outlook.hoursUntilEmpty.value, 20.0 / 3))
        #expect(isNear(outlook.inferencesPerCharge.value, 240_000))
        #expect(isNear(outlook.busyShare, 5))
        #expect(!outlook.keepsUp)
        #expect(!outlook.lasts)
        let reached = power.outlook(
            batteryJoules: 72_000, inferencesPerSecond: 10, energy: Interval(exactly: 0.1), latencySeconds: 0.1, hours: 1)
        #expect(reached.keepsUp)
        #expect(reached.lasts)
        #expect(reached.hoursUntilEmpty == outlook.hoursUntilEmpty)
    }

    @Test func adviceNamesWhatWouldChangeMore() throws {
        let target = try shippedBoards.board(named: "raspberry-pi-4").target()
        let power = MissionPower(idleWatts: 2.65)
        func advice(_ power: MissionPower, rate: Double, latency: Double = 0) -> MissionAdvice? {
            MissionAdvice(
                power, inferencesPerSecond: rate, on: target, energyJoules: 0.002, latencySeconds: latency, network: "this network")
        }
        let lines = try #require(advice(power, rate: 5)).lines
        // 0.01 W of 2.66 W; a tenth: 2.65 / 9 / 0.002 = 147.2/s
        #expect(lines[0].contains("inferences take 0.4 % of the battery, idle 99.6 %"))
        #expect(lines[1].contains("--idle network-off (2.10 W instead of 2.65 W)"))
        #expect(lines[1].contains("--awake, --every, --asleep"))
        #expect(lines[1].contains("from 147/s on"))
        // No rate that it does not keep up with, and no state that the board is in already.
        let slow = try #require(
            advice(MissionPower(idleWatts: 2.1, schedule: PowerSchedule(idleState: "network-off")), rate: 5, latency: 0.05))
        #expect(!slow.lines.joined().contains("higher rate"))
        #expect(!slow.lines.joined().contains("network-off"))
        #expect(advice(power, rate: 148) == nil)
    }
}
