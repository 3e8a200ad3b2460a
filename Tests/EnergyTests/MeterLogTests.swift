import Foundation
import Support
import Testing

@testable import Energy

@Suite struct MeterLogTests {
    /// Ten a second: a minute at 2 W, then a minute at 5 W.
    private static let rows = (0...1200).map { (Double($0) / 10, $0 < 600 ? 2.0 : 5.0) }

    @Test func knownFormsAreRead() throws {
        let forms: [(header: String, row: (Double, Double) -> String)] = [
            ("time_s,voltage_V,current_A", { "\($0),5.0,\($1 / 5)" }), ("Time;Watts", { "\($0);\($1)" }),
            (
                "timestamp sample_in_packet voltage_V current_A dp_V dn_V temp_C_ema energy_Ws capacity_As",
                { "\($0) 0 5.0 \($1 / 5) 0 0 25 1 1" }
            ),
            ("timestamp amps volts watts", { "\($0) 9 9 \($1)" }), ("time_ms,current_mA,voltage_mV", { "\($0 * 1000),\($1 * 200),5000" }),
        ]
        for (header, row) in forms {
            let text = ([header] + Self.rows.map(row)).joined(separator: "\n") + "\n"
            let trace = try MeterLog.read(text, file: "log")
            #expect(trace.samples.count == 1201, "\(header)")
            let (idle, run) = (try trace.window(0...59), try trace.window(61...120))
            #expect(abs(idle.meanWatts - 2) < 1e-9 && abs(run.meanWatts - 5) < 1e-9, "\(header)")
            let energy = try InferenceEnergy(idle: idle, run: run, inferences: 59)
            #expect(abs(energy.totalJoules - 5) < 1e-9 && abs(energy.marginalJoules - 3) < 1e-9)
        }
    }

    @Test func windowsAreCutAtTheirEnds() throws {
        let trace = try PowerTrace(Self.rows.map { PowerTrace.Sample(seconds: $0.0, watts: $0.1) })
        // The step is a trapezoid of a tenth of a second.
        #expect(abs(try trace.window(50.05...69.95).joules - (9.85 * 2 + 0.1 * 3.5 + 9.95 * 5)) < 1e-9)
        for bad in [-1.0...10, 100...121, 30...31] { #expect(throws: Diagnostic.self) { try trace.window(bad) } }
        // Silence in the window.
        let torn = try PowerTrace(trace.samples.filter { !(30..<40).contains($0.seconds) })
        #expect(try #require(throws: Diagnostic.self) { try torn.window(0...60) }.message.contains("silent"))
        _ = try torn.window(50...60)
    }

    @Test(arguments: [
        ("", "no header"), ("a,b\n1,2\n", "no header"), ("time,watts\n", "0 power samples"), ("time,watts\n0,1\n", "1 power samples"),
        ("time,watts\n0,1\n1,x\n2,1\n", "not a line of numbers"), ("time,watts\n0,1\n1\n2,1\n", "not a line of numbers"),
        ("time,watts\n1,1\n0,1\n", "goes back in time"), ("time,watts\n0,1\n0,1\n", "several samples at 0.0 s"),
        ("time,watts\n0,-1\n1,1\n", "negative"),
        ("time,watts\n0,nan\n1,1\n", "not a line of numbers"),
    ])
    func brokenLogsAreRefused(_ text: String, _ words: String) throws {
        let error = try #require(throws: Diagnostic.self) { try MeterLog.read(text, file: "meter.csv") }
        #expect(error.message.contains(words) && error.file == "meter.csv", "\(error)")
    }

    /// The log of a meter that was unplugged.
    @Test func aTornLastLineIsLeftOut() throws {
        #expect(try MeterLog.read("time,watts\n0,1\n1,2\n2", file: "f").samples.count == 2)
    }
}
