public import CostModel
internal import Foundation

/// What a network makes of the mission's battery: columns behind an estimate's where there is a mission.
public enum MissionColumns {
    /// Returns the columns for a mission's plan: hours until empty, inferences per charge, shares of charge and time, and whether it lasts.
    public static func columns(_ plan: MissionPlan) -> [Column<Estimate>] {
        outlook.of { estimate in plan.outlook(for: estimate) }
    }

    private static let outlook: [Column<MissionOutlook>] =
        Column.interval("hours_until_empty", "hours", ends: .useful, of: { $0.hoursUntilEmpty }, as: { $0 })
        + Column.interval("inferences_per_charge", nil, of: { $0.inferencesPerCharge }, as: { $0 }) + shares

    private static let shares: [Column<MissionOutlook>] = [
        Column("marginal_inferences_per_charge") { $0.inferencesOfMarginalEnergy.value },
        Column("idle_hours") { $0.hoursOfIdle },
        Column("idle_share") { $0.idleShare },
        Column("busy_share") { $0.busyShare },
        Column("lasts", "lasts") { $0.lasts },
        Column("load_share") { $0.loadShare },
        Column("sleep_share") { $0.sleepShare },
        Column("inference_share") { $0.inferenceShare },
        Column("reached_rate_per_s") { $0.reachedInferencesPerSecond },
    ]

    /// Returns the arithmetic for a person: the plan's, and what this network makes of it on the target.
    public static func lines(_ plan: MissionPlan, _ estimate: Estimate, on target: Target) -> [String] {
        let outlook = plan.outlook(for: estimate)
        let (hours, charge) = (outlook.hoursUntilEmpty, outlook.inferencesPerCharge)
        var lines = plan.lines
        lines.append(
            String(
                format: "this network: %.1f h until empty (90 %%: %.1f to %.1f), %.0f inferences a charge, busy %.1f %% of the time",
                hours.value, hours.low, hours.high, charge.value, outlook.busyShare * 100))
        let others = [("other loads", outlook.loadShare), ("sleep and waking", outlook.sleepShare)].filter { $0.1 > 0 }
            .map { String(format: "%@ %.1f %%, ", $0.0, $0.1 * 100) }.joined()
        lines.append(
            String(
                format: "of the charge idling takes %.1f %%, %@inferences %.1f %%; without inferences it lasts %.1f h, and without idle "
                    + "power it is worth %.0f inferences",
                outlook.idleShare * 100, others, outlook.inferenceShare * 100, outlook.hoursOfIdle,
                outlook.inferencesOfMarginalEnergy.value))
        if !outlook.keepsUp {
            lines.append(
                String(
                    format: "it does not keep up with the rate: %.3g/s at most, which these figures are for",
                    outlook.reachedInferencesPerSecond))
        }
        let advice = MissionAdvice(
            plan.power, inferencesPerSecond: plan.mission.inferencesPerSecond, on: target, energyJoules: estimate.energyJoules.value,
            latencySeconds: estimate.latencySeconds.value, network: "this network")
        return lines + (advice?.lines ?? [])
    }
}
