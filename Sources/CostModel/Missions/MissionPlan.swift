internal import Support

/// A mission's arithmetic on a board: what the battery holds, what is drawn without inferences, what is left for these.
///
///     battery [J] = mAh / 1000 x V x 3600 x efficiency x capacity left by ageing
///     needed  [J] = base load x hours x 3600 + inferences x marginal energy
public struct MissionPlan: Sendable, Hashable, Codable {
    /// The mission that is planned.
    public let mission: Mission
    /// The mission's power on the board: its idle power, the other loads, and when they are awake.
    public let power: MissionPower
    /// The battery's energy that reaches the board, in joules.
    public let batteryJoules: Double
    /// What is drawn without inferences over the whole mission, in joules.
    public let baseJoules: Double
    /// What is left for inference, in joules; above 0.
    public let leftJoules: Double
    /// How many inferences the mission has.
    public let inferences: Double
    /// The marginal energy that one inference may take, in joules.
    public let allowedJoules: Double
    /// The longest time of one inference that ends before the next is due, and before the board sleeps, in seconds.
    public let allowedLatencySeconds: Double

    /// The board's idle power at its 5 V input, in watts.
    public var idleWatts: Double { power.idleWatts }
    /// What the board's idling takes over the whole mission, in joules.
    public var idleJoules: Double { power.parts[0].watts * mission.hours * 3600 }

    /// A limit on marginal energy and one on latency, both with the origin `mission`.
    public var budget: Budget {
        Budget(limits: [
            Budget.Limit(quantity: .energy, allowed: allowedJoules, origin: .mission),
            Budget.Limit(quantity: .latency, allowed: allowedLatencySeconds, origin: .mission),
        ])
    }
}

extension Mission {
    /// The battery's energy that reaches the board, in joules.
    public var batteryJoules: Double { battery.joules }
    /// How many inferences the whole mission has.
    public var inferences: Double {
        MissionPower(idleWatts: 0, schedule: schedule).inferences(inferencesPerSecond: inferencesPerSecond, hours: hours)
    }

    /// Returns the mission's arithmetic on a board with this idle power, in watts.
    ///
    /// - Throws: a `MissionError` where the whole battery is drawn without inferences.
    public func plan(idleWatts: Double) throws(MissionError) -> MissionPlan {
        let power = MissionPower(idleWatts: idleWatts, schedule: schedule)
        let base = power.baseWatts * hours * 3600
        let left = batteryJoules - base
        guard left > 0 else { throw MissionError(mission: self, power: power) }
        return MissionPlan(
            mission: self, power: power, batteryJoules: batteryJoules, baseJoules: base, leftJoules: left, inferences: inferences,
            allowedJoules: left / inferences, allowedLatencySeconds: min(1 / inferencesPerSecond, power.longestInferenceSeconds))
    }

    /// Returns the mission's arithmetic with the idle power of a target, in the mission's idle state.
    ///
    /// - Throws: a `MissionError` where the whole battery is drawn without inferences; a `Diagnostic` where the board has no such idle
    ///   state.
    public func plan(on target: Target) throws -> MissionPlan {
        try plan(idleWatts: target.idleWatts(in: schedule.idleState).value)
    }
}

extension MissionPlan {
    /// The arithmetic in words, a step a line.
    public var lines: [String] {
        let m = mission
        let inferencesPerHour = m.inferencesPerSecond * 3600 * power.inferenceTimeShare
        let hours = number(m.hours, digits: 2)
        var lines = ["battery \(m.battery)"]
        let parts = power.parts
        lines += parts.map { part in
            "\(part.name) \(number(part.watts * m.hours * 3600)) J = \(part.words) x \(hours) h x 3600"
        }
        if parts.count > 1 { lines.append("without inferences \(number(baseJoules)) J") }
        lines += [
            "left for inference \(number(leftJoules)) J",
            "inferences \(number(inferences)) = \(number(inferencesPerHour, digits: 2)) an hour x \(hours) h",
            allowance,
        ]
        return lines
    }

    /// What an inference may take, in words.
    public var allowance: String {
        "allowed per inference \(Dimension.energy.format(allowedJoules)) above idle, and "
            + "\(Dimension.time.format(allowedLatencySeconds)) until "
            + (allowedLatencySeconds < 1 / mission.inferencesPerSecond ? "the board sleeps" : "the next is due")
    }
}
