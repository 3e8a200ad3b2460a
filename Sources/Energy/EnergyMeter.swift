package import CostModel
internal import Foundation
internal import Synchronization

/// What this machine takes from the moment the meter is made: a sensor's power summed over time, or what a counter has grown by.
/// All that the machine does is in it, and its idle power.
package final class EnergyMeter: Sendable {
    package struct Reading: Sendable, Hashable {
        package let joules: Double
        /// That the joules are of: times in which the sensor did not answer are not among them.
        package let seconds: Double
    }

    /// Where joules come from.
    package enum Source: Sendable {
        case sensor(any PowerSensor)
        case counter(RAPLCounter)
        /// As the user says.
        case constant(watts: Double)
    }

    /// `ina226 (hwmon2)`, `rapl (processor packages)`, `given: 35 W`.
    package let name: String
    /// Nil where it is not known.
    package let measuredAt: SourcedValue.MeasuringPoint?
    private let source: Source
    private let sum: Mutex<Sum>
    // Set up before anyone else sees it, and then only cancelled.
    nonisolated(unsafe) private let timer: any DispatchSourceTimer
    private let clock: @Sendable () -> Double

    private struct Sum {
        var joules = 0.0
        var seconds = 0.0
        /// When it was last read; nil if it did not answer.
        var last: (at: Double, watts: Double, counter: RAPLCounter.Reading?)?
    }

    /// - Parameters:
    ///   - everySeconds: how often the source is read.
    ///   - clock: seconds since some moment; the machine's if nil.
    package init(_ source: Source, everySeconds: Double = 1, clock: (@Sendable () -> Double)? = nil) {
        self.source = source
        self.clock = clock ?? { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }
        switch source {
        case .sensor(let sensor): (name, measuredAt) = (sensor.name, sensor.measuredAt)
        case .counter(let counter): (name, measuredAt) = (RAPLSensor(counter).name, .rail)
        case .constant(let watts): (name, measuredAt) = (String(format: "given: %g W", watts), nil)
        }
        sum = Mutex(Sum())
        timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "energy meter", qos: .utility))
        update()
        timer.setEventHandler { [weak self] in self?.update() }
        timer.schedule(deadline: .now() + everySeconds, repeating: everySeconds, leeway: .milliseconds(50))
        timer.resume()
    }

    deinit { timer.cancel() }

    /// Up to now.
    package func reading() -> Reading {
        update()
        return sum.withLock { Reading(joules: $0.joules, seconds: $0.seconds) }
    }

    private func update() {
        // Sensors may take a while to answer: what they say is of the moment they have.
        let now: (watts: Double, counter: RAPLCounter.Reading?)? =
            switch source {
            case .constant(let watts): (watts, nil)
            case .sensor(let sensor): (try? sensor.watts()).flatMap { $0.isFinite && $0 >= 0 ? ($0, nil) : nil }
            case .counter(let counter): (try? counter.reading()).map { (0, $0) }
            }
        let at = clock()
        sum.withLock { sum in
            if let last = sum.last, let now, at > last.at {
                let seconds = at - last.at
                if case .counter(let counter) = source, let before = last.counter, let after = now.counter {
                    sum.joules += counter.joules(from: before, to: after)
                } else {
                    sum.joules += seconds * (last.watts + now.watts) / 2
                }
                sum.seconds += seconds
            }
            sum.last = now.map { (at, $0.watts, $0.counter) }
        }
    }
}
