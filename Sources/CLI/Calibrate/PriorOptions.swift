import ArgumentParser
import CostModel

/// What a calibration starts from.
struct PriorOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A profile of a board of the same kind: few networks of the new board then do. May be repeated; the best is taken.",
            valueName: "profile.json"))
    var prior: [String] = []

    @Option(
        help: ArgumentHelp(
            "Weight of the prior relative to the built-in one, which is made from published boards (default: 100).", valueName: "factor"),
        transform: NumberArgument.parse)
    var trust = 100.0

    func profiles() throws -> [CalibrationProfile] {
        guard trust > 0, trust.isFinite else { throw UsageError("--trust must be above zero, got \(trust)") }
        return try prior.map { try CalibrationProfile(contentsOf: $0) }
    }

    func calibration(runtime: Runtime, threads: Int) throws -> Calibration {
        Calibration(profiles: try profiles(), trust: trust, runtime: runtime, threads: threads)
    }
}
