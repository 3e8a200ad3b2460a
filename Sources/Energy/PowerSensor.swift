public import CostModel

/// Something of this machine that says what power it takes.
public protocol PowerSensor: Sendable {
    /// `ina226 (hwmon2)`.
    var name: String { get }
    /// Where the power is measured: what is lost before it is not in it.
    var measuredAt: SourcedValue.MeasuringPoint { get }

    /// - Throws: a `SensorProblem` where it cannot be read now.
    func watts() throws(SensorProblem) -> Double
}

/// Why a sensor does not answer, in words that say what can be done.
public struct SensorProblem: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}

/// Sensors of one kind that were looked for: those found, or why there are none.
public enum SensorSearch: Sendable {
    case found([any PowerSensor])
    case notAvailable(SensorProblem)
}
