import CostModel
import Foundation
import Testing

@testable import Energy

/// Sensors on made-up trees of files.
@Suite struct SensorTests {
    /// A root with these files, gone afterwards.
    func tree<Value>(_ files: [String: String], _ body: (URL) throws -> Value) throws -> Value {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("nas-sensors-\(UUID().uuidString)", isDirectory: true)
        defer { try? FileManager.default.removeItem(at: root) }
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        for (path, text) in files {
            let file = root.appendingPathComponent(path)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data((text + "\n").utf8).write(to: file)
        }
        return try body(root)
    }

    private func readings(_ search: SensorSearch) throws -> [(name: String, place: SourcedValue.MeasuringPoint, watts: Double)] {
        guard case .found(let sensors) = search else { return [] }
        return try sensors.map { ($0.name, $0.measuredAt, try $0.watts()) }
    }

    @Test func monitorsOfHwmon() throws {
        try tree([
            "sys/class/hwmon/hwmon0/name": "cpu_thermal", "sys/class/hwmon/hwmon2/name": "ina226",
            "sys/class/hwmon/hwmon2/power1_input": "3425000", "sys/class/hwmon/hwmon3/name": "powerz",
            "sys/class/hwmon/hwmon3/in0_input": "5100", "sys/class/hwmon/hwmon3/curr1_input": "700",
        ]) { root in
            let found = try readings(HwmonSensor.find(SensorFiles(root: root)))
            #expect(found.map(\.name) == ["ina226 (hwmon2)", "powerz (hwmon3)"])
            #expect(abs(found[0].watts - 3.425) < 1e-9 && abs(found[1].watts - 3.57) < 1e-9)
        }
    }

    @Test func threeChannelsOfAnINA3221() throws {
        let place = "sys/class/hwmon/hwmon1/"
        try tree([
            place + "name": "ina3221", place + "in1_label": "VDD_CPU_GPU_CV", place + "in1_input": "5000", place + "curr1_input": "400",
            place + "in2_label": "VDD_IN", place + "in2_input": "5040", place + "curr2_input": "1000", place + "in3_label": "NC",
            place + "in3_input": "0", place + "curr3_input": "0", place + "in7_label": "Sum", place + "curr4_input": "9999",
        ]) { root in
            let found = try readings(HwmonSensor.find(SensorFiles(root: root)))
            #expect(found.map(\.place) == [.input, .rail])
            #expect(abs(found[0].watts - 5.04) < 1e-9 && abs(found[1].watts - 2) < 1e-9)
        }
    }

    @Test func jetPack4() throws {
        let place = "sys/bus/i2c/drivers/ina3221x/6-0040/iio:device0/"
        try tree([
            place + "rail_name_0": "POM_5V_IN", place + "in_power0_input": "1388", place + "rail_name_1": "POM_5V_GPU",
            place + "in_power1_input": "122",
        ]) { root in
            let found = try readings(JetsonRailSensor.find(SensorFiles(root: root)))
            #expect(found.map(\.place) == [.input, .rail] && found.map(\.watts) == [1.388, 0.122])
        }
    }

    @Test func nothingThereIsSaid() throws {
        try tree([:]) { root in
            for (search, words) in [
                (HwmonSensor.find(SensorFiles(root: root)), "no power monitor"),
                (JetsonRailSensor.find(SensorFiles(root: root)), "no Jetson power monitor"),
            ] {
                guard case .notAvailable(let problem) = search else {
                    Issue.record("found something")
                    continue
                }
                #expect(problem.description.contains(words))
            }
            #expect(throws: SensorProblem.self) { try RAPLCounter(SensorFiles(root: root)) }
        }
        try tree(["sys/class/hwmon/hwmon2/name": "ina219", "sys/class/hwmon/hwmon2/power1_input": "n/a"]) { root in
            guard case .found(let sensors) = HwmonSensor.find(SensorFiles(root: root)) else {
                Issue.record("not found")
                return
            }
            let problem = try #require(throws: SensorProblem.self) { try sensors[0].watts() }
            #expect(problem.description.contains("holds 'n/a', not a number"))
            try FileManager.default.removeItem(at: root.appendingPathComponent("sys/class/hwmon/hwmon2/power1_input"))
            #expect(try #require(throws: SensorProblem.self) { try sensors[0].watts() }.description.hasSuffix("is not there"))
        }
    }

    @Test func raplBeginsAnew() throws {
        let place = "sys/class/powercap/"
        try tree([
            place + "intel-rapl:0/name": "package-0", place + "intel-rapl:0/energy_uj": "999000000",
            place + "intel-rapl:0/max_energy_range_uj": "1000000000", place + "intel-rapl:1/name": "package-1",
            place + "intel-rapl:1/energy_uj": "5", place + "intel-rapl:1/max_energy_range_uj": "1000000000",
            // In its package already; the whole platform is another matter.
            place + "intel-rapl:0:0/name": "core", place + "intel-rapl:0:0/energy_uj": "7", place + "intel-rapl:2/name": "psys",
        ]) { root in
            let counter = try RAPLCounter(SensorFiles(root: root))
            let first = try counter.reading()
            try Data("2000000\n".utf8).write(to: root.appendingPathComponent(place + "intel-rapl:0/energy_uj"))
            try Data("1000005\n".utf8).write(to: root.appendingPathComponent(place + "intel-rapl:1/energy_uj"))
            #expect(abs(counter.joules(from: first, to: try counter.reading()) - 4) < 1e-9)
        }
    }

    @Test func aPi5sRails() throws {
        let text = """
            3V7_WL_SW_A current(0)=0.10000000A
               VDD_CORE_A current(7)=2.00000000A
            3V7_WL_SW_V volt(8)=3.70000000V
               VDD_CORE_V volt(15)=0.72000000V
                EXT5V_V volt(24)=5.14000000V
            """
        #expect(abs(try PMICReading.watts(text) - (1.1451 * (0.37 + 1.44) + 0.5879)) < 1e-9)
        for bad in ["", "error=1 error_msg=\"Command not registered\"", "VDD_CORE_A current(7)=2.0A"] {
            #expect(throws: SensorProblem.self) { try PMICReading.watts(bad) }
        }
    }

    @Test func bothFormsOfTegrastats() throws {
        let old = "RAM 1200/3956MB (lfb 4x1MB) CPU [5%@1479,0%@1479] POM_5V_IN 1388/1402 POM_5V_GPU 122/122 POM_5V_CPU 163/163"
        #expect(TegrastatsReading.watts(old) == ["POM_5V_IN": 1.388, "POM_5V_GPU": 0.122, "POM_5V_CPU": 0.163])
        #expect(try TegrastatsReading.inputWatts("CPU@42C VDD_IN 4162mW/4180mW VDD_SOC 1100mW/1100mW") == 4.162)
        #expect(throws: SensorProblem.self) { try TegrastatsReading.inputWatts("RAM 1/2MB") }
    }

    @Test func programsThatAreNotThere() {
        let sensor = CommandSensor.pmic { _ throws(SensorProblem) in throw SensorProblem("not installed") }
        guard case .notAvailable(let problem) = sensor.search() else {
            Issue.record("found something")
            return
        }
        #expect(problem.description == "not installed")
        let other = CommandSensor.tegrastats { command throws(SensorProblem) in "VDD_IN 4000mW/4000mW \(command[2])" }
        guard case .found(let sensors) = other.search() else {
            Issue.record("not found")
            return
        }
        #expect(sensors.count == 1 && sensors[0].measuredAt == .input)
    }
}
