internal import Foundation

/// From values to positions on one axis. A value beyond its ends lies outside the picture.
struct PlotScale: Sendable, Hashable {
    let low: Double
    let high: Double
    let isLogarithmic: Bool
    /// Where `low` lies.
    let start: Double
    /// Where `high` lies, in either direction of `start`.
    let end: Double

    init(_ range: PlotRange, from start: Double, to end: Double) {
        (low, high, isLogarithmic) = (range.low, range.high, range.isLogarithmic)
        (self.start, self.end) = (start, end)
    }

    func position(_ value: Double) -> Double {
        guard isLogarithmic else { return start + (value - low) / (high - low) * (end - start) }
        return start + log(max(value, 1e-300) / low) / log(high / low) * (end - start)
    }

    /// The position of the nearest value that is inside.
    func clamped(_ value: Double) -> Double { position(min(max(value, low), high)) }

    func contains(_ value: Double) -> Bool { value >= low && value <= high }
}
