import Support
import TestSupport
import Testing

@testable import Datasets

@Suite struct NumberFieldTests {
    private func read(_ text: String) -> NumberField { NumberField(Array(text.utf8)[...]) }

    /// Against Swift's own reading, which is correctly rounded.
    @Test func numbersAreRoundedCorrectly() {
        var random = RandomStream(seed: 3, purpose: .test)
        var texts = ["0", "-0", "+1", ".5", "5.", "1e22", "1E-3", "123456789012345678901234567890", "0.1", "1e400"]
        for _ in 0..<20_000 {
            let whole = String(random.nextUInt64() >> UInt64(random.nextInt(below: 64)))
            let decimals = String(random.nextUInt64() >> UInt64(random.nextInt(below: 64)))
            texts.append("\(random.nextInt(below: 2) == 0 ? "-" : "")\(whole).\(decimals)")
            texts.append("0." + String(repeating: "0", count: random.nextInt(below: 12)) + decimals)
            texts.append("\(whole).\(decimals)e\(random.nextInt(below: 40) - 20)")
        }
        for text in texts {
            let expected = Double(text) ?? .nan
            #expect(read(text) == (expected.isFinite ? .number(expected) : .other(text)), "\(text)")
            #expect(read(" \"\(text)\" ") == read(text))
        }
    }

    @Test func whatIsNoNumberIsToldFromWhatIsMissing() {
        for text in ["", " ", "?", "NA", "n/a", "null", "None", "\"\"", "<NA>"] { #expect(read(text) == .missing, "'\(text)'") }
        for text in ["nan", "inf", "-", "0x10", "1,5", "1.2.3", "1e", "--1", "12 34", "1_000", "x"] {
            #expect(read(text) == .other(text), "'\(text)'")
        }
    }
}
