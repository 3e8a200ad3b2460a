internal import CostModel
internal import Foundation
public import Search
public import Support

/// A run's front as a picture: which objectives go on which axis, in which unit, with which labels.
public struct FrontPicture {
    private let front: [TrialRecord]
    private let others: [TrialRecord]
    private let run: RunDefinition
    private let board: RunBoard
    private let horizontal: Objective
    private let vertical: Objective

    /// How many trials besides the front a picture has room for: of longer runs, every so many (`Store.trials(every:on:)`).
    public static let most = 5000

    /// Makes a picture. The first objective that training measures is vertical (the first of all where it measures none), the other
    /// horizontal.
    ///
    /// - Parameters:
    ///   - front: its trials.
    ///   - objectives: the two that it is a front of.
    ///   - others: trials to be drawn behind the front; those that do not compare with it are left out.
    ///   - run: whose space and fidelity these are.
    ///   - board: whose front it is.
    /// - Throws: a `Diagnostic` without a place where there are not two objectives to draw.
    public init(
        _ front: [TrialRecord], objectives: [Objective], among others: [TrialRecord], run: RunDefinition, board: RunBoard
    ) throws(Diagnostic) {
        guard objectives.count == 2 else {
            throw Diagnostic(
                "a picture needs two objectives, got \(objectives.map(\.rawValue).joined(separator: ","))",
                hint: "for example --objectives accuracy,energy")
        }
        self.front = front
        let members = Set(front.map(\.number))
        self.others = others.filter { $0.fidelity == run.fidelity && !members.contains($0.number) }
        (self.run, self.board) = (run, board)
        let measured = objectives.first(where: \.isMeasured) ?? objectives[0]
        vertical = measured
        horizontal = objectives.first { $0 != measured } ?? measured
    }

    /// Returns the picture as an SVG file: a dot for each trial, and a line through the front.
    public func svg() -> String {
        let onFront = Set(front.map(\.number))
        let points = (others + front).compactMap { trial -> FrontPlot.Point? in
            guard let x = value(horizontal, trial), let y = value(vertical, trial) else { return nil }
            return FrontPlot.Point(x: x, y: y, label: label(trial, y), isOnFront: onFront.contains(trial.number))
        }
        let xs = points.map(\.x).filter { $0 > 0 }
        let isWide = (xs.max() ?? 1) / (xs.min() ?? 1) > 8
        var plot = FrontPlot(
            title: "\(run.space.name) on \(board.target.board.title)",
            subtitle:
                "\(Plural.count(points.count, "network")) trained \(run.fidelity), \(front.count) on the front"
                + (horizontal.isMeasured ? "" : source),
            x: axis(horizontal, isLogarithmic: isWide), y: axis(vertical, isLogarithmic: false), points: points)
        if let limit = board.budget.limits.first(where: { $0.quantity == horizontal.quantity && $0.origin != .board }) {
            plot.limit = (limit.allowed * scale(horizontal), "budget")
        }
        return plot.svg()
    }

    /// What the horizontal axis stands on, where it is not measured.
    private var source: String {
        let threads = Plural.count(board.target.threads, "thread")
        return "; \(horizontal.rawValue) is an estimate (\(board.target.runtime.rawValue), \(threads))"
    }

    private func value(_ objective: Objective, _ trial: TrialRecord) -> Double? {
        guard trial.state == .finished else { return nil }
        let value = objective.value(accuracy: trial.accuracy, loss: trial.loss, estimate: trial.estimate)
        return value.map { $0 * scale(objective) }
    }

    private func label(_ trial: TrialRecord, _ value: Double) -> String {
        vertical == .accuracy || vertical == .error ? String(format: "#%d  %.2f %%", trial.number, value) : "#\(trial.number)"
    }

    /// From base units to those of the axis.
    private func scale(_ objective: Objective) -> Double {
        switch objective {
        case .accuracy, .error: 100
        case .cost(let quantity): quantity.axisScale
        case .loss: 1
        }
    }

    private func axis(_ objective: Objective, isLogarithmic: Bool) -> PlotFrame.Axis {
        let title =
            switch objective {
            case .accuracy: "validation accuracy [%]"
            case .error: "validation error [%]"
            case .loss: "validation loss"
            case .cost(let quantity): quantity.axisTitle
            }
        return PlotFrame.Axis(title: title, isLogarithmic: isLogarithmic) { String(format: "%.6g", $0) }
    }
}
