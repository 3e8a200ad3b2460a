internal import Foundation

/// Round numbers on an axis, few enough to be read.
enum PlotTicks {
    /// Four to nine round numbers within the range where there are so many.
    ///
    /// - Parameters:
    ///   - low: the lower end; on a logarithmic axis above zero.
    ///   - high: above `low`.
    static func round(from low: Double, to high: Double, isLogarithmic: Bool) -> [Double] {
        guard low.isFinite, high.isFinite, high > low else { return [] }
        guard isLogarithmic, low > 0 else { return linear(low, high) }
        let decades = Int(floor(log10(low)))...Int(ceil(log10(high)))
        for steps in [[1.0], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 5, 7]] {
            let ticks = decades.flatMap { decade in steps.map { $0 * power(decade) } }.filter { (low...high).contains($0) }
            if ticks.count > 9 { return thinned(ticks) }
            if ticks.count >= 4 { return ticks }
        }
        return linear(low, high)
    }

    /// Exact where a decimal fraction is: 0.01, not 0.010000000000000002.
    private static func power(_ exponent: Int) -> Double {
        exponent < 0 ? 1 / Foundation.pow(10, Double(-exponent)) : Foundation.pow(10, Double(exponent))
    }

    private static func thinned(_ ticks: [Double]) -> [Double] {
        let step = (ticks.count + 8) / 9
        return ticks.enumerated().filter { $0.offset % step == 0 }.map(\.element)
    }

    private static func linear(_ low: Double, _ high: Double) -> [Double] {
        let rough = (high - low) / 5
        let size = power(Int(floor(log10(rough))))
        let step = ([1, 2, 2.5, 5].first { $0 * size >= rough } ?? 10) * size
        let first = (low / step).rounded(.up)
        let last = (high / step).rounded(.down)
        guard step > 0, last >= first, last - first < 20 else { return [] }
        return (0...Int(last - first)).map { (first + Double($0)) * step }.map { abs($0) < step * 1e-9 ? 0 : $0 }
    }

    /// As short as it can be: `0.05`, `98`, `99.5`.
    static func text(_ value: Double) -> String {
        if value != 0, abs(value) >= 1e6 || abs(value) < 1e-4 { return String(format: "%.3g", value) }
        return String(format: "%.6g", value)
    }
}
