import Support
import Testing

@Suite struct MeasurementUnitTests {
    @Test(
        arguments: [
            ("nA", .current, 1e-9), ("uA", .current, 1e-6), ("mA", .current, 1e-3), ("ma", .current, 1e-3), ("A", .current, 1),
            ("mV", .voltage, 1e-3),
            ("V", .voltage, 1), ("uW", .power, 1e-6), ("mW", .power, 1e-3), ("W", .power, 1), ("kW", .power, 1e3), ("KW", .power, 1e3),
            ("uJ", .energy, 1e-6), ("µJ", .energy, 1e-6), ("μJ", .energy, 1e-6), ("mJ", .energy, 1e-3), ("J", .energy, 1),
            ("kJ", .energy, 1e3),
            ("mWh", .energy, 3.6), ("Wh", .energy, 3600), ("wh", .energy, 3600), ("ns", .time, 1e-9), ("us", .time, 1e-6),
            ("usec", .time, 1e-6),
            ("ms", .time, 1e-3), ("s", .time, 1), ("sec", .time, 1), ("min", .time, 60), ("MIN", .time, 60), ("h", .time, 3600),
            ("H", .time, 3600),
            ("KiB", .memory, 1024), ("kib", .memory, 1024), ("mb", .memory, 1e6), ("MB", .memory, 1e6), ("mAh", .charge, 1e-3),
            ("Milliwatts", .power, 1e-3),
        ] as [(String, Dimension, Double)])
    func spellingsOfPeople(_ spelling: String, _ dimension: Dimension, _ factor: Double) throws {
        let unit = try #require(try MeasurementUnit.named(spelling))
        #expect(unit.dimension == dimension && abs(unit.factor / factor - 1) < 1e-12)
    }

    @Test(arguments: ["MW", "MJ", "MA", "Ma", "MS", "Ms", "MV", "MWh", "MAH", "Mb", "kbit"])
    func whatCouldBeTwoUnitsIsRefused(_ spelling: String) {
        #expect(throws: Diagnostic.self) { try MeasurementUnit.named(spelling) }
    }

    @Test(arguments: ["", "parsec", "dBm", "hp", "VA", "kg", "°C", "mmH", "%"])
    func othersAreUnknown(_ spelling: String) throws { #expect(try MeasurementUnit.named(spelling) == nil) }

    @Test(arguments: ["5,5mJ", "0x10mJ", "1e999mJ", "nan mJ", "1.2.3mJ", "5 MJ", "5", "mJ", "5 mJ x", "--5mJ"])
    func quantitiesThatCannotBe(_ text: String) { #expect(throws: Diagnostic.self) { try Dimension.energy.parse(text) } }
}
