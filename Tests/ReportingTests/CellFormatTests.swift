import Reporting
import Testing

/// What a table shows of a value.
@Suite struct CellFormatTests {
    @Test func shares() {
        #expect(CellFormat.percent.text(0.98765) == "98.77 %")
        #expect(CellFormat.percent.text(nil as Double?) == "-")
        #expect(CellFormat.percent(decimals: 1).text(0.98765) == "98.8 %")
        #expect(CellFormat.percent(decimals: 2, missing: "").text(nil as Double?).isEmpty)
    }

    @Test(arguments: [(9000, "9000 B"), (10_240, "10 KiB"), (10_485_759, "10239 KiB"), (10_485_760, "10 MiB")])
    func bytes(_ count: Int, _ text: String) {
        #expect(CellFormat.bytes.text(count) == text)
    }

    @Test func others() {
        #expect(CellFormat.seconds.text(12.34) == "12.3")
        #expect(CellFormat.bytes.text(nil as Int?) == "-")
        #expect(CellFormat.plain.text(0.000123456) == "0.0001235")
        #expect(CellFormat.plain.text("word") == "word")
    }
}
