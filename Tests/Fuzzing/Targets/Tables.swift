import Support
import Tables

extension FuzzTarget {
    /// Tables: what is read is looked through for numbers, by headings and joined with itself.
    static let tables = FuzzTarget(
        name: "tables",
        words: [
            "architecture", "latency_ms", "latency_ns", "energy_mWh", "energy (mJ)", "POWER_MW", "model", "space", "sep=;", ",", ";", "\t",
            "\"", "\"\"",
            "\r\n", "\r", "\n", "\u{feff}", "\u{0}", "1,5", "1.234,5", "1,234", "1,234,567", ".5", "5.", "+", "0-1-2", " ", "(", ")", "[",
            "]", "_", "min", "µs",
        ], isText: true
    ) {
        { input in
            guard let text = try? DecodedText.decode(input, file: "fuzz.csv"), let table = try? DataTable(text, file: "fuzz.csv") else {
                return
            }
            Reached.mark("read")
            for column in table.columns {
                if (try? ColumnHeading(column))?.unit != nil { Reached.mark("unit") }
                guard (try? table.check(column: column, option: "--column")) != nil else { continue }
                for row in table.rows where (try? table.number(row, column)) ?? nil != nil { Reached.mark("number") }
            }
            if (try? table.joined(with: table)) != nil { Reached.mark("joined") }
        }
    }
}
