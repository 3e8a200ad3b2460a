internal import Foundation
internal import Support

/// The unit that an axis and what is said of it are in, such that numbers are neither tiny nor huge.
struct AxisUnit: Sendable, Hashable {
    /// `mJ`, `KiB`; `k` of what is counted, and nothing for a plain number.
    let symbol: String
    /// From the base unit to it.
    let size: Double
    /// Whether it is a multiple of a plain number, which needs no space behind a value.
    private var isCount = false

    init(symbol: String, size: Double) { (self.symbol, self.size) = (symbol, size) }

    /// The largest unit of which a value is at least one; below one of the smallest, that.
    init(_ dimension: Support.Dimension, for value: Double) {
        let units = dimension.shownUnits
        let chosen = units.last { value >= $0.size } ?? units[0]
        self.init(symbol: chosen.symbol, size: chosen.size)
        isCount = dimension == .count
    }

    /// Whether a value in it is neither tiny nor huge.
    func suits(_ value: Double) -> Bool { (0.01..<10_000).contains(value / size) }

    /// A title with the unit: `latency of an inference [ms]`.
    func titled(_ title: String) -> String {
        let words = ["k": "thousands", "M": "millions", "G": "billions"]
        let unit = isCount ? words[symbol] ?? symbol : symbol
        return unit.isEmpty ? title : "\(title) [\(unit)]"
    }

    /// A value in base units with three significant digits, and the unit: `0.420 mJ`.
    func text(_ value: Double) -> String { (number(value) + (isCount ? "" : " ") + symbol).trimmingCharacters(in: .whitespaces) }

    /// The same without the unit.
    func number(_ value: Double) -> String {
        let scaled = value / size
        guard scaled.isFinite else { return scaled.isNaN ? "not a number" : "unlimited" }
        if scaled == scaled.rounded(), abs(scaled) < 1e6, size == 1 { return String(format: "%.0f", scaled) }
        let decimals = scaled == 0 ? 0 : max(0, 2 - Int(floor(log10(abs(scaled)))))
        return String(format: "%.\(min(decimals, 6))f", scaled)
    }
}
