import Energy
import Foundation
import Support

extension FuzzTarget {
    /// Logs of meters: what is read is taken windows of.
    static let meterLogs = FuzzTarget(
        name: "meter-logs",
        words: [
            "time", "timestamp", "seconds", "time_s", "time_ms", "time_us", "Time(ms)", "Main(mA)", "power", "watts", "power_W", "power_mW",
            "voltage_V",
            "current_A", "current_mA", "volts", "amps", "mA", "ms", "us", "h", ",", ";", "\t", "\r\n", "\u{feff}", "\"", "#",
            "2026-01-01 12:00:00",
            "2026-01-01T12:00:00.5Z", "12:00:00", "12:00:01.25", "1700000000", "1700000000000", "VDD_IN 2532mW/2532mW",
            "POM_5V_IN 2532/2532", "RAM",
            "1.234,5", "1,5", "--", "OVF",
        ], isText: true
    ) {
        { input in
            guard let text = try? DecodedText.decode(input, file: "fuzz.csv"), let trace = try? MeterLog.read(text, file: "fuzz.csv") else {
                return
            }
            Reached.mark("read")
            guard let idle = try? trace.window(0...2), let run = try? trace.window(3...5) else { return }
            Reached.mark("windows")
            if (try? InferenceEnergy(idle: idle, run: run, inferences: 100)) != nil { Reached.mark("energy") }
        }
    }
}
