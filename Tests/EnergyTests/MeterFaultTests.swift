import Foundation
import Support
import Testing

@testable import Energy

/// Logs that say two things, or leave one out: 2 W for 80 s, then 4 W, where they are read.
@Suite struct MeterFaultTests {
    private static func rows(_ seconds: Range<Int> = 0..<200, _ row: (Int, Double) -> String) -> String {
        seconds.map { row($0, $0 < 80 ? 2 : 4) + "\n" }.joined()
    }

    private func problem(_ text: String, powerColumn: String? = nil) throws -> Diagnostic {
        try #require(throws: Diagnostic.self) { try MeterLog.read(text, file: "m.csv", powerColumn: powerColumn) }
    }

    private func check(_ text: String) throws {
        let trace = try MeterLog.read(text, file: "m.csv")
        let (idle, run) = (try trace.window(5...70).meanWatts, try trace.window(90...190).meanWatts)
        #expect(abs(idle - 2) < 1e-6 && abs(run - 4) < 1e-6, "\(text.prefix(80)): \(idle) \(run)")
    }

    // MARK: Headings

    @Test(arguments: [
        ("time_s,power_W", "time_s,power_mW"), ("time_s,power_W,temp_C", "time_s,temp_C,power_W"), ("time_s,power_W", "#time_s,power_mW"),
        ("time_s;voltage_V;current_A", "time_s;voltage_V;current_mA"), ("time_s,power_W", "time_s,power_MW"), ("time,power_W", "s,mW"),
        ("time_s,power_W", "time_ms,power_W"),
    ])
    func anotherHeadingInsideIsRefused(_ first: String, _ second: String) throws {
        let isWide = first.split { ",;".contains($0) }.count == 3
        let separator = first.contains(";") ? ";" : ","
        let row = { (second: Int, watts: Double) in (["\(second)", "\(watts)"] + (isWide ? ["0.4"] : [])).joined(separator: separator) }
        let error = try problem("\(first)\n" + Self.rows(0..<80, row) + "\(second)\n" + Self.rows(80..<200, row))
        #expect(error.message.contains("another heading than that of line 1") && error.location?.line == 82, "\(error)")
        #expect(try problem("\(first)\n\n\(second)\n" + Self.rows(0..<200, row)).location != nil)
        // Of two headings in a row neither is the right one.
        try check(
            Self.rows(0..<0, row) + "time_s,power_W\n" + Self.rows(0..<80) { "\($0),\($1)" } + "time_s,power_W,\n"
                + Self.rows(80..<200) { "\($0),\($1)" })
    }

    @Test func namesBetweenTheValuesStayTheSame() throws {
        let line = { (second: Int, names: (String, String)) in
            "Time,02-16-2022 13:\(String(format: "%02d:%02d", 10 + second / 60, second % 60)),\(names.0),4.0,\(names.1),2.0\n"
        }
        let text = (0..<200).map { line($0, $0 < 100 ? ("Watts", "Amps") : ("Amps", "Watts")) }.joined()
        #expect(try problem(text).message.contains("names other values than line 1"))
    }

    @Test(arguments: [
        "time_s,power_mW (W)\n", "time_s,power_W\ns,mW\n", "time_s,power_W\n[s],[mW]\n", "time_s,power_W,unit\n", "time_s,power (W) [mW]\n",
    ])
    func contradictoryUnitsAreNamed(_ heading: String) throws {
        let unit = heading.contains("unit") ? ",mW" : ""
        let error = try problem(heading + Self.rows { "\($0),\($1)\(unit)" })
        #expect(error.message.contains("mW") && error.message.contains("W"), "\(error)")
        #expect(error.message.contains("several units") || error.message.contains("says mW where the heading says W"), "\(error)")
    }

    @Test func rowsOfUnitsAreRead() throws {
        for heading in [
            "time,power\ns,mW\n", "time,power\n,mW\n", "time,power\n[s],[mW]\n", "time_s,power\ns,mW\n", "temps,puissance\ns,mW\n",
        ] {
            try check(heading + Self.rows { "\($0),\($1 * 1000)" })
        }
        try check("time,voltage,current\ns,mV,mA\n" + Self.rows { "\($0),5000,\($1 * 200)" })
        #expect(try problem("time,power\ns,MW\n" + Self.rows { "\($0),\($1)" }).message.contains("milli or mega"))
    }

    @Test func columnsOfUnitsAreRead() throws {
        try check("time_s,power,unit\n" + Self.rows { "\($0),\($1 * 1000),mW" })
        try check("time,unit,power,unit\n" + Self.rows { "\($0 * 1000),ms,\($1 * 1000),mW" })
        try check("time_s,voltage,,current_mA\n" + Self.rows { "\($0),5000,mV,\($1 * 200)" })
        try check("time_s,power_mW,unit\n" + Self.rows { "\($0),\($1 * 1000),mW" })
        try check(Self.rows { "{\"time\": \($0), \"power\": \($1 * 1000), \"unit\": \"mW\"}" })
        // Of the temperature.
        try check("time_s,power,temp,unit\n" + Self.rows { "\($0),\($1),40,C" })
        // A name.
        try check("time_s,voltage_V,current_mA,channel\n" + Self.rows { "\($0),5,\($1 * 200),A" })
    }

    @Test(arguments: [
        ("mW", "W"), ("mW", ""), ("dBm", "dBm"), ("mWh", "mWh"), ("MW", "MW"),
    ])
    func columnsOfUnclearUnitsAreRefused(_ one: String, _ other: String) throws {
        let error = try problem("time_s,power,unit\n" + Self.rows { "\($0),\($1),\($0 < 80 ? one : other)" })
        #expect(error.location != nil && error.message.contains("'unit'"), "\(error)")
    }

    @Test(arguments: [
        "power W x1000", "power_W/h", "power_W raw", "power (W) x10", "power (W) /10", "power_W_1000", "power_mW_per_h", "power_dBm_avg",
        "mw power avg",
    ])
    func whatIsNotUnderstoodBehindAUnitIsRefused(_ heading: String) throws {
        #expect(try problem("time_s,\(heading)\n" + Self.rows { "\($0),\($1)" }).location?.line == 1)
        #expect(try problem("time_s,\(heading),cpu_W\n" + Self.rows { "\($0),\($1),1" }).location?.line == 1)
    }

    @Test(arguments: ["avg_W_at_5V", "power_W_cpu", "Power (W) total", "power_W_ch1", "CPU Power", "Total Power", "Leistung (W)", "P/W"])
    func harmlessWordsAreRead(_ heading: String) throws { try check("time_s,\(heading)\n" + Self.rows { "\($0),\($1)" }) }

    /// What is called the whole is the board's, whatever else is called a power.
    @Test(arguments: [
        "power_W,Total Power", "Power (W),Total Power (W)", "Power,Total Power", "CPU Power,Total Power", "Power (W),Main Power (W)",
    ])
    func theWholeIsTheBoards(_ headings: String) throws {
        try check("time_s,\(headings)\n" + Self.rows { "\($0),\($1 / 3),\($1)" })
        let turned = headings.split(separator: ",").reversed().joined(separator: ",")
        try check("time_s,\(turned)\n" + Self.rows { "\($0),\($1),\($1 / 3)" })
    }

    @Test(arguments: [
        "Zeit (s);Spannung (V);Strom (A)", "t/s;U/V;I/A", "temps (s);tension (V);courant (A)", "Time (sec.);Volts;Amps",
        "tiempo_s;voltaje_V;corriente_A", "Zeit (Sek.);Spannung [V];Stromstärke [A]",
    ])
    func headingsOfOtherLanguages(_ heading: String) throws { try check(heading + "\n" + Self.rows { "\($0);5.0;\($1 / 5)" }) }

    @Test func headingsThatAreThereTwice() throws {
        let error = try problem("time_s,power_W,power_W\n" + Self.rows { "\($0),\($1),9" }, powerColumn: "power_W")
        #expect(error.message.contains("several columns 'power_W' (--power-column)"), "\(error)")
        #expect(try problem("time_s,time_s,power_W\n" + Self.rows { "\($0),\($0 * 2),\($1)" }).message.contains("several columns 'time_s'"))
    }

    // MARK: Numbers

    @Test(arguments: [
        "time_s;power_mW\n0;2.000\n1;4.000\n", "time_s;power_mW\n0;990\n1;2.000\n", "time_s\tpower_mW\n0\t990\n1\t2.000\n",
        "time_s power_mW\n0 990\n1 2.000\n",
    ])
    func groupedThousandsAreRefused(_ text: String) throws {
        let error = try problem(text)
        #expect(error.hint?.contains("may group thousands") == true, "\(error)")
    }

    @Test func numbersWithUnitsBehindThem() throws {
        let error = try problem("time,power\n" + Self.rows { "\($0) s,\($1 * 1000) mW" })
        #expect(error.hint?.contains("units belong in the heading") == true, "\(error)")
    }

    @Test(arguments: ["2024-02-30", "2023-02-29", "31.04.2024", "02/30/2024", "2024-13-01", "2024-06-31"])
    func daysThatDoNotExist(_ day: String) throws {
        let error = try problem("time,power_W\n" + Self.rows { "\(day) 10:\(String(format: "%02d:%02d", $0 / 60, $0 % 60)),\($1)" })
        #expect(error.hint?.contains("no such day") == true && error.location?.line == 2, "\(error)")
        #expect(throws: Diagnostic.self) { try MeterLog.read("Date,Time,P\n" + Self.rows { "\(day),10:00:\($0),\($1)" }, file: "f") }
        #expect(ClockTime("2024-02-29 10:00:00") != nil && ClockTime("2000-02-29 24:00:00") != nil)
        #expect(
            ClockTime("1900-02-29 10:00:00") == nil && ClockTime("2024-05-01 25:00:00") == nil
                && ClockTime("2024-05-01T10:00:00+99:00") == nil)
    }

    @Test func implausiblePowersAreRemarkedOn() throws {
        let trace = try MeterLog.read("time_s,voltage,current\n" + Self.rows { "\($0),5000,\($1 * 200)" }, file: "m.csv")
        let warning = try #require(trace.warnings.first)
        #expect(warning.severity == .warning && warning.message.contains("'voltage' was read in V, 'current' was read in A"), "\(warning)")
        #expect(try MeterLog.read("time_s,power_W\n" + Self.rows { "\($0),\($1)" }, file: "m.csv").warnings.isEmpty)
    }

    // MARK: Time

    private static func tegrastats(_ watts: Double) -> String { "RAM 1903/3964MB CPU [10%@102] POM_5V_IN \(Int(watts * 1000))/1500" }

    /// Thirty lines in a row would be a silence; these are not.
    @Test(arguments: ["RAM 1903/3964MB CPU [10%@102]", "RAM 1903/3964MB POM_5V_IN 2#00/1500", "RAM 1903/3964MB VDD_IN 900/900"])
    func linesWithoutAPowerTakeTheirInterval(_ broken: String) throws {
        let trace = try MeterLog.read(Self.rows { (10..<70).contains($0) && $0 % 2 == 0 ? broken : Self.tegrastats($1) }, file: "t.log")
        #expect(trace.samples.count == 170 && trace.duration == 0...199)
        #expect(abs(try trace.window(90...190).meanWatts - 4) < 1e-9 && trace.samples[10].seconds == 11)
        let slow = try MeterLog.read(Self.rows { $0 == 50 ? broken : Self.tegrastats($1) }, file: "t.log", interval: 2)
        #expect(slow.duration == 0...398)
    }

    @Test func linesOfSomethingElseAreNoReadings() throws {
        let error = try problem(Self.rows { $0 == 50 ? "tegrastats: cannot read emc" : Self.tegrastats($1) })
        #expect(error.message.contains("not a line of tegrastats") && error.location?.line == 51, "\(error)")
        // Behind the last reading they move nothing, nor where each line has a time.
        try check(Self.rows { Self.tegrastats($1) } + "\nended\n")
        try check(Self.rows { $0 == 30 ? "noise" : "\(Double($0)) \(Self.tegrastats($1))" })
        #expect(
            try problem(Self.rows { $0 < 100 ? Self.tegrastats($1) : "\($0) \(Self.tegrastats($1))" }).message.contains(
                "begins with a time"))
    }

    @Test func aMeterMayChangeItsRate() throws {
        let burst = (0..<1000).map { (90 + Double($0) / 100, 8.0) }
        let samples = (0..<90).map { (Double($0), $0 < 80 ? 2.0 : 4.0) } + burst + (100..<201).map { (Double($0), 4.0) }
        let trace = try PowerTrace(samples.map { PowerTrace.Sample(seconds: $0.0, watts: $0.1) })
        #expect(try abs(trace.window(5...70).meanWatts - 2) < 1e-9 && abs(trace.window(90...190).meanWatts - 4.4) < 0.03)
        // Within the burst five seconds are a silence.
        let torn = try PowerTrace(trace.samples.filter { !(92..<97).contains($0.seconds) })
        #expect(try #require(throws: Diagnostic.self) { try torn.window(90...190) }.message.contains("silent from 91.99 to 97"))
        let twice = try PowerTrace(trace.samples.filter { !(20..<40).contains($0.seconds) && !(41..<60).contains($0.seconds) })
        #expect(throws: Diagnostic.self) { try twice.window(0...90) }
    }
}
