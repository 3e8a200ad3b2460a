import Support
import Testing

@testable import Tables

@Suite struct DataTableTests {
    @Test(arguments: [
        "name,ms\na,1.5\nb,2.5\n", "name;ms\na;1,5\nb;2,5\n", "name\tms\na\t1.5\nb\t2.5", "name;ms;\na;1.5;\nb;2.5;\n",
        "\"name\",\"ms\"\n\"a\",\"1.5\"\nb,2.5\n",
        "sep=;\nname;ms\na;1,5\nb;2,5\n", "\n name , ms \n\n a , 1.5 \n b,2.5\n\n", "name,ms,\na,1.5,\nb,2.5,\n",
        "name\tms\na\t1,5\nb\t2,5\n",
    ])
    func tablesAsProgramsWriteThem(_ text: String) throws {
        let table = try DataTable(text, file: "t")
        #expect(table.columns == ["name", "ms"] && table.rows.map { $0["name"] } == ["a", "b"])
        #expect(try table.rows.map { try table.number($0, "ms") } == [1.5, 2.5])
    }

    @Test func quotedFieldsMayHoldSeparatorsAndLines() throws {
        let table = try DataTable("name,note,ms\na,\"x, \"\"y\"\"\nz\",1\nb,,2\n", file: "t")
        #expect(table.rows[0]["note"] == "x, \"y\"\nz" && table.rows[1]["note"] == "" && table.rows[1].line == 4)
        #expect(try table.number(table.rows[1], "note") == nil)
    }

    @Test(arguments: [
        // A decimal comma where commas separate, and a line that was cut off.
        ("name,ms\na,1,5\n", 2, "has 3 fields"), ("name,ms,n\na,1,5\nb\n", 3, "has 1 fields"),
        ("name,ms\n\na,1\nb,\"2\n", 4, "expected a number"),
        ("name,ms\na,0x10\n", 2, "expected a number"), ("name,ms\na,nan\n", 2, "expected a number"),
        ("name,ms\na,1e999\n", 2, "expected a number"),
        // Thousands or decimals?
        ("name;ms\na;1.234,5\n", 2, "expected a number"), ("name;ms\na;1,5\nb;2.5\n", 2, "expected a number"),
        ("name\tms\na\t1,234\n", 2, "expected a number"),
        ("name;ms\na;1.234\nb;2.345\n", 2, "expected a number"), ("name;ms\na;990\nb;2.000\n", 3, "expected a number"),
        ("name\tms\na\t990\nb\t2.000\n", 3, "expected a number"), ("name;ms\na;1.234.567\nb;2.345\n", 2, "expected a number"),
        ("name,ms\na,\"1,5\"\n", 2, "expected a number"), ("name,ms\na,12 ms\n", 2, "expected a number"),
    ])
    func whatIsNoTableIsRefused(_ text: String, _ line: Int, _ words: String) throws {
        let error = try #require(throws: Diagnostic.self) {
            let table = try DataTable(text, file: "t")
            for row in table.rows { _ = try table.number(row, "ms") }
        }
        #expect(error.message.contains(words) && error.location?.line == line, "\(error)")
    }

    /// Decimals of another length, or below one, say that points begin decimals.
    @Test(arguments: [
        "name;ms\na;1.234\nb;0.345\n", "name;ms\na;1.234\nb;2.5\n", "name\tms\na\t1.234\nb\t2.345\n", "name,ms\na,990\nb,2.345\n",
    ])
    func pointsThatGroupNothing(_ text: String) throws {
        let table = try DataTable(text, file: "t")
        #expect(try table.rows.allSatisfy { try table.number($0, "ms") != nil })
    }

    @Test func namesThatSayTwoThingsJoinNothing() throws {
        let table = try DataTable("ms,model\n1.5,a\n", file: "t")
        let error = try #require(throws: Diagnostic.self) { try table.joined(with: try DataTable("model,size\na,1\na,2\n", file: "n")) }
        #expect(error.file == "n" && error.location?.line == 3 && error.message.contains("'a' is in line 2 already"), "\(error)")
        #expect(try table.joined(with: try DataTable("model,size\na,1\na,1\n", file: "n")).rows.count == 1)
        #expect(throws: Diagnostic.self) { try table.joined(with: try DataTable("model,model\na,1\n", file: "n")) }
    }

    @Test func aHeadingTwiceIsRefusedWhereItIsUsed() throws {
        let table = try DataTable("a,b,b\n1,2,3\n", file: "t")
        try table.check(column: "a", option: "--column")
        #expect(
            try #require(throws: Diagnostic.self) { try table.check(column: "b", option: "--column") }.message.contains(
                "several columns 'b'"))
    }

    @Test func tablesAreJoinedByTheFirstColumnBothHave() throws {
        let names = try DataTable("model;size\na;1,5\nc;2\n", file: "n")
        let joined = try DataTable("ms,model\n1.5,a\n2,b\n", file: "t").joined(with: names)
        #expect(joined.columns == ["ms", "model", "size"] && joined.rows.count == 1)
        #expect(try joined.number(joined.rows[0], "size") == 1.5)
        #expect(try joined.number(joined.rows[0], "ms") == 1.5)
    }
}
