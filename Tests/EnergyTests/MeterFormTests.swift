import Foundation
import Support
import Testing

@testable import Energy

/// Logs as meters and their programs write them: 2 W for 80 s, then 4 W.
@Suite struct MeterFormTests {
    private static let seconds = Array(0..<200)
    private static func watts(_ second: Int) -> Double { second < 80 ? 2 : 4 }
    private static func amperes(_ second: Int) -> Double { watts(second) / 5 }
    private static func clock(_ second: Int, from start: Int = 0) -> String {
        let time = (start + second) % 86400
        return String(format: "%02d:%02d:%02d", time / 3600, time / 60 % 60, time % 60)
    }

    struct Form: CustomTestStringConvertible, Sendable {
        let name: String
        let header: String
        let row: @Sendable (Int) -> String
        var testDescription: String { name }
    }

    static let forms: [Form] = [
        Form(name: "Monsoon", header: "Time(ms)\tMain(mA)\tMain Voltage(V)") { "\(Double($0) * 1000)\t\(amperes($0) * 1000)\t5.000" },
        Form(name: "Monsoon with its other channels", header: "Time(ms),Main(mA),Main Voltage(V),USB(mA),USB Voltage(V)") {
            "\($0 * 1000),\(amperes($0) * 1000),5,900,5"
        },
        Form(
            name: "Joulescope",
            header: "#start_time(samples),start_time(iso),end_time(samples),current_mean(A),voltage_mean(V),power_mean(W)"
        ) {
            "\($0 * 1000),2023-04-12T02:\(String(format: "%02d:%02d", 31 + $0 / 60, $0 % 60)),\($0 * 1000 + 1000),\(amperes($0)),5.0,\(watts($0))"
        },
        Form(
            name: "a clock that stands still beside counted samples",
            header: "#start_time(samples),start_time(iso),end_time(samples),power_mean(W)"
        ) {
            "\($0 * 1000),2023-04-12T02:31:\(String(format: "%02d", $0 % 60)),\($0 * 1000 + 1000),\(watts($0))"
        },
        Form(name: "Joulescope's window", header: "#time (s),current (A),voltage (V)") { "\($0),\(amperes($0)),5.0" },
        Form(
            name: "UM25C",
            header: "Date;Voltage (V);Intensity (A);Power (W);Resistance (Ohm);USB D+ (V);USB D- (V);Charging Mode;Temperature (°C);"
                + "Model;Recording;Record duration (sec);Record intensity (A);Record capacity (Ah);Record energy (Wh);Capacity (Ah);Energy (Wh)"
        ) {
            "2021-03-04 \(clock($0, from: 36000)).120000;5.0;\(amperes($0));\(watts($0));12.5;0.1;0.1;DCP;25;UM25C;0;0;0.13;0.0;0.0;0.0;0.0"
        },
        Form(name: "PowerJoular", header: "Date,CPU Utilization,Total Power,CPU Power,GPU Power") {
            "2025-02-14 \(clock($0, from: 52200)),0.12,\(watts($0)),\(watts($0) / 2),0.0"
        },
        Form(name: "FNIRSI", header: "timestamp sample_in_packet voltage_V current_A dp_V dn_V temp_C_ema energy_Ws capacity_As") {
            "\(1_700_000_000 + $0).25 0 5.0 \(amperes($0)) 0.6 0.6 25.1 1 1"
        },
        Form(name: "dates and times apart", header: "Date,Time,Power (mW)") { "2024-05-01,\(clock($0)),\(watts($0) * 1000)" },
        Form(name: "across midnight", header: "time,power_W") { "\(clock($0, from: 86300)),\(watts($0))" },
        Form(name: "German", header: "Zeitstempel;Time (s);Power (W)") { "01.05.2024 12:00;\($0),0;\(Int(watts($0))),000" },
        Form(name: "German dates", header: "Time;Power (W)") { "01.05.2024 \(clock($0, from: 36000));\(Int(watts($0))),00" },
        Form(name: "epoch seconds", header: "timestamp,watts") { "\(1_714_564_800 + $0),\(watts($0))" },
        Form(name: "epoch milliseconds", header: "timestamp,watts") { "\((1_714_564_800 + $0) * 1000),\(watts($0))" },
        Form(name: "epoch milliseconds, named", header: "timestamp_ms,watts") { "\((1_714_564_800 + $0) * 1000),\(watts($0))" },
        Form(name: "ISO with an offset", header: "time,power") {
            "2024-05-01T\(clock($0, from: 43200))\($0 < 100 ? "+02:00" : "+02:00"),\(watts($0))"
        },
        Form(name: "month first", header: "time,power_uW") { "5/21/2024 \(clock($0, from: 36000)) AM,\(watts($0) * 1e6)" },
        Form(name: "quoted", header: "\"Time (s)\",\"Power (W)\"") { "\"\($0)\",\"\(watts($0))\"" },
        Form(name: "separators at the end", header: "time_s;volts;amps;") { "\($0);5.0;\(amperes($0));" },
        Form(name: "capitals", header: "TIME_S,VOLTAGE_V,CURRENT_A") { "\($0),5.0,\(amperes($0))" },
        Form(name: "small letters", header: "time_s,voltage_v,current_ma") { "\($0),5.0,\(amperes($0) * 1000)" },
        Form(name: "a remark before it", header: "# power over time of my board\n# second run\ntime_us,power_mW") {
            "\($0 * 1_000_000),\(watts($0) * 1000)"
        },
        Form(name: "nanoamperes", header: "time_ms,voltage_mV,current_nA") { "\($0 * 1000),5000,\(amperes($0) * 1e9)" },
    ]

    private func check(_ text: String, _ name: String) throws {
        let trace = try MeterLog.read(text, file: name)
        #expect(trace.samples.count == 200, "\(name)")
        let (idle, run) = (try trace.window(5...70), try trace.window(90...190))
        #expect(abs(idle.meanWatts - 2) < 1e-6 && abs(run.meanWatts - 4) < 1e-6, "\(name): \(idle.meanWatts) \(run.meanWatts)")
    }

    @Test(arguments: forms) func meters(_ form: Form) throws {
        try check(([form.header] + Self.seconds.map(form.row)).joined(separator: "\n") + "\n", form.name)
    }

    @Test func MLPerfPowerLogs() throws {
        try check(
            Self.seconds.map {
                "Time,02-16-2022 \(Self.clock($0, from: 49179)).987,Watts,\(Self.watts($0)),Volts,249.04,Amps,0.031,PF,0.3335,Mark,run"
            }
            .joined(separator: "\n"), "spl.txt")
    }

    @Test func JSONLines() throws {
        try check(
            Self.seconds.map {
                """
                {"data_line_negative_volts": 0.6, "volts": 5.0, "amps": \(Self.amperes($0)), "watts": \(Self.watts($0)), "record_seconds": 7, \
                "data_groups": [{"amp_hours": 0.1}], "collection_time": \(1_700_000_000 + $0).125, "model": "UM25C"}

                """
            }.joined(), "um25c.json")
    }

    @Test func tegrastatsOfBothForms() throws {
        let rest = "RAM 1903/3964MB (lfb 4x4MB) SWAP 0/1982MB (cached 0MB) CPU [8%@102,4%@102,off,off] EMC_FREQ 0% GR3D_FREQ 0% PLL@36C"
        try check(
            Self.seconds.map { "\(rest) POM_5V_IN \(Int(Self.watts($0) * 1000))/1402 POM_5V_GPU 122/122 POM_5V_CPU 163/163\n" }.joined(),
            "jetpack4")
        try check(
            Self.seconds.map {
                "05-21-2024 \(Self.clock($0, from: 36000)) \(rest) VDD_IN \(Int(Self.watts($0) * 1000))mW/4162mW VDD_SOC 1388mW/1388mW\n"
            }.joined(), "jetpack5")
        let fast = (0..<2000).map { "\(rest) POM_5V_IN \($0 < 800 ? 2000 : 4000)/1402\n" }.joined()
        #expect(abs(try MeterLog.read(fast, file: "f", interval: 0.1).window(90...190).meanWatts - 4) < 1e-9)
    }

    /// Programs that keep the lines of others put a time before them, half a second apart here.
    static let prefixes: [@Sendable (Int) -> String] = [
        { "\(1_714_564_800 + Double($0) / 2)" }, { "[2024-05-01 \(clock($0 / 2, from: 36000)).\($0 % 2 * 5)]" }, { "\(Double($0) / 2)" },
        { "2024-05-01T\(clock($0 / 2, from: 36000)).\($0 % 2 * 5)00000+0200" }, { "\(clock($0 / 2, from: 86380)).\($0 % 2 * 5)" },
        { "Wed May 01 \(clock($0 / 2, from: 36000)) 2024" }, { "May 01 \(clock($0 / 2, from: 86380)) nano tegrastats[123]:" },
        { "05/01/2024 \(clock($0 / 2, from: 36000)) AM" },
    ]

    @Test(arguments: prefixes.indices) func tegrastatsBehindATime(_ form: Int) throws {
        let time = Self.prefixes[form]
        let text = (0..<400).map { "\(time($0)) RAM 1903/3964MB POM_5V_IN \($0 < 160 ? 2000 : 4000)/1402\n" }.joined()
        let trace = try MeterLog.read(text, file: "f")
        let (idle, run) = (try trace.window(5...70), try trace.window(90...190))
        #expect(abs(idle.meanWatts - 2) < 1e-6 && abs(run.meanWatts - 4) < 1e-6, "\(time(0))")
    }

    @Test func tegrastatsBehindWhatIsNoTimeIsRefused() throws {
        let text = Self.seconds.map { "reading \($0): RAM 1903/3964MB POM_5V_IN 2000/1402\n" }.joined()
        let error = try #require(throws: Diagnostic.self) { try MeterLog.read(text, file: "m.log") }
        #expect(error.file == "m.log" && error.location?.line == 1 && error.message.contains("not a known form of time"), "\(error)")
    }

    /// Ten samples a second under a clock of whole seconds.
    @Test func samplesOfOneSecondAreSpreadOverIt() throws {
        let text = "time,power_W\n" + (0..<2000).map { "\(Self.clock($0 / 10, from: 600)),\($0 < 800 ? 2 : 4)\n" }.joined()
        let trace = try MeterLog.read(text, file: "f")
        #expect(try trace.samples.count == 2000 && abs(trace.window(5...70).meanWatts - 2) < 1e-9)
        #expect(abs(trace.samples[15].seconds - 1.5) < 1e-9)
    }

    @Test(arguments: [
        ("TIME_S,POWER_MW", "could be milli or mega"), ("time_s,power_foo", "the unit 'foo' of column 'power_foo' is not known"),
        ("time_s,current_kg,voltage_V", "is not known"), ("time_s,power_V", "not a unit of power"),
        ("time_s,voltage_V,current_mWh", "not a unit of current"),
        ("time_s,cpu_W,gpu_W", "several columns of power: 'cpu_W', 'gpu_W'"),
        ("time_s,power(dBm)", "'dBm' of column 'power(dBm)' is not known"),
        ("time_ticks,power_W", "the unit 'ticks' of column 'time_ticks' is not known"), ("time_MS,power_W", "could be milli or mega"),
        ("time_s,power milli watts", "stands apart from its unit"), ("time_s,Main(mA),USB Voltage(V)", "not of one channel"),
    ])
    func unitsAreNotGuessed(_ header: String, _ words: String) throws {
        let text = header + "\n" + Self.seconds.map { "\($0),2,5\n" }.joined()
        let error = try #require(throws: Diagnostic.self) { try MeterLog.read(text, file: "m.csv") }
        #expect(error.message.contains(words) && error.location?.line == 1, "\(error)")
    }

    @Test func oneOfSeveralColumnsCanBeNamed() throws {
        let text = "time_s,cpu_W,gpu_W\n" + Self.seconds.map { "\($0),9,\(Self.watts($0))\n" }.joined()
        #expect(abs(try MeterLog.read(text, file: "m", powerColumn: "gpu_W").window(5...70).meanWatts - 2) < 1e-9)
        #expect(throws: Diagnostic.self) { try MeterLog.read(text, file: "m", powerColumn: "board_W") }
    }

    /// Days and months that could be exchanged matter where a log goes on over midnight.
    @Test func uncertainDatesAreRefusedWhereTheyMatter() throws {
        let short = "time,power\n" + Self.seconds.map { "05/06/2024 \(Self.clock($0)),\(Self.watts($0))\n" }.joined()
        try check(short, "one day")
        let long = "time,power\n05/06/2024 12:00:00,2\n06/06/2024 12:00:00,2\n"
        #expect(try #require(throws: Diagnostic.self) { try MeterLog.read(long, file: "m") }.message.contains("may begin with the day"))
    }

    @Test(arguments: [
        ("time_s,power_W\n0,2,9\n1,2,9\n", 2), ("Time (s);Power (W)\n0,0;2,9\n1,0;2.9\n", 2), ("time_s\tpower_W\n0\t1,234\n1\t1,235\n", 2),
        ("time_s;power_mW\n0;2,000\n1;4,000\n", 2),
        ("time,power\n12:00:00,2\n12:61:00,2\n12:00:02,2\n", 3), ("time_s,power_W\n0,2\n1,0x2\n2,2\n", 3),
        ("time_s,power_W\n0,2\n1,inf\n2,2\n", 3),
    ])
    func halfANumberIsNone(_ text: String, _ line: Int) throws {
        let error = try #require(throws: Diagnostic.self) { try MeterLog.read(text, file: "m.csv") }
        #expect(error.location?.line == line, "\(error)")
    }

    @Test func windowsThatCannotBeAreRefused() throws {
        let trace = try MeterLog.read("time_s,power_W\n" + Self.seconds.map { "\($0),\(Self.watts($0))\n" }.joined(), file: "m")
        let (idle, run) = (try trace.window(5...70), try trace.window(90...190))
        #expect(try InferenceEnergy(idle: idle, run: run, inferences: 1000).marginalJoules > 0)
        #expect(
            try #require(throws: Diagnostic.self) { try InferenceEnergy(idle: run, run: idle, inferences: 1000) }.hint?.contains(
                "exchanged") == true)
        #expect(throws: Diagnostic.self) { try InferenceEnergy(idle: idle, run: idle, inferences: 1000) }
    }
}
