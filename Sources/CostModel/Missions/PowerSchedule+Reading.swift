public import Support

extension PowerSchedule {
    /// Reads the command line's values; `none` is as good as nothing.
    ///
    /// - Parameters:
    ///   - idle: the name of an idle state: `network-off`.
    ///   - load: loads, separated by commas: `camera=1.1W,radio=0.8W@10%`.
    ///   - cycle: the values of a duty cycle.
    /// - Throws: a `Diagnostic` without a place.
    public init(idle: String?, load: String?, cycle: CycleText) throws(Diagnostic) {
        self.init(
            idleState: idle.flatMap { $0 == "none" ? nil : Board.IdleState.plainName($0) }, loads: try load.map(Self.loads) ?? [],
            dutyCycle: try cycle.parsed())
    }

    /// The texts that a duty cycle is read from.
    public struct CycleText: Sendable, Hashable {
        /// How long the board is awake: `30s`.
        public var awake: String?
        /// The time from one waking to the next: `10min`.
        public var every: String?
        /// What waking takes above idle: `40J`, or `40J@15s` with the time it takes.
        public var wake: String?
        /// The power asleep or off: `0.05W`.
        public var asleep: String?

        /// Makes the texts of a board that is always awake, for the properties to be set.
        public init() {}

        /// Makes the texts of a duty cycle, for some to be replaced.
        public init(_ cycle: DutyCycle) {
            awake = "\(cycle.awakeSeconds)s"
            every = "\(cycle.everySeconds)s"
            wake = "\(cycle.wakeJoules)J@\(cycle.wakeSeconds)s"
            asleep = "\(cycle.asleepWatts)W"
        }
    }

    private static func loads(_ text: String) throws(Diagnostic) -> [Load] {
        if text.trimmed == "none" { return [] }
        if let hint = DecimalNumber.commaHint(text) { throw Diagnostic("--load '\(text)' has a decimal comma", hint: hint) }
        var loads: [Load] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let load = try load(part)
            guard !loads.contains(where: { $0.name == load.name }) else {
                throw Diagnostic("--load: '\(load.name)' is given twice", hint: "loads have names of their own: camera=1.1W, camera-2=1.1W")
            }
            loads.append(load)
        }
        return loads
    }

    private static func load(_ text: Substring) throws(Diagnostic) -> Load {
        let example = "name, power and share of the time: --load camera=1.1W, --load radio=0.8W@10%"
        let sides = text.split(separator: "=", omittingEmptySubsequences: false).map(\.trimmed)
        guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else {
            throw Diagnostic("--load: a load is name=power, got '\(text.trimmed)'", hint: example)
        }
        let name = sides[0]
        guard name.count <= 32, name.first?.isLetter == true,
            name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == " " })
        else { throw Diagnostic("--load: the name of a load is a word, got '\(name)'", hint: example) }
        guard name != "idle" else {
            throw Diagnostic("--load: idle power is the board's own, not a load", hint: "--idle chooses one of its idle states")
        }
        let parts = sides[1].split(separator: "@", omittingEmptySubsequences: false).map(\.trimmed)
        guard parts.count <= 2 else { throw Diagnostic("--load '\(text.trimmed)' has two shares", hint: example) }
        let watts = try MissionReading.quantity(parts[0], .power, "--load \(name)", hint: powerHint(parts[0]) ?? example)
        guard watts > 0 else {
            throw Diagnostic("--load \(name): the power must be above zero", hint: "leave it out where it draws nothing")
        }
        try MissionReading.check(watts, "--load \(name)")
        guard parts.count == 2 else { return Load(name: name, watts: watts) }
        let share = try MissionReading.share(
            parts[1], "--load \(name): the share of the time", hint: "\(name)=\(parts[0])@10% is on for a tenth of the time")
        return Load(name: name, watts: watts, share: share)
    }

    /// Data sheets state currents.
    private static func powerHint(_ text: String) -> String? {
        guard let amperes = try? Dimension.current.parse(text) else { return nil }
        return "a current is no power: at 5 V it is \(Dimension.power.format(amperes * 5).filter { $0 != " " })"
    }
}

extension PowerSchedule.CycleText {
    private static let example = "for example --awake 30s --every 600s --asleep 0.05W --wake 40J"

    fileprivate func parsed() throws(Diagnostic) -> PowerSchedule.DutyCycle? {
        if [awake, every, asleep].contains("none") { return nil }
        guard let awake, let every, let asleep else {
            let given = [("awake", awake), ("every", every), ("asleep", asleep), ("wake", wake)]
            guard let first = given.first(where: { $0.1 != nil }) else { return nil }
            let missing = given.prefix(3).filter { $0.1 == nil }.map { "--\($0.0)" }.joined(separator: " and ")
            let off = self.asleep == nil ? "; --asleep 0W where a switch takes the board off the battery" : ""
            throw Diagnostic("--\(first.0): a duty cycle needs \(missing) too", hint: Self.example + off)
        }
        let seconds = try MissionReading.time(awake, "--awake", hint: Self.example)
        let period = try MissionReading.time(every, "--every", hint: Self.example)
        guard seconds <= period else {
            throw Diagnostic("--awake \(awake) is longer than the \(every) from one waking to the next", hint: Self.example)
        }
        let watts = try MissionReading.quantity(asleep, .power, "--asleep", hint: Self.example)
        let waking = try wake.map { text throws(Diagnostic) in try Self.waking(text) } ?? (joules: 0, seconds: 0)
        guard waking.seconds < seconds else {
            throw Diagnostic(
                "--wake takes \(Dimension.time.format(waking.seconds)) of the \(awake) that the board is awake: no time is left for inferences",
                hint: "the time awake has waking or booting in it; raise --awake")
        }
        return .init(
            awakeSeconds: seconds, everySeconds: period, asleepWatts: watts, wakeJoules: waking.joules, wakeSeconds: waking.seconds)
    }

    private static func waking(_ text: String) throws(Diagnostic) -> (joules: Double, seconds: Double) {
        if text == "none" { return (0, 0) }
        let hint = "what waking takes above idle, and how long: --wake 40J, --wake 40J@15s"
        let parts = text.split(separator: "@", omittingEmptySubsequences: false).map(\.trimmed)
        guard parts.count <= 2 else { throw Diagnostic("--wake is an energy and a time, got '\(text)'", hint: hint) }
        let joules = try MissionReading.quantity(parts[0], .energy, "--wake", hint: hint)
        return (joules, parts.count == 2 ? try MissionReading.quantity(parts[1], .time, "--wake", hint: hint) : 0)
    }
}

extension String {
    fileprivate var trimmed: String { self[...].trimmed }
}
