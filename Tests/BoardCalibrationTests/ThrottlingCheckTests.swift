import Support
import Testing

@testable import BoardCalibration

@Suite struct ThrottlingCheckTests {
    private func results(slowerInTheSecondPass factor: Double = 1, kHz: [Int] = [1_500_000, 1_500_000]) throws -> SuiteResults {
        let lines = (0..<2).flatMap { pass in
            (0..<6).map { "sample \(pass) op\($0) 5 \(1000.0 * Double($0 + 1) * (pass == 1 ? factor : 1)) \(kHz[pass]) 50000" }
        }
        return try SuiteResults(lines.joined(separator: "\n") + "\n", file: "samples.txt")
    }

    @Test func aSteadyBoardIsSteady() throws {
        let steadiness = ThrottlingCheck(
            try results(slowerInTheSecondPass: 1.05), BoardConditions("throttled_before throttled=0x0\nthrottled_after throttled=0x0\n"))
        #expect(steadiness.isSteady)
        #expect(abs(steadiness.drift - 1.05) < 0.001)
    }

    @Test func driftFrequencyAndThrottlingAreSaid() throws {
        #expect(ThrottlingCheck(try results(slowerInTheSecondPass: 1.3), BoardConditions("")).problems[0].contains("30 % slower"))
        #expect(ThrottlingCheck(try results(kHz: [1_500_000, 600_000]), BoardConditions("")).problems[0].contains("600 to 1500 MHz"))
        let now = BoardConditions("throttled_before throttled=0x0\nthrottled_after throttled=0x4\n")
        #expect(ThrottlingCheck(try results(), now).problems == ["the board reports throttling"])
        // Since it was started, but not while it was measured.
        let before = BoardConditions("throttled_before throttled=0x50000\nthrottled_after throttled=0x50000\n")
        #expect(ThrottlingCheck(try results(), before).isSteady)
        let happened = BoardConditions("throttled_before throttled=0x0\nthrottled_after throttled=0x10000\n")
        #expect(ThrottlingCheck(try results(), happened).problems == ["the board reports undervoltage"])
    }

    @Test func resultsAreRead() throws {
        let results = try SuiteResults(
            "sample 0 a 3 1000 -1 -1\nsample 1 a 3 3000 -1 -1\nsample 2 a 3 1100 -1 -1\nsample 3 a 3 9", file: "f")
        let timing = try #require(results.timings()["a"])
        #expect(abs(timing.seconds - 1.1e-6) < 1e-12 && timing.noise > 0)
        #expect(results.readings.allSatisfy { $0.frequency == nil && $0.temperature == nil })
        for bad in ["sample 0 a 3 -5 -1 -1\n", "sample 0 a 3\n", "x\n", "sample 0 a 3 nan -1 -1\n", "sample 0 a 3 inf -1 -1\n"] {
            #expect(throws: Diagnostic.self) { try SuiteResults(bad, file: "f") }
        }
    }
}
