extension Estimated {
    /// The sum of two quantities whose errors are not independent: the ends of the intervals add.
    static func + (first: Estimated, second: Estimated) -> Estimated {
        Estimated(value: first.value + second.value, low: first.low + second.low, high: first.high + second.high)
    }
}
