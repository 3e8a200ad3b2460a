public import Support

/// Why a mission cannot be: the battery is empty without a single inference.
public struct MissionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The mission.
    public let mission: Mission
    /// Its power on the board.
    public let power: MissionPower

    /// The battery's energy that reaches the board, in joules.
    public var batteryJoules: Double { mission.batteryJoules }
    /// How long the mission is, in hours.
    public var hours: Double { mission.hours }
    /// How long the battery lasts without inferences, in hours.
    public var hoursOfIdle: Double { power.hoursWithoutInferences(batteryJoules: batteryJoules) }

    /// The arithmetic in one sentence.
    public var description: String {
        let drains = power.parts.filter { $0.watts > 0 }.map(\.name)
        let names = drains.count > 1 ? drains.dropLast().joined(separator: ", ") + " and " + drains[drains.count - 1] : "idle"
        return "the battery is drained by \(names) alone: \(number(batteryJoules)) J last \(number(hoursOfIdle, digits: 1)) h at "
            + "\(power.words), the mission is \(number(hours, digits: 1)) h (\(number(power.baseWatts * hours * 3600)) J)"
    }

    /// The error as the command line prints it, with a hint at what would do.
    public var diagnostic: Diagnostic {
        // Rounded down: what the hint says has to fit.
        let hours = (hoursOfIdle * 10).rounded(.down) / 10
        return Diagnostic(
            description,
            hint:
                "a larger battery, less than \(number(hours, digits: 1)) hours, or a board that idles on less; --battery none looks without it"
        )
    }

    /// The same with what would do on a target: one of its idle states, or sleep.
    public func diagnostic(on target: Target) -> Diagnostic {
        var diagnostic = diagnostic
        let ways = target.waysToIdleOnLess(than: power)
        if !ways.isEmpty {
            diagnostic.hint = (diagnostic.hint.map { $0 + "; " } ?? "") + "it lasts longer with " + ways.joined(separator: ", or with ")
        }
        return diagnostic
    }
}
