/// How long a battery lasts with a network at a rate. The intervals are those of the network's energy; the base load is taken as it is.
///
/// A network that does not keep up with the rate runs as often as it can: hours and inferences are those at the rate that it reaches; not at
/// all where an inference takes longer than the board is awake.
public struct MissionOutlook: Sendable, Hashable, Codable {
    /// The rate that the network reaches while the board is awake, in inferences a second: the one asked for, at most 1 / latency.
    public let reachedInferencesPerSecond: Double
    /// Hours until the battery is empty, with inferences at that rate and the base load from the same battery.
    public let hoursUntilEmpty: Interval
    /// Inferences until the battery is empty, at that rate.
    public let inferencesPerCharge: Interval
    /// Inferences if all of the charge went into what they add to idle.
    public let inferencesOfMarginalEnergy: Interval
    /// Hours until the battery is empty if there were no inferences.
    public let hoursOfIdle: Double
    /// The share of the charge that the board's idling takes, 0 to 1.
    public let idleShare: Double
    /// The share of the charge that other loads take, 0 to 1.
    public let loadShare: Double
    /// The share of the charge that sleep and waking take, 0 to 1.
    public let sleepShare: Double
    /// The share of the charge that inferences take, 0 to 1.
    public let inferenceShare: Double
    /// The rate asked for times the latency: the share of the time awake in which an inference runs; above 1 where the network does not
    /// keep up.
    public let busyShare: Double
    /// Whether one inference ends before the next is due, and before the board sleeps.
    public let keepsUp: Bool
    /// Whether the network keeps up and the battery lasts as long as the mission.
    public let lasts: Bool
}

extension MissionPower {
    /// Returns how long a battery lasts.
    ///
    /// - Parameters:
    ///   - batteryJoules: what of the battery reaches the board.
    ///   - inferencesPerSecond: the rate asked for while the board is awake, at least 0.
    ///   - energy: the marginal energy of an inference, in joules.
    ///   - latencySeconds: how long an inference takes; 0 where it is not known, and any rate is kept up with.
    ///   - hours: how long the battery must last; 0 where nothing is asked.
    public func outlook(
        batteryJoules: Double, inferencesPerSecond: Double, energy: Interval, latencySeconds: Double = 0, hours: Double = 0
    ) -> MissionOutlook {
        let busy = inferencesPerSecond * latencySeconds
        let endsInTime = latencySeconds <= longestInferenceSeconds
        let rate = !endsInTime ? 0 : busy <= 1 ? inferencesPerSecond : 1 / latencySeconds
        func hoursUntilEmpty(_ joules: Double) -> Double {
            batteryJoules / (max(watts(inferencesPerSecond: rate, joules: joules), .leastNormalMagnitude) * 3600)
        }
        func alone(_ joules: Double) -> Double { batteryJoules / max(joules, .leastNormalMagnitude) }
        let lasting = Interval(
            value: hoursUntilEmpty(energy.value), low: hoursUntilEmpty(energy.high), high: hoursUntilEmpty(energy.low))
        func count(_ hours: Double) -> Double { inferences(inferencesPerSecond: rate, hours: hours) }
        let total = max(watts(inferencesPerSecond: rate, joules: energy.value), .leastNormalMagnitude)
        func share(_ kind: Part.Kind) -> Double { parts.reduce(0) { $0 + ($1.kind == kind ? $1.watts : 0) } / total }
        return MissionOutlook(
            reachedInferencesPerSecond: rate, hoursUntilEmpty: lasting,
            inferencesPerCharge: Interval(value: count(lasting.value), low: count(lasting.low), high: count(lasting.high)),
            inferencesOfMarginalEnergy: Interval(value: alone(energy.value), low: alone(energy.high), high: alone(energy.low)),
            hoursOfIdle: hoursWithoutInferences(batteryJoules: batteryJoules), idleShare: share(.idle), loadShare: share(.load),
            sleepShare: share(.sleep), inferenceShare: rate * inferenceTimeShare * energy.value / total, busyShare: busy,
            keepsUp: busy <= 1 && endsInTime, lasts: busy <= 1 && endsInTime && lasting.value >= hours)
    }
}

extension Mission {
    /// Returns how long the battery lasts with a network of this estimate, on a board with this idle power, in watts.
    public func outlook(for estimate: Estimate, idleWatts: Double) -> MissionOutlook {
        MissionPower(idleWatts: idleWatts, schedule: schedule).outlook(
            batteryJoules: battery.joules, inferencesPerSecond: inferencesPerSecond, energy: estimate.energyJoules,
            latencySeconds: estimate.latencySeconds.value, hours: hours)
    }
}

extension MissionPlan {
    /// Returns how long the battery lasts with a network of this estimate.
    public func outlook(for estimate: Estimate) -> MissionOutlook { mission.outlook(for: estimate, idleWatts: power.idleWatts) }
}
