/// The arithmetic of missions: the power of a schedule on a board, with and without inferences. Budgets, outlooks and listings
/// all take it from here.
///
///     base load [W] = awake / every x (idle + sum of load x its share)  +  (1 - awake / every) x asleep  +  waking / every
///     power     [W] = base load + rate x (awake - time of waking) / every x marginal energy
///
/// A board that is always on has awake = every, and waking takes nothing.
public struct MissionPower: Sendable, Hashable, Codable {
    /// The board's idle power in the schedule's idle state, at its 5 V input, in watts.
    public let idleWatts: Double
    /// What draws power besides inferences.
    public let schedule: PowerSchedule

    /// Makes the power of a schedule on a board with this idle power, in watts.
    public init(idleWatts: Double, schedule: PowerSchedule = PowerSchedule()) {
        (self.idleWatts, self.schedule) = (idleWatts, schedule)
    }

    /// A part of the base load.
    public struct Part: Sendable, Hashable {
        /// What draws it.
        public enum Kind: Sendable, Hashable {
            /// The board, awake.
            case idle
            /// A load besides the board.
            case load
            /// The board asleep or off, and waking.
            case sleep
        }

        /// What draws it.
        public let kind: Kind
        /// Its name in sentences: `idle`, `camera`, `sleep`, `waking`.
        public let name: String
        /// Its power, averaged over the whole time, in watts.
        public let watts: Double
        fileprivate let factors: Factors

        /// What the average is made of: put into words only where they are read, for estimates of many networks need the watts alone.
        fileprivate enum Factors: Sendable, Hashable {
            case awake(watts: Double, share: Double, PowerSchedule.DutyCycle?)
            case asleep(PowerSchedule.DutyCycle)
            case waking(PowerSchedule.DutyCycle)
        }

        /// The factors of that average, in words: `2.36 W x 30/600 of the time`.
        public var words: String {
            func seconds(_ value: Double) -> String { number(value, digits: value == value.rounded() ? 0 : 2) }
            switch factors {
            case .awake(let watts, let share, let cycle):
                let part = share == 1 ? "" : " x \(number(share * 100, digits: 1)) %"
                let awake = cycle.map { " x \(seconds($0.awakeSeconds))/\(seconds($0.everySeconds)) of the time" } ?? ""
                return "\(number(watts, digits: 2)) W" + part + awake
            case .asleep(let cycle):
                let asleep = seconds(cycle.everySeconds - cycle.awakeSeconds)
                return "\(number(cycle.asleepWatts, digits: 3)) W x \(asleep)/\(seconds(cycle.everySeconds)) of the time"
            case .waking(let cycle): return "\(number(cycle.wakeJoules, digits: 1)) J every \(seconds(cycle.everySeconds)) s"
            }
        }
    }

    /// The share of the time in which the board is awake, 0 to 1.
    public var awakeShare: Double { schedule.dutyCycle.map { $0.awakeSeconds / $0.everySeconds } ?? 1 }

    /// The share of the time in which inferences run at the mission's rate: awake, and done with waking.
    public var inferenceTimeShare: Double {
        schedule.dutyCycle.map { ($0.awakeSeconds - $0.wakeSeconds) / $0.everySeconds } ?? 1
    }

    /// The longest inference that ends before the board sleeps, in seconds; infinite where it is always on.
    public var longestInferenceSeconds: Double { schedule.dutyCycle.map { $0.awakeSeconds - $0.wakeSeconds } ?? .infinity }

    /// The parts of the base load: idle, the loads, and what a duty cycle adds.
    public var parts: [Part] {
        let cycle = schedule.dutyCycle
        var parts = [
            Part(
                kind: .idle, name: "idle", watts: awakeShare * idleWatts, factors: .awake(watts: idleWatts, share: 1, cycle))
        ]
        for load in schedule.loads {
            parts.append(
                Part(
                    kind: .load, name: load.name, watts: awakeShare * load.watts * load.share,
                    factors: .awake(watts: load.watts, share: load.share, cycle)))
        }
        guard let cycle else { return parts }
        parts.append(Part(kind: .sleep, name: "sleep", watts: (1 - awakeShare) * cycle.asleepWatts, factors: .asleep(cycle)))
        if cycle.wakeJoules == 0 { return parts }
        parts.append(Part(kind: .sleep, name: "waking", watts: cycle.wakeJoules / cycle.everySeconds, factors: .waking(cycle)))
        return parts
    }

    /// The power without inferences, averaged over the whole time, in watts.
    public var baseWatts: Double { parts.reduce(0) { $0 + $1.watts } }

    /// Returns how long a battery lasts without inferences, in hours; of the battery it takes what reaches the board, in joules.
    public func hoursWithoutInferences(batteryJoules: Double) -> Double {
        batteryJoules / (max(baseWatts, .leastNormalMagnitude) * 3600)
    }

    /// Returns the power with inferences, averaged over the whole time, in watts.
    ///
    /// - Parameters:
    ///   - inferencesPerSecond: the rate while the board is awake.
    ///   - joules: the marginal energy of an inference.
    public func watts(inferencesPerSecond: Double, joules: Double) -> Double {
        baseWatts + inferencesPerSecond * inferenceTimeShare * joules
    }

    /// Returns how many inferences run in some number of hours.
    public func inferences(inferencesPerSecond: Double, hours: Double) -> Double {
        inferencesPerSecond * hours * 3600 * inferenceTimeShare
    }

    /// Returns the rate at which inferences take a share of the battery, in inferences a second while the board is awake.
    ///
    /// - Parameters:
    ///   - share: of the battery, above 0 and below 1.
    ///   - joules: the marginal energy of an inference; infinite where it is 0.
    public func inferencesPerSecond(takingShare share: Double, joules: Double) -> Double {
        // share = r e / (base + r e)
        share / (1 - share) * baseWatts / (inferenceTimeShare * joules)
    }

    /// The base load in words: its power, and the parts where there are several.
    public var words: String {
        let parts = parts
        guard parts.count > 1 else { return "\(number(baseWatts, digits: 2)) W idle" }
        return "\(number(baseWatts, digits: 3)) W = " + parts.map { "\($0.name) \($0.words)" }.joined(separator: " + ")
    }
}
