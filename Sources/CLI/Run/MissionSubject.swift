import CostModel
import NAS
import NetworkGraph
import Reporting
import Search
import Support

/// What `nas mission` is about: a battery, what draws from it on a board, and the network, if there is one.
struct MissionSubject {
    let target: Target
    let battery: Battery
    let power: MissionPower
    let hours: Double?
    let rate: Double?
    let network: MissionNetwork?
    /// Of the network, where it is one that was estimated.
    let estimate: Estimate?

    /// - Parameters:
    ///   - settings: of the command, over those of the space.
    ///   - mission: of the run, where there is one, for what the settings leave out.
    init(target: Target, settings: Settings, mission: Mission?, network: MissionNetwork?, estimate: Estimate? = nil) throws {
        // A run's battery gives the other options their meaning.
        guard let battery = try mission.map(settings.battery(over:)) ?? settings.battery() else {
            throw UsageError("which battery? Give its charge and voltage, or its energy", hint: "--battery 4000mAh@5V, or --battery 20Wh")
        }
        let schedule = try settings.schedule(over: mission?.schedule ?? PowerSchedule())
        try settings.checkIdleState(schedule, on: target)
        self.target = target
        self.battery = battery
        power = MissionPower(idleWatts: try target.idleWatts(in: schedule.idleState).value, schedule: schedule)
        hours = try settings.hours() ?? mission?.hours
        rate = try settings.rate() ?? mission?.inferencesPerSecond
        self.network = network
        self.estimate = estimate
    }
}

extension MissionCommand {
    func subject() throws -> MissionSubject {
        if latency != nil, energy == nil {
            throw UsageError("--latency needs --energy", hint: Program.command("mission", "--energy", "2mJ", "--latency", "3ms"))
        }
        if let source, source.hasSuffix(".db") || trial != nil { return try subject(ofRun: source) }
        if trial != nil {
            throw UsageError("--trial: of which run?", hint: Program.command("mission", "runs/quickstart-1.db", "--trial", "12"))
        }
        if arch != nil, source == nil {
            throw UsageError("--arch: of which space?", hint: Program.command("mission", "quickstart", "--arch", "..."))
        }
        let space = try source.map { try SpaceCatalog.space($0) }
        let settings = Settings(space: space, options: target.given + mission.given)
        let target = try settings.target(on: try settings.board())
        guard let (name, estimate) = try estimated(of: space, settings, on: target) else {
            return try MissionSubject(target: target, settings: settings, mission: nil, network: try givenNetwork())
        }
        return try MissionSubject(
            target: target, settings: settings, mission: nil, network: MissionNetwork(name: name, estimate), estimate: estimate)
    }

    /// The network of `--arch`; nil without one.
    private func estimated(
        of space: SearchSpace?, _ settings: Settings, on target: Target
    ) throws -> (name: String, estimate: Estimate)? {
        guard let arch, let space else { return nil }
        if energy != nil { throw UsageError("--energy and --arch exclude each other: an architecture has its own energy") }
        let architecture: Architecture
        do { architecture = try space.architecture(shortForm: arch) } catch { throw UsageError(error) }
        let examples = try SpaceCatalog.examples(for: space, settings: settings)
        let task = examples.task
        if examples.kind == .text { try space.checkExamples(of: task, kind: examples.kind) }
        return (
            "\(space.name) \(architecture)", target.estimator().estimate(try space.candidate(for: architecture, task: task).graph)
        )
    }

    /// A network that is nothing but its energy; nil without one.
    private func givenNetwork() throws -> MissionNetwork? {
        func parse(_ option: String, _ text: String, _ dimension: Dimension) throws -> Double {
            do {
                return try dimension.parse(text)
            } catch {
                throw UsageError("--\(option): \(error.message)", hint: error.hint)
            }
        }
        guard let energy else { return nil }
        let latency = try latency.map { try parse("latency", $0, .time) }
        let joules = try parse("energy", energy, .energy)
        guard joules <= 1e9, latency ?? 0 <= 1e9 else { throw UsageError("--energy or --latency is out of any network's range") }
        return MissionNetwork(joules: joules, latencySeconds: latency)
    }

    /// A trial of a run, on one of its boards, with its mission.
    private func subject(ofRun path: String) throws -> MissionSubject {
        for (key, _) in target.given where key != "board" {
            throw UsageError("--\(key): a run's networks are estimated for its own target", hint: "--board chooses one of its boards")
        }
        guard arch == nil, energy == nil else { throw UsageError("a run's network is a trial: leave out --arch and --energy") }
        let view = try RunView(try Store.read(at: path), board: target.board)
        guard let trial else { throw UsageError("which network? Give --trial", hint: "\(Program.command("trials", path)) lists them") }
        let record = try view.trial(named: trial, in: path)
        guard let estimate = record.estimate else {
            throw UsageError("trial \(record.number) has no estimate on \(view.board.target)")
        }
        let network = MissionNetwork(name: "trial \(record.number)", estimate)
        return try MissionSubject(
            target: view.board.target, settings: Settings(space: nil, options: mission.given), mission: view.board.mission,
            network: network, estimate: estimate)
    }
}
