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

    /// The number.
    public let value: Double
    /// The lower end of the 90 % interval; equals `value` where the sources agree.
    public let low: Double
    /// The upper end of the 90 % interval; equals `value` where the sources agree.
    public let high: Double
    /// Where the number comes from, in words.
    public let source: String
    /// Where a power was measured; nil for what is no power.
    public let measuredAt: MeasuringPoint?
    /// Whose figure it really is; nil where it is this board's own.
    public let borrowedFrom: String?

    /// Makes a value; an end of the interval that is not given equals the value.
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
    /// The prediction, in the unit of the property that has it.
    public let value: Double
    /// The lower end of the 90 % interval.
    public let low: Double
    /// The upper end of the 90 % interval.
    public let high: Double

    /// Makes an interval from the prediction and its ends.
    public init(value: Double, low: Double, high: Double) {
        self.value = value
        self.low = low
        self.high = high
    }

    /// Makes the interval of a number without an error, such as a count: all three are equal.
    public init(exactly value: Double) { self.init(value: value, low: value, high: value) }
}
