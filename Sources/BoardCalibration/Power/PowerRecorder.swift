internal import Energy
internal import Foundation
internal import Synchronization

/// Reads a sensor again and again while something else happens.
final class PowerRecorder: Sendable {
    private let sensor: any PowerSensor
    private let state = Mutex<(watts: [Double], isOver: Bool)>(([], false))
    private let ended = DispatchSemaphore(value: 0)

    init(_ sensor: any PowerSensor, everySeconds: Double) {
        self.sensor = sensor
        let thread = Thread { [self] in
            while !state.withLock({ $0.isOver }) {
                if let watts = try? sensor.watts(), watts.isFinite, watts >= 0 { state.withLock { $0.watts.append(watts) } }
                Thread.sleep(forTimeInterval: everySeconds)
            }
            ended.signal()
        }
        thread.start()
    }

    /// Waits so long, and, where the sensor is slow to answer, up to ten times as long for enough readings.
    func wait(seconds: Double) {
        let began = DispatchTime.now().uptimeNanoseconds
        while true {
            let passed = Double(DispatchTime.now().uptimeNanoseconds - began) * 1e-9
            if passed >= seconds, passed >= 10 * seconds || state.withLock({ $0.watts.count }) >= Self.fewest { return }
            Thread.sleep(forTimeInterval: min(max(seconds - passed, 0.01), seconds / 20))
        }
    }

    /// Mean and standard deviation of the readings; nil for fewer than ten.
    func stop() -> (mean: Double, deviation: Double)? {
        let isFirst = state.withLock { state in
            defer { state.isOver = true }
            return !state.isOver
        }
        if isFirst { ended.wait() }
        let watts = state.withLock { $0.watts }
        return watts.count >= Self.fewest ? meanAndDeviation(watts) : nil
    }

    private static let fewest = 10
}
