import ArgumentParser
import BoardCalibration
import CostModel
import Foundation
import Support

/// What a calibration suite measures.
struct SuiteOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A search space whose operations are measured; may be repeated (default: all that ship).", valueName: "space.yaml"))
    var space: [String] = []

    @Option(help: "fp32 or int8.")
    var precision = OperationPrecision.fp32.rawValue

    @Option(help: ArgumentHelp("Single operations to measure.", valueName: "count"))
    var operations = 150

    @Option(help: ArgumentHelp("Whole networks to measure: they say how far predictions can be trusted.", valueName: "count"))
    var networks = 24

    @Option(help: ArgumentHelp("Measurement passes, reshuffled each time.", valueName: "count"))
    var passes = 3

    @Option(help: ArgumentHelp("Random seed of the samples and their order.", valueName: "number"))
    var seed: UInt64 = 1

    func settings(rounds: Int, minutes: Double) throws -> SuiteSettings {
        for (name, value, range) in [
            ("operations", operations, 10...100_000), ("networks", networks, 0...100_000), ("passes", passes, 1...1000),
            ("rounds", rounds, 1...100),
        ] where !range.contains(value) {
            throw UsageError("--\(name) must be \(range.lowerBound) to \(range.upperBound), got \(value)")
        }
        guard let precision = OperationPrecision(rawValue: precision) else {
            throw UsageError("--precision must be fp32 or int8, got '\(precision)'")
        }
        guard minutes > 0, minutes.isFinite else { throw UsageError("--minutes must be above 0, got \(minutes)") }
        var settings = SuiteSettings()
        settings.spaces = try space.isEmpty ? Installation.names(in: "searchspaces") : space
        settings.operations = operations
        settings.networks = networks
        settings.rounds = rounds
        settings.passes = passes
        settings.minutes = minutes
        settings.seed = seed
        settings.precision = precision
        return settings
    }
}

extension SamplePool {
    /// Networks of the spaces, many times as many as are measured.
    init(_ settings: SuiteSettings) throws {
        let spaces = try settings.spaces.map(SpaceCatalog.spaceWithTask)
        try self.init(spaces, networksPerSpace: 40 + settings.networks / max(spaces.count, 1), seed: settings.seed)
    }
}
