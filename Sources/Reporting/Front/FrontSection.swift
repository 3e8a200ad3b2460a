internal import CostModel
internal import Foundation
internal import NAS
internal import Search
internal import Support

/// What a picture shows of one board: its panels, and what a reader should take away in words.
struct FrontSection: Sendable {
    let board: RunBoard
    let panels: [FrontPanel]
    /// The most accurate network of the front, of equals the one that costs less; nil where nothing is measured.
    let best: TrialRecord?
    /// How many networks are shown.
    let networks: Int
    let members: Int
    private let horizontal: [Objective]
    private let vertical: Objective
    let further: FrontPicture.Further
    /// Where the front's estimates are from.
    private let sources: [String]

    init(
        _ view: FrontPicture.View, horizontal: [Objective], vertical: Objective, fidelity: Fidelity, further: FrontPicture.Further
    ) {
        let numbers = Set(view.front.map(\.number))
        let others = view.others.filter { $0.fidelity == fidelity && !numbers.contains($0.number) }
        let best = Self.best(view.front, horizontal, vertical)
        (board, self.best, self.horizontal, self.vertical, self.further) = (view.board, best, horizontal, vertical, further)
        let panels = horizontal.map { objective in
            let limit = view.board.budget.limits.first { $0.quantity == objective.quantity && $0.origin != .board }
            return FrontPanel(
                view.front, among: others, horizontal: objective, vertical: vertical, best: best, limit: limit?.allowed)
        }
        self.panels = panels
        networks = panels.map(\.points.count).max() ?? 0
        members = view.front.count
        sources = Set(view.front.compactMap { $0.estimate?.source }).sorted()
    }

    private static func best(_ front: [TrialRecord], _ horizontal: [Objective], _ vertical: Objective) -> TrialRecord? {
        guard vertical.isMeasured else { return nil }
        func cost(_ trial: TrialRecord) -> [Double] {
            ([vertical] + horizontal).map { objective in objective.value(of: trial).map(objective.cost) ?? .infinity }
        }
        let known = front.filter { vertical.value(of: $0) != nil }
        return known.min { first, second in
            let (left, right) = (cost(first), cost(second))
            return left == right ? first.number < second.number : left.lexicographicallyPrecedes(right)
        }
    }

    // MARK: In words

    /// All that is said, from the most important.
    var texts: [String] { [bestText, costText, retrainedText, budgetText, sourceText].compactMap { $0 } }

    /// `Best: #21 with 99.30 % validation accuracy (98.11 % on test examples)`; nil where nothing is measured.
    var bestText: String? {
        if members == 0 { return networks == 0 ? "No network is trained yet" : "No network that was trained keeps the budget" }
        guard let best, let value = vertical.value(of: best), let axis = panels.first?.vertical else { return nil }
        var text = "Best network: #\(best.number) with \(axis.text(value)) \(axis.title)"
        if let test = further.testAccuracies[best.number] ?? best.testAccuracy {
            text += String(format: ", %.2f %% on test examples", test * 100)
        }
        return text
    }

    /// What its trainings from other seeds came to; nil where there are none.
    var retrainedText: String? {
        guard let best, let retrained = further.retrained[best.number], let mean = retrained.accuracy else { return nil }
        let deviation = retrained.deviation.map { String(format: " ± %.2f", $0 * 100) } ?? ""
        let count = retrained.finished.count
        let times = count == 1 ? "once from another seed" : "\(count) times from other seeds"
        return "Trained anew \(times): " + String(format: "%.2f\(deviation) %% validation accuracy", mean * 100)
    }

    /// What an inference of the best takes, each estimate with its interval; energy whatever the objectives.
    var costText: String? {
        guard let best, let estimate = best.estimate else { return nil }
        var quantities = horizontal.compactMap(\.quantity)
        if !quantities.contains(.energy) { quantities.append(.energy) }
        let parts = quantities.compactMap { quantity -> String? in
            guard let value = quantity.estimated(in: estimate) else { return nil }
            let unit = unit(of: quantity, value.high)
            let interval = value.low < value.high ? " (90 % interval \(unit.number(value.low)) to \(unit.text(value.high)))" : ""
            return "\(quantity.lineTitle ?? quantity.axisTitle) \(unit.text(value.value))\(interval)"
        }
        return "An inference of it: \(parts.joined(separator: ", "))"
    }

    /// The limits that were given or that a battery sets, and how much of them the best takes; nil without one.
    var budgetText: String? { BudgetText(network: "the best", best?.estimate, unit: unit).text(board.budget) }

    /// Which axes are estimates, and what these stand on.
    var sourceText: String {
        var sentences: [String] = []
        if vertical.isMeasured, let title = panels.first?.vertical.title {
            sentences.append("\(title) is measured, on data not trained on")
        }
        let axes = panels.flatMap { [$0.horizontal, $0.vertical] }.filter { $0.objective.quantity != nil }
        let estimates = Set(panels.flatMap { $0.estimated.map(\.objective) })
        func titles(_ wanted: (FrontAxis) -> Bool) -> [String] {
            axes.filter(wanted).reduce(into: []) { if !$0.contains($1.title) { $0.append($1.title) } }
        }
        var estimated = titles { estimates.contains($0.objective) }
        if best?.estimate != nil, !axes.contains(where: { $0.objective.quantity == .energy }) {
            estimated.append(CostQuantity.energy.axisTitle)
        }
        if !estimated.isEmpty {
            let source = sources.isEmpty ? "" : " (\(sources.joined(separator: "; ")))"
            sentences.append(
                "estimated for \(board.target)\(source), not measured: \(estimated.joined(separator: ", ")); nine in ten networks should "
                    + "lie within their bars")
        }
        let counted = titles { !estimates.contains($0.objective) }
        if !counted.isEmpty { sentences.append("counted exactly: \(counted.joined(separator: ", "))") }
        return sentences.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }.joined(separator: " ")
    }

    /// The unit of the quantity's axis, so that texts and ticks agree; without an axis the one that fits.
    private func unit(of quantity: CostQuantity, _ value: Double) -> AxisUnit {
        let axis = panels.first { $0.horizontal.objective.quantity == quantity }?.horizontal
        guard let unit = axis?.unit, unit.suits(value) else { return AxisUnit(quantity.dimension, for: value) }
        return unit
    }
}
