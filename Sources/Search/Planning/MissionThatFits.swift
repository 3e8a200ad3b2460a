internal import CostModel
internal import Foundation
internal import Support

/// How a mission would have to change for a network to keep its limits.
struct MissionThatFits {
    /// `--rate 1.2/s, or --hours 3.4`: each alone would do.
    let words: String

    /// - Parameter uses: what the network takes of quantities whose limit it breaks, whoever set that.
    /// - Returns: nil where it keeps those of the mission.
    init?(_ plan: MissionPlan, _ uses: [(quantity: CostQuantity, used: Double)]) {
        let mission = plan.mission
        let joules = uses.first { $0.quantity == .energy }?.used ?? 0
        let seconds = uses.first { $0.quantity == .latency }?.used ?? 0
        let isSlow = seconds > plan.allowedLatencySeconds
        guard isSlow || joules > plan.allowedJoules else { return nil }
        let affordable =
            joules > 0 ? plan.leftJoules / (joules * plan.power.inferences(inferencesPerSecond: 1, hours: mission.hours)) : .infinity
        let rate = min(affordable, isSlow ? 1 / seconds : .infinity)
        var ways = ["--rate \(Self.rounded(rate, .down))/s"]
        // A longer battery makes no network faster.
        if !isSlow {
            let watts = plan.power.watts(inferencesPerSecond: mission.inferencesPerSecond, joules: joules)
            let reaching = mission.battery.efficiency * mission.battery.capacityLeft
            ways.append("--hours \(Self.rounded(plan.batteryJoules / (watts * 3600), .down))")
            ways.append("--battery \(Self.rounded(watts * mission.hours / reaching, .up))Wh")
        }
        words = ways.joined(separator: ", or ")
    }

    /// With three digits, on the side where the network fits.
    private static func rounded(_ value: Double, _ rule: FloatingPointRoundingRule) -> String {
        guard value > 0, value.isFinite else { return "\(value)" }
        let step = pow(10, floor(log10(value)) - 2)
        // What is a step exactly is not one of the next.
        let steps = (value / step * (rule == .up ? 1 + 1e-12 : 1 - 1e-12)).rounded(rule)
        let text = String(format: "%.\(max(0, 2 - Int(floor(log10(value)))))f", steps * step)
        guard text.contains(".") else { return text }
        let digits = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
        return String(digits.reversed())
    }
}
