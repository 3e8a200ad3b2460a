package import CostModel

/// Something of this machine that says what power it takes.
package protocol PowerSensor: Sendable {
    /// `ina226 (hwmon2)`.
    var name: String { get }
    /// Where the power is measured: what is lost before it is not in it.
    var measuredAt: SourcedValue.MeasuringPoint { get }

    /// - Throws: a `SensorProblem` where it cannot be read now.
    func watts() throws(SensorProblem) -> Double
}

/// Why a sensor does not answer, in words that say what can be done.
package struct SensorProblem: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

/// Sensors of one kind that were looked for: those found, or why there are none.
package enum SensorSearch: Sendable {
    case found([any PowerSensor])
    case notAvailable(SensorProblem)
}
