internal import Foundation
internal import Search

extension TrialRecord {
    /// All figures of a finished trial, a line each, with units.
    ///
    /// - Parameter further: what was measured besides.
    func tooltip(_ further: FrontPicture.Further) -> String {
        func percent(_ share: Double) -> String { String(format: "%.2f %%", share * 100) }
        var lines = ["trial \(number): \(architecture ?? "not of this space")"]
        var measured: [String] = []
        if let accuracy { measured.append("validation accuracy \(percent(accuracy))") }
        if let test = further.testAccuracies[number] ?? testAccuracy { measured.append("test accuracy \(percent(test))") }
        if let loss { measured.append(String(format: "validation loss %.4g", loss)) }
        if let retrained = further.retrained[number], let mean = retrained.accuracy {
            measured.append("\(retrained.finished.count) trainings from other seeds: mean accuracy \(percent(mean))")
        }
        lines += measured
        if let estimate { lines += EstimateColumns.lines(estimate) }
        return lines.joined(separator: "\n")
    }
}
