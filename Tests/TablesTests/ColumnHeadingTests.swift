import Support
import Testing

@testable import Tables

@Suite struct ColumnHeadingTests {
    @Test(
        arguments: [
            ("latency_ms", "ms", ["latency"]), ("latency_ns", "ns", ["latency"]), ("raspi4_ms", "ms", ["raspi4"]),
            ("energy_mWh", "mWh", ["energy"]),
            ("Main(mA)", "mA", ["main"]), ("Main Voltage(V)", "V", ["main", "voltage"]), ("Time (s)", "s", ["time"]),
            ("Power [W]", "W", ["power"]),
            ("power_uw", "uW", ["power"]), ("current_ma", "mA", ["current"]), ("TIME_S", "s", ["time"]), ("energy_µJ", "uJ", ["energy"]),
            ("energy_μJ", "uJ", ["energy"]), ("mJ_per_inference", "mJ", ["per", "inference"]), ("avg_W_at_5V", "W", ["avg", "at", "5v"]),
            ("latency_ms_min", "ms", ["latency", "min"]), ("time_min", "min", ["time"]), ("latency_seconds", "s", ["latency"]),
            ("watts", "W", []),
            ("latency_ms_tight_loop", "ms", ["latency", "tight", "loop"]), ("#time (usec)", "us", ["time"]),
            ("Voltage/mV", "mV", ["voltage"]),
        ] as [(String, String, [String])])
    func unitsAreRead(_ text: String, _ unit: String, _ words: [String]) throws {
        let heading = try ColumnHeading(text)
        #expect(heading.unit?.symbol == unit && heading.words == words, "\(heading)")
    }

    @Test(arguments: ["latency", "accuracy", "start_time(iso)", "sample_in_packet", "model s one", "silver_4114", "power_foo"])
    func whatNamesNoUnitHasNone(_ text: String) throws { #expect(try ColumnHeading(text).unit == nil) }

    /// A rate is no time.
    @Test(arguments: ["images/s", "inferences_per_s", "throughput_s", "latency_ms_per_s"])
    func ratesAreNoTimes(_ text: String) throws { #expect(try ColumnHeading(text).unit?.dimension != .time) }

    @Test(arguments: [
        "power milli watts", "power_milli_W", "latency micro seconds", "power m W", "power*1000 (W)", "power_1e-3 (W)", "kilo volts",
    ])
    func prefixesStandBeforeTheirUnits(_ text: String) { #expect(throws: Diagnostic.self) { try ColumnHeading(text) } }

    @Test(arguments: ["POWER_MW", "Energy(MJ)", "current_Ma", "latency_MS", "size_Mb", "a_mJ_b_ms_c"])
    func whatCouldBeTwoUnitsIsRefused(_ text: String) { #expect(throws: Diagnostic.self) { try ColumnHeading(text) } }
}
