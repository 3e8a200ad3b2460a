import CostModel
import Foundation

/// What came of a calibration.
enum CalibrationReport {
    /// A row for each network that was measured.
    static func networks(_ profile: OperationProfile) -> Listing {
        var listing = Listing([
            .init("network", "network"), .init("operations", "operations"), .init("measured_ms", "measured ms"),
            .init("predicted_ms", "predicted ms"), .init("error", "error"),
        ])
        for (sample, predicted) in profile.leftOutNetworks() {
            listing.append([
                .string(sample.name), .integer(sample.operations.count), .number(sample.seconds * 1e3), .number(predicted * 1e3),
                .number(predicted / sample.seconds - 1),
            ])
        }
        return listing
    }

    /// For a person.
    static func lines(_ profile: OperationProfile) -> [String] {
        var lines = [
            "\(profile.board), c \(profile.precision.rawValue): \(profile.alone.count) operations, \(profile.networks.count) networks"
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
