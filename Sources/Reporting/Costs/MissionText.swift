public import CostModel
internal import Foundation
internal import Support

/// The arithmetic of `nas mission` for a person.
public enum MissionText {
    /// Returns the battery, the base load and how long it lasts without inferences.
    public static func head(_ source: MissionSource) -> [String] {
        let power = source.power
        let hours = power.hoursWithoutInferences(batteryJoules: source.battery.joules)
        let unreachable = source.hours.flatMap {
            $0 >= hours ? String(format: "%.4g h are asked for: without any inference the battery does not last that long", $0) : nil
        }
        return [
            "battery \(source.battery.description)", "base load \(power.words)",
            String(
                format: "without inferences %.2f h = %.0f J / (%.3f W x 3600)", hours, source.battery.joules, power.baseWatts),
        ] + [unreachable].compactMap { $0 }
    }

    /// Returns what an inference of a network takes, how sure that is, and what it stands on.
    public static func network(_ estimate: Estimate) -> [String] {
        func text(_ interval: Interval, _ dimension: Support.Dimension) -> String {
            "\(dimension.format(interval.value)) (90 %: \(dimension.format(interval.low)) to \(dimension.format(interval.high)))"
        }
        return [
            "an inference takes \(text(estimate.energyJoules, .energy)) above idle, and \(text(estimate.latencySeconds, .time)); "
                + "estimated from: \(estimate.source)"
        ]
    }

    /// Returns what an inference may take; nothing where the battery is empty without any.
    public static func allowed(_ source: MissionSource, hours: Double, rate: Double) -> [String] {
        let mission = Mission(battery: source.battery, hours: hours, inferencesPerSecond: rate, schedule: source.power.schedule)
        guard let plan = try? mission.plan(idleWatts: source.power.idleWatts) else { return [] }
        return [String(format: "for %.4g h at %.4g/s: %@", hours, rate, plan.allowance)]
    }

    /// Returns what inferences make of it at the rate of a row.
    public static func lines(_ row: MissionRow) -> [String] {
        let (power, outlook) = (row.source.power, row.outlook)
        let (rate, joules) = (outlook.reachedInferencesPerSecond, row.network.energy.value)
        let share = power.inferenceTimeShare == 1 ? "" : String(format: " x %.4g of the time", power.inferenceTimeShare)
        var lines: [String] = []
        if let latency = row.network.latencySeconds, latency > power.longestInferenceSeconds {
            lines.append(
                "an inference of \(row.network.name) takes \(Dimension.time.format(latency)), and the board is awake for "
                    + "\(Dimension.time.format(power.longestInferenceSeconds)) at a time: none ends")
        } else if !outlook.keepsUp {
            lines.append(
                String(
                    format: "%.4g/s of %@ is more than it keeps up with: %.4g/s x %@ is over 1; at most %.4g/s", row.inferencesPerSecond,
                    row.network.name, row.inferencesPerSecond, Dimension.time.format(row.network.latencySeconds ?? 0), rate))
        }
        lines.append(
            String(
                format: "at %.4g/s inferences add %.4g W = %.4g/s x %@%@: %.2f h until empty, %.1f %% of the battery for inferences", rate,
                rate * power.inferenceTimeShare * joules, rate, Dimension.energy.format(joules), share, outlook.hoursUntilEmpty.value,
                outlook.inferenceShare * 100))
        if let hours = row.hours {
            lines.append(
                String(
                    format: "%.4g h are asked for: the battery %@", hours,
                    outlook.hoursUntilEmpty.value < hours
                        ? "does not last that long" : outlook.keepsUp ? "lasts" : "lasts, at the rate that is reached"))
        }
        return lines
    }

    /// Returns at which rates inferences of a network take a tenth and half of the battery.
    public static func thresholds(_ network: MissionNetwork, _ source: MissionSource) -> String {
        let most = network.mostInferencesPerSecond
        let rates = [0.1, 0.5].map { source.power.inferencesPerSecond(takingShare: $0, joules: network.energy.value) }
        guard rates.allSatisfy(\.isFinite) else { return "\(network.name): inferences take nothing" }
        func text(_ rate: Double) -> String {
            perSecond(rate) + (rate > most ? " (out of reach: at most \(perSecond(most)))" : "")
        }
        // No power of ten behind a rate.
        func perSecond(_ rate: Double) -> String { String(format: rate < 1000 ? "%.4g/s" : "%.0f/s", rate) }
        return "\(network.name): inferences take 10 % of the battery at \(text(rates[0])), 50 % at \(text(rates[1]))"
    }
}
