internal import Support

/// What a user is told where the network hardly matters, because nearly all of the battery is drawn without inferences.
public struct MissionAdvice: Sendable, Hashable {
    /// One or two plain lines: what takes the battery, and what would change that.
    public let lines: [String]

    /// Inferences that take less than this of the battery hardly matter.
    private static let share = 0.1

    /// Makes the advice for a network, or for the dearest of several.
    ///
    /// - Parameters:
    ///   - power: the mission's power on the target.
    ///   - inferencesPerSecond: the mission's rate.
    ///   - target: whose board may have idle states that take less.
    ///   - energyJoules: the marginal energy of an inference.
    ///   - latencySeconds: how long an inference takes; 0 where it is not known.
    ///   - network: what the line calls it: `this network`.
    /// - Returns: nil where inferences take a tenth of the battery or more.
    public init?(
        _ power: MissionPower, inferencesPerSecond: Double, on target: Target, energyJoules: Double, latencySeconds: Double, network: String
    ) {
        // Shares are the same of any battery.
        let outlook = power.outlook(
            batteryJoules: 1, inferencesPerSecond: inferencesPerSecond, energy: Interval(exactly: energyJoules),
            latencySeconds: latencySeconds)
        guard outlook.inferenceShare < Self.share else { return nil }
        func percent(_ share: Double) -> String {
            share < 0.001 ? "under 0.1 %" : share > 0.999 && share < 1 ? "over 99.9 %" : "\(number(share * 100, digits: 1)) %"
        }
        let shares = [("idle", outlook.idleShare), ("other loads", outlook.loadShare), ("sleep and waking", outlook.sleepShare)]
        let takers = shares.filter { $0.1 > 0 }.map { "\($0.0) \(percent($0.1))" }.joined(separator: ", ")
        let gain = outlook.inferenceShare / (1 - outlook.inferenceShare)
        let first =
            "with \(network) inferences take \(percent(outlook.inferenceShare)) of the battery, \(takers): "
            + "a network that needs no energy at all would make it last \(percent(gain)) longer"
        var ways = target.waysToIdleOnLess(than: power)
        let rate = power.inferencesPerSecond(takingShare: Self.share, joules: energyJoules)
        if rate.isFinite, rate * latencySeconds <= 1 {
            ways.append("a higher rate: from \(Self.rounded(rate))/s on inferences take 10 %")
        }
        lines = [first] + (ways.isEmpty ? [] : ["what changes more: " + ways.joined(separator: ", or ")])
    }

    /// With three digits.
    private static func rounded(_ value: Double) -> String {
        value >= 100 ? number(value) : number(value, digits: value >= 10 ? 1 : value >= 1 ? 2 : 4)
    }
}

extension Target {
    /// What would make the base load smaller, as options: the board's most frugal idle state, and sleep.
    func waysToIdleOnLess(than power: MissionPower) -> [String] {
        var ways: [String] = []
        let states = board.idleStates.map { (state: $0, watts: idleWatts(in: $0).value) }.filter { $0.watts < power.idleWatts }
        if let best = states.min(by: { $0.watts < $1.watts }) {
            ways.append("--idle \(best.state.name) (\(wattsInWords(best.watts)) instead of \(wattsInWords(power.idleWatts)))")
        }
        if power.schedule.dutyCycle == nil { ways.append("sleep between inferences (--awake, --every, --asleep)") }
        return ways
    }
}
