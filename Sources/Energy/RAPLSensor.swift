public import CostModel
internal import Foundation

/// The packages' power, as their counters grow within a tenth of a second.
public struct RAPLSensor: PowerSensor {
    public var name: String { "rapl (processor packages)" }
    /// Neither memory nor the supply's loss is in it.
    public var measuredAt: SourcedValue.MeasuringPoint { .rail }
    public let counter: RAPLCounter

    public init(_ counter: RAPLCounter) { self.counter = counter }

    public static func find(_ files: SensorFiles = SensorFiles()) -> SensorSearch {
        do throws(SensorProblem) { return .found([RAPLSensor(try RAPLCounter(files))]) } catch { return .notAvailable(error) }
    }

    public func watts() throws(SensorProblem) -> Double {
        let (first, began) = (try counter.reading(), DispatchTime.now().uptimeNanoseconds)
        Thread.sleep(forTimeInterval: 0.1)
        let (second, ended) = (try counter.reading(), DispatchTime.now().uptimeNanoseconds)
        return counter.joules(from: first, to: second) / (Double(ended - began) * 1e-9)
    }
}
