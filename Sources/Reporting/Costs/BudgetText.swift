internal import CostModel
internal import Foundation

/// A budget in words, with what a network takes of it.
struct BudgetText {
    /// The network, as a sentence names it: `the best`.
    let network: String
    /// The network's estimate; nil where there is no network.
    let estimate: Estimate?
    /// The unit for amounts of a quantity.
    let unit: (CostQuantity, Double) -> AxisUnit

    init(network: String, _ estimate: Estimate?, unit: @escaping (CostQuantity, Double) -> AxisUnit = { AxisUnit($0.dimension, for: $1) }) {
        (self.network, self.estimate, self.unit) = (network, estimate, unit)
    }

    /// Returns the limits that were given or that a battery sets, not that of the board's memory; nil without one.
    func text(_ budget: Budget) -> String? {
        let limits = budget.limits.filter { $0.origin != .board }
        guard !limits.isEmpty else { return nil }
        let origin = limits.contains { $0.origin == .mission } ? ", as the battery allows" : ""
        return "Budget for an inference\(origin): \(limits.map(part).joined(separator: "; "))"
    }

    private func part(_ limit: Budget.Limit) -> String {
        let name = limit.quantity.lineTitle ?? limit.quantity.axisTitle
        let text = "\(name) \(unit(limit.quantity, limit.allowed).text(limit.allowed))"
        guard let used = estimate.flatMap({ limit.quantity.estimated(in: $0) }) else { return text }
        let share = Self.percent(used.value / limit.allowed)
        guard used.high > used.value else { return "\(text) (\(network) takes \(share))" }
        return "\(text) (\(network) takes \(share), at the upper end of its interval \(Self.percent(used.high / limit.allowed)))"
    }

    private static func percent(_ share: Double) -> String { String(format: share < 0.0995 ? "%.1f %%" : "%.0f %%", share * 100) }
}
