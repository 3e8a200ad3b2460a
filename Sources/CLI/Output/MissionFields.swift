import CostModel
import Foundation

/// What a network makes of the mission's battery: columns behind an estimate's where there is a mission.
enum MissionFields {
    static let fields: [Listing.Field] = [
        .init("hours_until_empty", "hours"), .init("hours_until_empty_low", nil), .init("hours_until_empty_high", nil),
        .init("inferences_per_charge", nil), .init("inferences_per_charge_low", nil), .init("inferences_per_charge_high", nil),
        .init("marginal_inferences_per_charge", nil), .init("idle_hours", nil), .init("idle_share", nil), .init("busy_share", nil),
        .init("lasts", "lasts"),
    ]

    static func values(_ plan: MissionPlan, _ estimate: Estimate) -> [JSON] {
        let outlook = plan.mission.outlook(for: estimate, idleWatts: plan.idleWatts)
        func interval(_ value: Estimated) -> [JSON] { [value.value, value.low, value.high].map(JSON.number) }
        return interval(outlook.hoursUntilEmpty) + interval(outlook.inferencesPerCharge)
            + [
                .number(outlook.inferencesOfMarginalEnergy.value), .number(outlook.hoursOfIdle), .number(outlook.idleShare),
                .number(outlook.busyShare), .bool(outlook.lasts),
            ]
    }

    /// The arithmetic for a person.
    static func lines(_ plan: MissionPlan, _ estimate: Estimate) -> [String] {
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
