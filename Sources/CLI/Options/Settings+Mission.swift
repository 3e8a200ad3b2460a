import CostModel
import SearchEngine
import Support

extension Settings {
    /// Settings that a mission is read from.
    static let missionKeys = ["battery", "hours", "rate", "efficiency", "ageing", "idle", "load"] + cycleKeys
    private static let cycleKeys = ["wake", "asleep", "every", "awake"]
    private static let example = "for example --battery 4000mAh@5V --hours 26 --rate 1/s"

    /// The mission, if there is a battery; `--battery none` takes away what the space file says.
    func mission() throws -> Mission? {
        guard let battery = try battery() else { return nil }
        guard let hours = try hours(), let rate = try rate() else {
            let missing = ["hours", "rate"].filter { text($0) == nil }
            throw located(Diagnostic("a battery needs \(missing.joined(separator: " and ")) too", hint: Self.example), "battery")
        }
        return Mission(battery: battery, hours: hours, inferencesPerSecond: rate, schedule: try schedule())
    }

    /// - Throws: a usage error where the command line has something that only a battery gives a meaning.
    func battery() throws -> Battery? {
        guard let battery = text("battery"), battery != "none" else {
            for key in Self.missionKeys.dropFirst() where isOnCommandLine(key) && text("battery") == nil {
                throw UsageError("--\(key) needs a battery", hint: Self.example)
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

    func hours() throws -> Double? { try read("hours") { try Mission.hours($0) } }

    func rate() throws -> Double? { try read("rate") { try Mission.rate($0) } }

    /// What draws power besides inferences.
    func schedule() throws -> PowerSchedule {
        _ = try read("load") { try PowerSchedule(idle: nil, load: $0, cycle: .init()) }
        var cycle = PowerSchedule.CycleText()
        (cycle.awake, cycle.every, cycle.wake, cycle.asleep) = (text("awake"), text("every"), text("wake"), text("asleep"))
        do {
            return try PowerSchedule(idle: text("idle"), load: text("load"), cycle: cycle)
        } catch {
            // What it is about, it begins with.
            throw located(error, Self.cycleKeys.first { error.message.hasPrefix("--\($0)") } ?? "awake")
        }
    }

    /// What draws power besides inferences: another schedule with what the settings say in its place.
    func schedule(over other: PowerSchedule) throws -> PowerSchedule {
        let own = try schedule()
        return PowerSchedule(
            idleState: text("idle") == nil ? other.idleState : own.idleState, loads: text("load") == nil ? other.loads : own.loads,
            dutyCycle: Self.cycleKeys.allSatisfy { text($0) == nil } ? other.dutyCycle : own.dutyCycle)
    }

    /// Reads what there is of a mission that is not whole.
    func checkMissionParts() throws {
        _ = try read("battery") { $0 == "none" ? nil : try Battery($0) }
        for key in ["ageing", "efficiency"] { try check(share: key) }
        _ = (try hours(), try rate(), try schedule())
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
