package import CostModel
internal import Foundation

/// The packages' power, as their counters grow within a tenth of a second.
package struct RAPLSensor: PowerSensor {
    package var name: String { "rapl (processor packages)" }
    /// Neither memory nor the supply's loss is in it.
    package var measuredAt: SourcedValue.MeasuringPoint { .rail }
    package let counter: RAPLCounter

    package init(_ counter: RAPLCounter) { self.counter = counter }

    package static func find(_ files: SensorFiles = SensorFiles()) -> SensorSearch {
        do throws(SensorProblem) { return .found([RAPLSensor(try RAPLCounter(files))]) } catch { return .notAvailable(error) }
    }

    package func watts() throws(SensorProblem) -> Double {
        let (first, began) = (try counter.reading(), DispatchTime.now().uptimeNanoseconds)
        Thread.sleep(forTimeInterval: 0.1)
        let (second, ended) = (try counter.reading(), DispatchTime.now().uptimeNanoseconds)
        return counter.joules(from: first, to: second) / (Double(ended - began) * 1e-9)
    }
}
