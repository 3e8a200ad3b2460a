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
            ("Voltage/mV", "mV", ["voltage"]), ("t/s", "s", ["t"]), ("P/mW", "mW", ["p"]), ("U/V", "V", ["u"]), ("V/mV", "mV", ["v"]),
            ("Time (sec.)", "s", ["time"]), ("Zeit (Sek.)", "s", ["zeit"]), ("power_W (W)", "W", ["power"]),
            ("Voltage A (V)", "V", ["voltage", "a"]), ("Power min (W)", "W", ["power", "min"]), ("mJ/image", "mJ", ["image"]),
            ("latency_ms 224 x 224", "ms", ["latency", "224", "x", "224"]),
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

    @Test(arguments: [
        "power W x1000", "power_W x 1000", "power (W) x10", "power (W) [x1000]", "power_mW 1000x", "macs (10^6)", "macs (x1000)",
        "power ÷10 (W)",
        "power_W/h", "power_mW/1000", "power (W/h)", "power [W]/h", "energy_mJ/s",
    ])
    func factorsAndQuotientsAreNoUnits(_ text: String) { #expect(throws: Diagnostic.self) { try ColumnHeading(text) } }

    @Test(arguments: [
        ("power_mW (W)", "mW, W"), ("power (mW) [W]", "mW, W"), ("power_W_mW", "W, mW"), ("latency_ms (us)", "ms, us"),
        ("latency_ms (mJ)", "ms, mJ"), ("power (W) (mW)", "W, mW"),
    ])
    func contradictoryUnitsAreRefused(_ text: String, _ units: String) throws {
        let error = try #require(throws: Diagnostic.self) { try ColumnHeading(text) }
        #expect(error.message.contains("names several units: \(units)"), "\(error)")
    }

    @Test func whatStandsBehindTheUnitIsKept() throws {
        #expect(try ColumnHeading("avg_W_at_5V").behind == ["at", "5v"])
        #expect(try ColumnHeading("power (W) cpu").behind == ["cpu"])
        #expect(try ColumnHeading("power_W").behind.isEmpty)
    }

    @Test(arguments: ["POWER_MW", "Energy(MJ)", "current_Ma", "latency_MS", "size_Mb", "a_mJ_b_ms_c"])
    func whatCouldBeTwoUnitsIsRefused(_ text: String) { #expect(throws: Diagnostic.self) { try ColumnHeading(text) } }
}
