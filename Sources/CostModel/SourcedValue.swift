/// One published or derived number, with where it comes from.
public struct SourcedValue: Sendable, Hashable, Codable {
    /// Where a power was measured. Adding figures from different places is how energy budgets go wrong.
    public enum MeasuringPoint: String, Sendable, Hashable, Codable, CaseIterable {
        /// At the mains socket: the loss of the power supply is in it.
        case wall
        /// At the board's 5 V input.
        case input = "5 V"
        /// At a rail on the board: the loss of the board's own converters is not in it.
        case rail
    }

    public let value: Double
    /// The 90 % interval; both equal `value` where the sources agree.
    public let low: Double
    public let high: Double
    public let source: String
    /// Powers only.
    public let measuredAt: MeasuringPoint?
    /// Whose figure it really is, where it is not this board's own.
    public let borrowedFrom: String?

    public init(
        _ value: Double, low: Double? = nil, high: Double? = nil, source: String, measuredAt: MeasuringPoint? = nil,
        borrowedFrom: String? = nil
    ) {
        self.value = value
        self.low = low ?? value
        self.high = high ?? value
        self.source = source
        self.measuredAt = measuredAt
        self.borrowedFrom = borrowedFrom
    }
}

/// A predicted number with its 90 % interval.
public struct Interval: Sendable, Hashable, Codable {
    public let value: Double
    public let low: Double
    public let high: Double

    public init(value: Double, low: Double, high: Double) {
        self.value = value
        self.low = low
        self.high = high
    }

    /// A number without an error: a count.
    public init(exactly value: Double) { self.init(value: value, low: value, high: value) }
}
