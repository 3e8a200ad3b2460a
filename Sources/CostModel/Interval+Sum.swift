extension Interval {
    /// The sum of two quantities whose errors are not independent: the ends of the intervals add.
    static func + (first: Interval, second: Interval) -> Interval {
        Interval(value: first.value + second.value, low: first.low + second.low, high: first.high + second.high)
    }
}
