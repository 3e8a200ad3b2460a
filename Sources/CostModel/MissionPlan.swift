public import Support

/// A mission's arithmetic on a board: what the battery holds, what idling takes, what is left for inference.
///
///     battery [J] = mAh / 1000 x V x 3600 x efficiency
///     needed  [J] = idle power x hours x 3600 + inferences x marginal energy
public struct MissionPlan: Sendable, Hashable, Codable {
    /// The mission that is planned.
    public let mission: Mission
    /// The board's idle power at its 5 V input, in watts.
    public let idleWatts: Double
    /// The battery's energy that reaches the board, in joules.
    public let batteryJoules: Double
    /// What idling takes over the whole mission, in joules.
    public let idleJoules: Double
    /// What is left for inference, in joules; above 0.
    public let leftJoules: Double
    /// How many inferences the mission has.
    public let inferences: Double
    /// The marginal energy that one inference may take, in joules.
    public let allowedJoules: Double
    /// The longest time of one inference that ends before the next is due, in seconds.
    public let allowedLatencySeconds: Double

    /// A limit on marginal energy and one on latency, both with the origin `mission`.
    public var budget: Budget {
        Budget(limits: [
            Budget.Limit(quantity: .energy, allowed: allowedJoules, origin: .mission),
            Budget.Limit(quantity: .latency, allowed: allowedLatencySeconds, origin: .mission),
        ])
    }
}

/// Why a mission cannot be: idling alone takes the battery.
public struct MissionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The battery's energy that reaches the board, in joules.
    public let batteryJoules: Double
    /// What idling would take over the whole mission, in joules.
    public let idleJoules: Double
    /// The board's idle power, in watts.
    public let idleWatts: Double
    /// How long the mission is, in hours.
    public let hours: Double
    /// How long the battery lasts when the board only idles, in hours.
    public let hoursOfIdle: Double

    /// The arithmetic in one sentence.
    public var description: String {
        "the battery is drained by idle alone: \(number(batteryJoules)) J last \(number(hoursOfIdle, digits: 1)) h at "
            + "\(number(idleWatts, digits: 2)) W idle, the mission is \(number(hours, digits: 1)) h (\(number(idleJoules)) J)"
    }

    /// The error as the command line prints it, with a hint at what would do.
    public var diagnostic: Diagnostic {
        // Rounded down: what the hint says has to fit.
        let hours = (hoursOfIdle * 10).rounded(.down) / 10
        return Diagnostic(
            description, hint: "a larger battery, less than \(number(hours, digits: 1)) hours, or a board that idles on less")
    }
}

extension Mission {
    /// The battery's energy that reaches the board, in joules.
    public var batteryJoules: Double { (batteryWattHours ?? batteryAmpereHours * volts) * 3600 * efficiency }
    /// How many inferences the whole mission has.
    public var inferences: Double { inferencesPerSecond * hours * 3600 }

    /// Returns the mission's arithmetic on a board with this idle power, in watts.
    ///
    /// - Throws: a `MissionError` where idling alone takes the whole battery.
    public func plan(idleWatts: Double) throws(MissionError) -> MissionPlan {
        let idle = idleWatts * hours * 3600
        let left = batteryJoules - idle
        guard left > 0 else {
            throw MissionError(
                batteryJoules: batteryJoules, idleJoules: idle, idleWatts: idleWatts, hours: hours,
                hoursOfIdle: batteryJoules / (idleWatts * 3600))
        }
        return MissionPlan(
            mission: self, idleWatts: idleWatts, batteryJoules: batteryJoules, idleJoules: idle, leftJoules: left, inferences: inferences,
            allowedJoules: left / inferences, allowedLatencySeconds: 1 / inferencesPerSecond)
    }

    /// Returns the mission's arithmetic with the idle power of a target.
    ///
    /// - Throws: a `MissionError` where idling alone takes the whole battery.
    public func plan(on target: Target) throws(MissionError) -> MissionPlan { try plan(idleWatts: target.idleWatts.value) }

    /// Returns how long the battery lasts with a network of this estimate.
    public func outlook(for estimate: Estimate, idleWatts: Double) -> MissionOutlook {
        func hours(_ joules: Double) -> Double { batteryJoules / ((idleWatts + inferencesPerSecond * joules) * 3600) }
        let energy = estimate.energyJoules
        let lasting = Interval(value: hours(energy.value), low: hours(energy.high), high: hours(energy.low))
        let keepsUp = inferencesPerSecond * estimate.latencySeconds.value <= 1
        func count(_ hours: Double) -> Double { hours * 3600 * inferencesPerSecond }
        func alone(_ joules: Double) -> Double { batteryJoules / max(joules, .leastNormalMagnitude) }
        let idle = idleWatts / max(idleWatts + inferencesPerSecond * energy.value, .leastNormalMagnitude)
        return MissionOutlook(
            hoursUntilEmpty: lasting,
            inferencesPerCharge: Interval(value: count(lasting.value), low: count(lasting.low), high: count(lasting.high)),
            inferencesOfMarginalEnergy: Interval(value: alone(energy.value), low: alone(energy.high), high: alone(energy.low)),
            hoursOfIdle: batteryJoules / (max(idleWatts, .leastNormalMagnitude) * 3600), idleShare: idle,
            busyShare: inferencesPerSecond * estimate.latencySeconds.value, keepsUp: keepsUp, lasts: keepsUp && lasting.value >= self.hours)
    }
}

/// How long a battery lasts with a network at the mission's rate. The intervals are those of the network's energy; the
/// idle power is taken as it is.
public struct MissionOutlook: Sendable, Hashable, Codable {
    /// Hours until the battery is empty, with inferences at the mission's rate and idle power from the same battery.
    public let hoursUntilEmpty: Interval
    /// Inferences until the battery is empty, at the mission's rate.
    public let inferencesPerCharge: Interval
    /// Inferences if all of the charge went into what they add to idle.
    public let inferencesOfMarginalEnergy: Interval
    /// Hours until the battery is empty if there were no inferences.
    public let hoursOfIdle: Double
    /// The share of the charge that idling takes at the mission's rate, 0 to 1.
    public let idleShare: Double
    /// The share of the time in which an inference runs; above 1 where the network does not keep up.
    public let busyShare: Double
    /// Whether one inference ends before the next is due.
    public let keepsUp: Bool
    /// Whether the network keeps up and the battery lasts as long as the mission.
    public let lasts: Bool
}

extension MissionPlan {
    /// The arithmetic in words, a step a line.
    public var lines: [String] {
        let m = mission
        let inferencesPerHour = m.inferencesPerSecond * 3600
        let capacity =
            m.batteryWattHours.map { "\(number($0, digits: 2)) Wh" }
            ?? "\(number(m.batteryAmpereHours * 1000))/1000 Ah x \(number(m.volts, digits: 2)) V"
        return [
            "battery \(number(batteryJoules)) J = \(capacity) x 3600 x \(number(m.efficiency, digits: 2)) efficiency",
            "idle \(number(idleJoules)) J = \(number(idleWatts, digits: 2)) W x \(number(m.hours, digits: 2)) h x 3600",
            "left for inference \(number(leftJoules)) J",
            "inferences \(number(inferences)) = \(number(inferencesPerHour, digits: 2)) an hour x \(number(m.hours, digits: 2)) h",
            "allowed per inference \(Dimension.energy.format(allowedJoules)) above idle, and "
                + "\(Dimension.time.format(allowedLatencySeconds)) until the next is due",
        ]
    }
}
