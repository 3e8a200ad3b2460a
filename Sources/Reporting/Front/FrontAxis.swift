internal import CostModel
internal import Foundation
internal import Search
internal import Support

/// An objective as an axis. What it shows is always less for the better: accuracy is shown as the error that is left, on a logarithmic
/// axis, because from 98 to 99 % is as far as from 80 to 90 %; its ticks say the accuracy.
struct FrontAxis: Sendable {
    let objective: Objective
    /// Of shown values.
    let range: PlotRange
    let unit: AxisUnit
    /// What no error at all is shown as; half of the least error that is left anywhere.
    private let least: Double

    /// An axis of the useful part of its values: what is up to twelve times the error of the best, and no outlier.
    ///
    /// - Parameters:
    ///   - values: of all trials, in the objective's base unit.
    ///   - seen: those that have to be inside.
    init(_ objective: Objective, values: [Double], keeping seen: [Double]) {
        self.objective = objective
        let isError = objective.isShare
        let errors = values.map { objective.isMaximised ? 1 - $0 : $0 }
        least = isError ? (errors.filter { $0 > 1e-9 }.min() ?? 1e-3) / 2 : -.infinity
        let shown = errors.map { [least] in max($0, least) }
        let kept = seen.map { [least] in max(objective.isMaximised ? 1 - $0 : $0, least) }
        let finite = (shown + kept).filter(\.isFinite)
        let isWide = (finite.min() ?? 0) > 0 && (finite.max() ?? 1) > 3 * (finite.min() ?? 1)
        // Where the best has no error at all, up to twelve times that of the next.
        let factor = (finite.min() ?? 1) > least ? 12.0 : 24
        range = PlotRange(
            usefulOf: shown, keeping: kept, isLogarithmic: isError || isWide, factor: objective.isMeasured ? factor : .infinity)
        unit = isError ? AxisUnit(symbol: "%", size: 0.01) : AxisUnit(objective.dimension, for: range.high)
    }

    private init(_ axis: FrontAxis, range: PlotRange, unit: AxisUnit) {
        (objective, least, self.range, self.unit) = (axis.objective, axis.least, range, unit)
    }

    /// Returns the axis with further values in it, in their order, as far as half of it remains for what it was made for.
    func extended(to values: [Double]) -> FrontAxis {
        let wider = values.reduce(range) { $0.extended(to: shown($1), keeping: 0.5, of: range) }
        let isShare = objective.isShare
        return FrontAxis(self, range: wider, unit: isShare ? unit : AxisUnit(objective.dimension, for: wider.high))
    }

    /// What the axis shows for a value.
    func shown(_ value: Double) -> Double { max(objective.isMaximised ? 1 - value : value, least) }

    /// A value with its unit.
    func text(_ value: Double) -> String {
        switch objective {
        case .accuracy, .error, .balancedAccuracy, .macroF1, .areaUnderROC: String(format: "%.2f %%", value * 100)
        case .loss: String(format: "%.4g", value)
        // What lies far outside has a unit of its own.
        case .cost: (unit.suits(value) ? unit : AxisUnit(objective.dimension, for: value)).text(value)
        }
    }

    /// What the axis is of, without a unit.
    var title: String {
        switch objective {
        case .accuracy: "validation accuracy"
        case .error: "validation error"
        case .loss: "validation loss"
        case .balancedAccuracy: "validation balanced accuracy"
        case .macroF1: "validation macro F1"
        case .areaUnderROC: "validation ROC AUC"
        case .cost(let quantity): quantity.axisTitle
        }
    }

    /// Whether better is farther from the origin: more accuracy.
    var isReversed: Bool { objective.isMaximised }

    var axis: PlotFrame.Axis {
        guard objective.isShare else { return PlotFrame.Axis(title: title, range: range, unit: unit) }
        func text(_ error: Double) -> String { PlotTicks.text((objective.isMaximised ? 1 - error : error) * 100) + " %" }
        let none = range.contains(least) ? [(value: least, text: text(0))] : []
        let ticks = PlotTicks.round(from: range.low, to: range.high, isLogarithmic: true).filter { $0 > 1.3 * least }
        return PlotFrame.Axis(
            title: objective.isMaximised ? "\(title) (log error)" : title, range: range, ticks: none + ticks.map { ($0, text($0)) },
            isReversed: isReversed)
    }
}
