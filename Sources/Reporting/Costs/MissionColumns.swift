public import CostModel
internal import Foundation

/// What a network makes of the mission's battery: columns behind an estimate's where there is a mission.
public enum MissionColumns {
    /// Returns the columns for a mission's plan: hours until empty, inferences per charge, shares of charge and time, and whether it lasts.
    public static func columns(_ plan: MissionPlan) -> [Column<Estimate>] {
        outlook.of { estimate in plan.mission.outlook(for: estimate, idleWatts: plan.idleWatts) }
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
    ]

    /// Returns the arithmetic for a person: the plan's, and what this network makes of it.
    public static func lines(_ plan: MissionPlan, _ estimate: Estimate) -> [String] {
        let outlook = plan.mission.outlook(for: estimate, idleWatts: plan.idleWatts)
        let (hours, charge) = (outlook.hoursUntilEmpty, outlook.inferencesPerCharge)
        var lines = plan.lines
        lines.append(
            String(
                format: "this network: %.1f h until empty (90 %%: %.1f to %.1f), %.0f inferences a charge, busy %.1f %% of the time",
                hours.value, hours.low, hours.high, charge.value, outlook.busyShare * 100))
        lines.append(
            String(
                format: "of the charge idling takes %.1f %%, inferences %.1f %%; without inferences it lasts %.1f h, and without idle "
                    + "power it is worth %.0f inferences",
                outlook.idleShare * 100, (1 - outlook.idleShare) * 100, outlook.hoursOfIdle, outlook.inferencesOfMarginalEnergy.value))
        if !outlook.keepsUp { lines.append("it does not keep up with the rate") }
        return lines
    }
}
