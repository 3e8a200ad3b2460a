import BigInt
import Foundation
import Reporting
import Testing

/// Columns, and what a listing makes of them.
@Suite struct ListingTests {
    private struct Thing: Sendable {
        let trial: Int
        let accuracy: Double?
        let note: String
        let hidden: BigUInt?
    }

    private static let columns: [Column<Thing>] = [
        Column("trial", "trial") { $0.trial },
        Column("accuracy", "accuracy", .number { "\($0) !" }) { $0.accuracy },
        Column("note", "note") { $0.note },
        Column("hidden") { $0.hidden },
    ]

    private let listing = Listing(
        columns,
        [
            Thing(trial: 3, accuracy: 0.98765, note: "a, \"b\"\n", hidden: nil),
            Thing(trial: 12, accuracy: nil, note: "é", hidden: BigUInt(9).power(22)),
        ])

    @Test func csvQuotesAndLeavesMissingValuesEmpty() {
        #expect(listing.text(as: .csv) == "trial,accuracy,note,hidden\n3,0.98765,\"a, \"\"b\"\"\n\",\n12,,é,984770902183611232881\n")
    }

    /// RFC 4180 names comma, quote and line break; readers take other separators of lines for one too.
    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("\"", "\"\"\"\""), ("a\rb", "\"a\rb\""), ("a\r\nb", "\"a\r\nb\""),
        ("a\u{2028}b", "\"a\u{2028}b\""),
        ("µJ; é", "µJ; é"), ("", ""), (" a ", " a "),
    ]) func csvQuotesWhatWouldBreakALine(_ text: String, _ written: String) {
        #expect(Listing([Column("a") { (_: Void) in text }], [()]).text(as: .csv) == "a\n\(written)\n")
    }

    @Test func csvWritesSeveralValuesInOneField() {
        let columns: [Column<[Double?]>] = [
            Column("each") { $0 }, Column("named") { row in JSON.object([("first", row[0].json), ("of", row.count.json)]) },
        ]
        #expect(Listing(columns, [[1.5, nil, 3]]).text(as: .csv) == "each,named\n1.5  3,first=1.5 of=3\n")
    }

    @Test func jsonKeepsOrderAndWholeNumbers() throws {
        let text = listing.text(as: .json)
        #expect(text.contains("\"hidden\": 984770902183611232881"))
        #expect(text.contains("\"note\": \"a, \\\"b\\\"\\n\""))
        let names = ["trial", "accuracy", "note", "hidden"].compactMap { text.range(of: "\"\($0)\"")?.lowerBound }
        #expect(names == names.sorted() && names.count == 4)
        let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]]
        #expect(parsed?.count == 2)
    }

    @Test func jsonIsAnArrayOfObjects() {
        let columns: [Column<Int>] = [Column("a") { $0 }, Column("b") { $0 > 1 ? [$0] : [] }, Column("c") { _ in JSON.null }]
        let text = """
            [
              {
                "a": 1,
                "b": [],
                "c": null
              },
              {
                "a": 2,
                "b": [
                  2
                ],
                "c": null
              }
            ]

            """
        #expect(Listing(columns, [1, 2]).text(as: .json) == text)
        #expect(Listing(columns, [1, 2]).json.text() == text)
        #expect(Listing(columns, []).text(as: .json) == "[]\n")
        #expect(Listing([Column<Int>](), [1]).text(as: .json) == Listing([Column<Int>](), [1]).json.text())
    }

    @Test func tableHidesWhatIsForPrograms() {
        let text = listing.text(as: .table)
        #expect(text.contains("trial") && !text.contains("hidden"))
        #expect(text.contains("0.98765 !"))
        #expect(text.split(separator: "\n").allSatisfy { !$0.hasSuffix(" ") })
    }

    @Test func tableAlignsNumbersOnTheRight() {
        let columns: [Column<(Int, String?)>] = [Column("n", "n") { $0.0 }, Column("word", "word") { $0.1 }]
        let text = """
              n word
            --- ----
              1 one
            100 -

            """
        #expect(Listing(columns, [(1, "one"), (100, nil)]).text(as: .table) == text)
        #expect(Listing(columns, []).text(as: .table).isEmpty)
        #expect(Listing(columns, []).text(as: .csv) == "n,word\n")
    }

    @Test func columnsOfAPartAreNullWhereItIsMissing() {
        let part: [Column<(a: Int, b: String)>] = [Column("a", "A") { $0.a }, Column("b") { $0.b }]
        let whole: [Column<(name: String, part: (a: Int, b: String)?)>] = [Column("name") { $0.name }] + part.of { $0.part }
        let listing = Listing(whole, [(name: "x", part: (a: 1, b: "one")), (name: "y", part: nil)])
        #expect(listing.text(as: .csv) == "name,a,b\nx,1,one\ny,,\n")
        #expect(listing.columns.map(\.heading) == [nil, "A", nil])
        let members = whole.members(of: (name: "y", part: nil))
        #expect(JSON.object(members).text() == "{\n  \"name\": \"y\",\n  \"a\": null,\n  \"b\": null\n}\n")
    }

    @Test func aReportIsOneRow() {
        var report = Report()
        report.add("best_trial", 7)
        report.add("seconds", "time, all workers", 61.25, shown: "1 min")
        report.add("missing", nil as String?)
        #expect(report.text(as: .csv) == "best_trial,seconds,missing\n7,61.25,\n")
        #expect(report.text(as: .json) == "{\n  \"best_trial\": 7,\n  \"seconds\": 61.25,\n  \"missing\": null\n}\n")
        #expect(report.text(as: .table) == "best trial         7\ntime, all workers  1 min\nmissing            -\n")
    }
}
