internal import Foundation

/// From values to positions on one axis, with round ticks.
struct PlotScale {
    let ticks: [Double]
    private let low: Double
    private let high: Double
    private let isLogarithmic: Bool
    private let start: Double
    private let end: Double

    init(values: [Double], isLogarithmic: Bool, from start: Double, to end: Double) {
        self.isLogarithmic = isLogarithmic
        self.start = start
        self.end = end
        let transform: (Double) -> Double = { isLogarithmic ? log10(max($0, 1e-300)) : $0 }
        let finite = values.filter(\.isFinite).map(transform)
        var low = finite.min() ?? 0
        var high = finite.max() ?? 1
        let span = high - low
        let margin = span > 0 ? span * 0.06 : max(abs(low) * 0.05, 0.05)
        low -= margin
        high += margin
        self.low = low
        self.high = high
        if isLogarithmic {
            let steps = high - low > 2 ? [1.0] : high - low > 0.7 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9]
            ticks = (Int(low.rounded(.down))...Int(high.rounded(.up))).flatMap { decade in steps.map { $0 * pow(10, Double(decade)) } }
                .filter { (low...high).contains(log10($0)) }
        } else {
            let rough = (high - low) / 6
            let power = pow(10, floor(log10(rough)))
            let step = ([1, 2, 2.5, 5, 10].first { $0 * power >= rough } ?? 10) * power
            ticks = (Int((low / step).rounded(.up))...max(Int((low / step).rounded(.up)), Int((high / step).rounded(.down)))).map {
                Double($0) * step
            }
        }
    }

    func position(_ value: Double) -> Double {
        let transformed = isLogarithmic ? log10(max(value, 1e-300)) : value
        return start + (transformed - low) / (high - low) * (end - start)
    }
}
