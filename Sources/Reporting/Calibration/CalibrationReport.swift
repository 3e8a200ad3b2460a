public import CostModel
internal import Foundation
internal import Support

/// What came of a calibration.
public enum CalibrationReport {
    /// A network with what was measured of it, and what is predicted by a model that has not seen it.
    public typealias Row = (sample: MeasuredSample, predicted: Double)

    private static let columns: [Column<Row>] = [
        Column("network", "network") { $0.sample.name },
        Column("operations", "operations") { $0.sample.operations.count },
        Column("measured_ms", "measured ms") { $0.sample.seconds * 1e3 },
        Column("predicted_ms", "predicted ms") { $0.predicted * 1e3 },
        Column("error", "error") { $0.predicted / $0.sample.seconds - 1 },
    ]

    /// Returns a row for each network that was measured.
    public static func networks(_ profile: OperationProfile) -> Listing<Row> { Listing(columns, profile.leftOutNetworks()) }

    /// Returns the profile in words, a line a fact.
    public static func lines(_ profile: OperationProfile) -> [String] {
        var lines = [
            "\(profile.board), c \(profile.precision.rawValue): \(Plural.count(profile.alone.count, "operation")), "
                + Plural.count(profile.networks.count, "network")
        ]
        if let error = profile.leftOutError, let deviation = profile.standardError, let within = profile.withinTenPercent {
            lines.append(
                String(
                    format: "networks are predicted within %.1f %% +- %.1f %%, %.0f %% of them within 10 %%, "
                        + "nine of ten within a factor of %.2f",
                    error * 100, deviation * 100, within * 100, exp(profile.logHalfWidth)))
        } else {
            lines.append("no network was measured: how well networks are predicted is not known")
        }
        if let power = profile.power {
            lines.append(
                String(
                    format: "power by %@, at %@: %.2f W at rest, %.2f +- %.2f W while networks ran%@", power.sensor,
                    power.measuredAt.rawValue, power.idleWatts, power.activeWatts, power.activeDeviationWatts,
                    power.measuredAt == .input ? "" : " (not at the 5 V input: estimates go on using the board file's)"))
        }
        return lines + profile.problems.map { "not steady: \($0)" }
    }
}
