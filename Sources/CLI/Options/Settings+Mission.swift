import CostModel
import SearchEngine
import Support

extension Settings {
    /// Settings that a mission is read from.
    static let missionKeys = ["battery", "hours", "rate", "efficiency", "ageing", "idle", "load"] + cycleKeys
    private static let cycleKeys = ["wake", "asleep", "every", "awake"]
    private static let example = "for example --battery 4000mAh@5V --hours 26 --rate 1/s"

    /// The mission, if there is a battery; `--battery none` takes away what the space file says.
    ///
    /// - Parameter other: a run's mission, for what the settings leave out.
    func mission(over other: Mission) throws -> Mission? {
        guard text("battery") != Self.none else { return try mission() }
        for key in ["hours", "rate"] where text(key) == Self.none { throw withoutPart(key) }
        return Mission(
            battery: try battery(over: other) ?? other.battery, hours: try hours() ?? other.hours,
            inferencesPerSecond: try rate() ?? other.inferencesPerSecond, schedule: try schedule(over: other.schedule))
    }

    /// The mission, if there is a battery; `--battery none` takes away what the space file says.
    func mission() throws -> Mission? {
        guard let battery = try battery() else { return nil }
        guard let hours = try hours(), let rate = try rate() else {
            for key in ["hours", "rate"] where text(key) == Self.none { throw withoutPart(key) }
            let missing = ["hours", "rate"].filter { text($0) == nil }
            throw located(Diagnostic("a battery needs \(missing.joined(separator: " and ")) too", hint: Self.example), "battery")
        }
        return Mission(battery: battery, hours: hours, inferencesPerSecond: rate, schedule: try schedule())
    }

    private func withoutPart(_ key: String) -> any Error {
        located(Diagnostic("a battery needs \(key) too, got '\(Self.none)'", hint: "--battery none takes the mission away"), key)
    }

    /// The battery of the settings, or another one with the ageing and the efficiency of the settings; nil where it is taken away.
    func battery(over other: Mission) throws -> Battery? {
        if text("battery") != nil { return try battery() }
        for key in ["ageing", "efficiency"] { try check(share: key) }
        return try other.battery.with(ageing: text("ageing"), efficiency: text("efficiency"))
    }

    /// - Throws: an error where something is said that only a battery gives a meaning; of a space file, where no battery is taken away.
    func battery() throws -> Battery? {
        guard let battery = text("battery"), battery != Self.none else {
            let isTakenAway = text("battery") == Self.none
            for key in Self.missionKeys.dropFirst() where has(key) && (isOnCommandLine(key) || !isTakenAway) {
                let none = isTakenAway ? ", and --battery none takes it away" : ""
                throw located(Diagnostic("\(key) needs a battery\(none)", hint: Self.example), key)
            }
            return nil
        }
        // Each by itself, for the error to name the right one.
        _ = try read("battery") { try Battery($0) }
        for key in ["ageing", "efficiency"] { try check(share: key) }
        return try Battery(battery, ageing: text("ageing"), efficiency: text("efficiency"))
    }

    private func check(share key: String) throws {
        _ = try read(key) { try Battery("1Wh", ageing: key == "ageing" ? $0 : nil, efficiency: key == "efficiency" ? $0 : nil) }
    }

    func hours() throws -> Double? { try read("hours") { $0 == Self.none ? nil : try Mission.hours($0) } ?? nil }

    func rate() throws -> Double? { try read("rate") { $0 == Self.none ? nil : try Mission.rate($0) } ?? nil }

    /// What draws power besides inferences.
    func schedule() throws -> PowerSchedule {
        _ = try read("load") { try PowerSchedule(idle: nil, load: $0, cycle: .init()) }
        return try schedule(over: PowerSchedule.CycleText())
    }

    private func schedule(over cycle: PowerSchedule.CycleText) throws -> PowerSchedule {
        var own = PowerSchedule.CycleText()
        (own.awake, own.every) = (text("awake") ?? cycle.awake, text("every") ?? cycle.every)
        (own.wake, own.asleep) = (text("wake") ?? cycle.wake, text("asleep") ?? cycle.asleep)
        do {
            return try PowerSchedule(idle: text("idle"), load: text("load"), cycle: own)
        } catch {
            // What it is about, it begins with.
            throw located(error, Self.cycleKeys.first { error.message.hasPrefix("--\($0)") } ?? "awake")
        }
    }

    /// What draws power besides inferences: another schedule with what the settings say in its place.
    func schedule(over other: PowerSchedule) throws -> PowerSchedule {
        let own = try schedule(over: other.dutyCycle.map(PowerSchedule.CycleText.init) ?? .init())
        return PowerSchedule(
            idleState: text("idle") == nil ? other.idleState : own.idleState, loads: text("load") == nil ? other.loads : own.loads,
            dutyCycle: Self.cycleKeys.allSatisfy { text($0) == nil } ? other.dutyCycle : own.dutyCycle)
    }

    /// What reads there are of a mission that need not be whole, one for each mistake that there may be.
    var missionChecks: [() throws -> Void] {
        [
            { _ = try read("battery") { $0 == Self.none ? nil : try Battery($0) } }, { try check(share: "ageing") },
            { try check(share: "efficiency") }, { _ = try hours() }, { _ = try rate() }, { _ = try schedule() },
        ]
    }

    /// The mission's arithmetic on a target.
    ///
    /// - Throws: `NothingFits` where idling alone takes the battery: no network could be within it.
    func missionPlan(on target: Target) throws -> MissionPlan? { try missionPlan(try mission(), on: target) }

    func missionPlan(_ mission: Mission?, on target: Target) throws -> MissionPlan? {
        guard let mission else { return nil }
        try checkIdleState(mission.schedule, on: target)
        do {
            return try mission.plan(on: target)
        } catch let error as MissionError {
            throw NothingFits(error.diagnostic(on: target).description)
        }
    }

    /// - Throws: an error about `--idle` where the target's board has no such state.
    func checkIdleState(_ schedule: PowerSchedule, on target: Target) throws {
        do {
            _ = try target.idleWatts(in: schedule.idleState)
        } catch {
            throw located(error, "idle")
        }
    }
}
