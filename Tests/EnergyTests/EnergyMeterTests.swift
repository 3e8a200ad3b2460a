import CostModel
import Foundation
import Synchronization
import Testing

@testable import Energy

/// What a machine takes over time, by sensors that are told what to say.
@Suite struct EnergyMeterTests {
    /// A clock and a sensor that a test moves.
    private final class Bench: PowerSensor {
        let name = "bench"
        let measuredAt = SourcedValue.MeasuringPoint.input
        private let state = Mutex<(seconds: Double, watts: Double?)>((0, 10))

        func watts() throws(SensorProblem) -> Double {
            guard let watts = state.withLock({ $0.watts }) else { throw SensorProblem("silent") }
            return watts
        }

        func move(to seconds: Double, _ watts: Double?) { state.withLock { $0 = (seconds, watts) } }
        var seconds: Double { state.withLock { $0.seconds } }
    }

    private func meter(_ bench: Bench, _ source: EnergyMeter.Source) -> EnergyMeter {
        EnergyMeter(source, everySeconds: 3600, clock: { bench.seconds })
    }

    @Test func powerIsSummedOverTime() {
        let bench = Bench()
        let meter = meter(bench, .sensor(bench))
        bench.move(to: 10, 20)
        #expect(meter.reading() == EnergyMeter.Reading(joules: 150, seconds: 10))
        bench.move(to: 20, 20)
        #expect(meter.reading() == EnergyMeter.Reading(joules: 350, seconds: 20))
    }

    @Test func silenceIsNotCounted() {
        let bench = Bench()
        let meter = meter(bench, .sensor(bench))
        for (seconds, watts) in [(10.0, nil), (50, 10), (60, .nan), (70, 10), (80, 10)] as [(Double, Double?)] {
            bench.move(to: seconds, watts)
            _ = meter.reading()
        }
        #expect(meter.reading() == EnergyMeter.Reading(joules: 100, seconds: 10))
    }

    @Test func wattsThatAreGiven() {
        let bench = Bench()
        let meter = meter(bench, .constant(watts: 35))
        bench.move(to: 100, nil)
        #expect(meter.reading() == EnergyMeter.Reading(joules: 3500, seconds: 100))
        #expect(meter.name == "given: 35 W" && meter.measuredAt == nil)
    }

    @Test func aCounterBeginsAnew() throws {
        let place = "sys/class/powercap/intel-rapl:0/"
        try SensorTests().tree([
            place + "name": "package-0", place + "energy_uj": "999000000", place + "max_energy_range_uj": "1000000000",
        ]) { root in
            let bench = Bench()
            let meter = meter(bench, .counter(try RAPLCounter(SensorFiles(root: root))))
            try Data("4000000\n".utf8).write(to: root.appendingPathComponent(place + "energy_uj"))
            bench.move(to: 2, nil)
            let first = meter.reading()
            #expect(abs(first.joules - 5) < 1e-9 && first.seconds == 2)
            try Data("6000000\n".utf8).write(to: root.appendingPathComponent(place + "energy_uj"))
            bench.move(to: 5, nil)
            #expect(abs(meter.reading().joules - 7) < 1e-9)
            #expect(meter.name.hasPrefix("rapl") && meter.measuredAt == .rail)
        }
    }

    /// The real clock, by itself.
    @Test func readsByItself() {
        let bench = Bench()
        let meter = EnergyMeter(.sensor(bench), everySeconds: 0.01)
        Thread.sleep(forTimeInterval: 0.3)
        let reading = meter.reading()
        #expect(reading.seconds >= 0.3 && abs(reading.joules - 10 * reading.seconds) < 1e-6)
    }
}
