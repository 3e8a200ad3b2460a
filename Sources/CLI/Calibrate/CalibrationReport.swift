import CostModel
import Foundation

/// What came of a calibration, for a person.
enum CalibrationReport {
    static func lines(_ profile: OperationProfile) -> [String] {
        var lines = ["\(profile.board), c \(profile.precision.rawValue): \(profile.alone.count) operations, \(profile.networks.count) networks"]
        if let error = profile.leftOutError, let deviation = profile.standardError, let within = profile.withinTenPercent {
            lines.append(
                String(
                    format: "networks are predicted within %.1f %% +- %.1f %%, %.0f %% of them within 10 %%, nine of ten within a factor of %.2f",
                    error * 100, deviation * 100, within * 100, exp(profile.logHalfWidth)))
        } else {
            lines.append("no network was measured: how well networks are predicted is not known")
        }
        return lines + profile.problems.map { "not steady: \($0)" }
    }
}
