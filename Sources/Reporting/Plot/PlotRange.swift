internal import Foundation

/// What part of its values an axis shows: where decisions are. A single useless network does not squeeze the others; what lies outside is
/// marked at the edge.
struct PlotRange: Sendable, Hashable {
    private(set) var low: Double
    private(set) var high: Double
    let isLogarithmic: Bool

    /// A range as it is given.
    init(from low: Double, to high: Double, isLogarithmic: Bool) {
        self.isLogarithmic = isLogarithmic
        let sound = low.isFinite && high.isFinite && high > low && (!isLogarithmic || low > 0)
        (self.low, self.high) = sound ? (low, high) : isLogarithmic ? (0.1, 1) : (0, 1)
    }

    /// The values' range with a margin. Logarithmic where they are above zero and span a factor of more than three.
    init(around values: [Double], isLogarithmic wanted: Bool? = nil) {
        let finite = values.filter(\.isFinite)
        let (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
        let isLogarithmic = low > 0 && (wanted ?? (high > 3 * low))
        self.init(from: low, to: high, isLogarithmic: isLogarithmic, margin: 0.06)
    }

    /// For something of which less is better: from the least on, up to where most are, and to what must be seen. Outliers (Tukey,
    /// "Exploratory data analysis", 1977: beyond the upper quartile by 1.5 times the distance between the quartiles) and what is `factor`
    /// times the least stay outside.
    ///
    /// - Parameters:
    ///   - values: all values, above zero on a logarithmic axis.
    ///   - seen: values that have to be inside, whatever lies there.
    init(usefulOf values: [Double], keeping seen: [Double] = [], isLogarithmic: Bool, factor: Double = .infinity) {
        let sorted = values.filter { $0.isFinite && (!isLogarithmic || $0 > 0) }.sorted()
        guard let least = sorted.first, let most = sorted.last else {
            self.init(around: seen, isLogarithmic: isLogarithmic)
            return
        }
        let scaled: (Double) -> Double = { isLogarithmic ? log($0) : $0 }
        let (lower, upper) = (scaled(sorted[(sorted.count - 1) / 4]), scaled(sorted[(sorted.count - 1) * 3 / 4]))
        let fence = upper + 1.5 * max(upper - lower, 1e-9)
        let useful = sorted.last { scaled($0) <= fence } ?? most
        let kept = seen.filter(\.isFinite)
        let high = max(min(useful, least * factor), kept.max() ?? least)
        self.init(from: min(least, kept.min() ?? least), to: high, isLogarithmic: isLogarithmic, margin: 0.06)
    }

    private init(from low: Double, to high: Double, isLogarithmic: Bool, margin: Double) {
        guard isLogarithmic else {
            let space = high > low ? (high - low) * margin : max(abs(low) * 0.1, 1e-9)
            self.init(from: low - space, to: high + space, isLogarithmic: false)
            return
        }
        let space = high > low ? pow(high / low, margin) : 1.25
        self.init(from: low / space, to: high * space, isLogarithmic: true)
    }

    func contains(_ value: Double) -> Bool { value >= low && value <= high }

    /// Returns the range with a value in it, as long as what it was keeps this share of the axis; else as it is.
    func extended(to value: Double, keeping share: Double, of core: PlotRange) -> PlotRange {
        guard value.isFinite, !isLogarithmic || value > 0, !contains(value) else { return self }
        let (low, high) = value < low ? (value, high) : (low, value)
        let wider = PlotRange(from: low, to: high, isLogarithmic: isLogarithmic, margin: 0.02)
        return core.length >= wider.length * share ? wider : self
    }

    private var length: Double { isLogarithmic ? log(high / low) : high - low }
}
