import Testing

@testable import Support

@Suite struct QuantityTests {
    @Test(arguments: [
        ("5mJ", Dimension.energy, 0.005), ("1nJ", .energy, 1e-9), ("2.5 µJ", .energy, 2.5e-6), ("1e-3J", .energy, 1e-3),
        ("20ms", .time, 0.02), ("30m", .time, 1800), ("1.5h", .time, 5400), ("4000mAh", .charge, 4), ("5V", .voltage, 5),
        ("512KiB", .memory, 524_288), ("1MB", .memory, 1e6), ("20/s", .rate, 20), ("6/min", .rate, 0.1), ("2.5M", .count, 2.5e6),
        ("12000", .count, 12_000),
    ]) func readsValuesWithUnits(_ text: String, _ dimension: Dimension, _ value: Double) throws {
        #expect(abs(try dimension.parse(text) - value) <= 1e-12 * value)
    }

    @Test(arguments: [
        ("5", Dimension.energy), ("mJ", .energy), ("-1mJ", .energy), ("5mX", .energy), ("", .time), ("1e400J", .energy), ("5 m J", .energy),
        ("nanJ", .energy), ("٣ms", .time),
    ]) func refusesWhatIsNoQuantity(_ text: String, _ dimension: Dimension) {
        #expect(throws: Diagnostic.self) { try dimension.parse(text) }
    }

    @Test(arguments: [("1,5ms", Dimension.time, "1.5ms"), ("0,5", .energy, "0.5"), ("2,5 MB", .memory, "2.5 MB"), (",5h", .time, ".5h")])
    func decimalCommasAreNamed(_ text: String, _ dimension: Dimension, _ right: String) throws {
        let error = try #require(throws: Diagnostic.self) { try dimension.parse(text) }
        #expect(error.message.contains("got '\(text)'") && error.hint == "decimals are written with a point: \(right)", "\(error)")
    }

    @Test func listsTellDecimalCommas() throws {
        #expect(try QuantityList.parts(of: "latency=20ms,memory=2MB,") == ["latency=20ms", "memory=2MB", ""])
        let error = try #require(throws: Diagnostic.self) { try QuantityList.parts(of: "memory=2MB,latency=1,5ms") }
        #expect(error.message.contains("latency=1,5ms") && error.hint == "decimals are written with a point: 1.5ms", "\(error)")
    }

    /// Nobody means a thousandth of a minute.
    @Test func aCapitalMIsAMinuteOrAMonth() throws {
        for (text, dimension) in [("5M", Dimension.time), ("6/M", .rate)] {
            let error = try #require(throws: Diagnostic.self) { try dimension.parse(text) }
            #expect(error.message.contains("minute") && error.hint?.contains("min") == true, "\(error)")
        }
    }

    @Test func writesReadableValues() {
        #expect(Dimension.energy.format(0.0032) == "3.20 mJ")
        #expect(Dimension.time.format(0.5) == "500 ms")
        #expect(Dimension.memory.format(2048) == "2.00 KiB")
        #expect(Dimension.memory.format(12) == "12 B")
        #expect(Dimension.count.format(1234) == "1.23k")
        #expect(Dimension.energy.format(0) == "0 J")
    }
}
