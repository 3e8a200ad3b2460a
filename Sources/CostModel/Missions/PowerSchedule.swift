/// What draws power besides inferences: the board in one of its idle states, what else hangs on the battery, and when they are awake.
public struct PowerSchedule: Sendable, Hashable {
    /// A load besides the board, such as a camera. It is on while the board is awake, for a share of that time.
    public struct Load: Sendable, Hashable, Codable {
        /// What it is: `camera`.
        public let name: String
        /// The power while it is on, at the board's 5 V input, in watts.
        public let watts: Double
        /// The share of the time the board is awake in which it is on, above 0 and at most 1.
        public let share: Double

        /// Makes a load.
        ///
        /// - Parameters:
        ///   - name: what it is.
        ///   - watts: the power while it is on, above 0.
        ///   - share: of the time the board is awake, above 0 and at most 1.
        public init(name: String, watts: Double, share: Double = 1) {
            precondition(watts > 0 && watts.isFinite && share > 0 && share <= 1)
            (self.name, self.watts, self.share) = (name, watts, share)
        }
    }

    /// A board that wakes at regular times and sleeps, or is off, between them.
    public struct DutyCycle: Sendable, Hashable, Codable {
        /// How long the board is awake each time, booting included, in seconds.
        public let awakeSeconds: Double
        /// The time from one waking to the next, in seconds; at least `awakeSeconds`.
        public let everySeconds: Double
        /// The power of all that hangs on the battery while the board sleeps or is off, in watts.
        public let asleepWatts: Double
        /// What waking or booting takes each time, above the idle power meanwhile, in joules.
        public let wakeJoules: Double
        /// How long waking or booting takes, in seconds: a part of the time awake in which no inference runs.
        public let wakeSeconds: Double

        /// Makes a duty cycle.
        ///
        /// - Precondition: the times awake and between wakings are above 0, the other figures are not below; waking ends before the
        ///   board sleeps, and the board sleeps before it wakes again.
        public init(awakeSeconds: Double, everySeconds: Double, asleepWatts: Double, wakeJoules: Double = 0, wakeSeconds: Double = 0) {
            precondition(awakeSeconds > 0 && awakeSeconds <= everySeconds && everySeconds.isFinite)
            precondition(asleepWatts >= 0 && wakeJoules >= 0 && wakeSeconds >= 0 && wakeSeconds < awakeSeconds)
            (self.awakeSeconds, self.everySeconds, self.asleepWatts) = (awakeSeconds, everySeconds, asleepWatts)
            (self.wakeJoules, self.wakeSeconds) = (wakeJoules, wakeSeconds)
        }
    }

    /// The board's idle state by the name in its file, such as `network-off`; nil for its usual one.
    public let idleState: String?
    /// What hangs on the battery besides the board.
    public let loads: [Load]
    /// When the board is awake; nil where it always is.
    public let dutyCycle: DutyCycle?

    /// Makes a schedule; without arguments it is that of a board which is always on and has the battery for itself.
    public init(idleState: String? = nil, loads: [Load] = [], dutyCycle: DutyCycle? = nil) {
        (self.idleState, self.loads, self.dutyCycle) = (idleState, loads, dutyCycle)
    }
}

// Beside the other numbers of a mission; what it has not is left out, so that a plain mission is stored as it always was.
extension PowerSchedule: Codable {
    private enum Key: String, CodingKey { case idleState, loads, dutyCycle }

    /// Decodes what was stored.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        idleState = try container.decodeIfPresent(String.self, forKey: .idleState)
        loads = try container.decodeIfPresent([Load].self, forKey: .loads) ?? []
        dutyCycle = try container.decodeIfPresent(DutyCycle.self, forKey: .dutyCycle)
    }

    /// Encodes the schedule, without what it has not.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encodeIfPresent(idleState, forKey: .idleState)
        if !loads.isEmpty { try container.encode(loads, forKey: .loads) }
        try container.encodeIfPresent(dutyCycle, forKey: .dutyCycle)
    }
}

extension PowerSchedule {
    /// What no schedule that was read has, in words; nil where it can be one.
    var problem: String? {
        let numbers = loads.flatMap { [$0.watts, $0.share] } + (dutyCycle.map { [$0.awakeSeconds, $0.everySeconds] } ?? [])
        guard numbers.allSatisfy({ $0 > 0 && $0 <= 1e12 }), loads.allSatisfy({ $0.share <= 1 }) else {
            return "one of its loads or times cannot be a mission's"
        }
        guard let cycle = dutyCycle else { return nil }
        let possible =
            [cycle.asleepWatts, cycle.wakeJoules, cycle.wakeSeconds].allSatisfy { $0 >= 0 && $0 <= 1e12 }
            && cycle.awakeSeconds <= cycle.everySeconds && cycle.wakeSeconds < cycle.awakeSeconds
        return possible ? nil : "its duty cycle cannot be a board's"
    }
}
