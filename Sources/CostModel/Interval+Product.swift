internal import Foundation

extension Interval {
    /// The product of two independent positive estimates: relative errors add as squares of their logarithms.
    func times(_ other: Interval) -> Interval {
        let value = value * other.value
        guard value > 0 else { return Interval(value: 0, low: 0, high: high * other.high) }
        func spread(_ first: Double, _ second: Double) -> Double {
            let (a, b) = (log(first), log(second))
            return exp((a * a + b * b).squareRoot())
        }
        let below = low > 0 && other.low > 0 ? value / spread(self.value / low, other.value / other.low) : 0
        return Interval(value: value, low: below, high: value * spread(high / self.value, other.high / other.value))
    }
}
