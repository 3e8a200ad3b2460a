import CostModel
import Support
import Testing

@testable import Reporting

/// Which columns a terminal shows.
@Suite struct TableLayoutTests {
    private static func column(_ natural: Int, _ rank: ColumnFit.Rank, least: Int? = nil) -> TableLayout.Column {
        var fit = ColumnFit()
        fit.rank = rank
        if let least { (fit.cut, fit.leastWidth) = (.end, least) }
        return TableLayout.Column(natural: natural, fit: fit)
    }

    private static let trial = [
        column(5, .key), column(30, .main, least: 10), column(8, .useful), column(9, .main), column(7, .detail), column(6, .useful),
    ]

    /// At which width which columns are there, with their widths.
    @Test(
        arguments: [
            (nil, [0, 1, 2, 3, 4, 5], [5, 30, 8, 9, 7, 6]), (70, [0, 1, 2, 3, 4, 5], [5, 30, 8, 9, 7, 6]),
            (69, [0, 1, 2, 3, 5], [5, 30, 8, 9, 6]), (61, [0, 1, 2, 3, 5], [5, 29, 8, 9, 6]), (42, [0, 1, 2, 3, 5], [5, 10, 8, 9, 6]),
            (41, [0, 1, 2, 3], [5, 16, 8, 9]), (34, [0, 1, 3], [5, 18, 9]), (25, [0, 1], [5, 19]), (15, [0], [5]), (4, [0], [4]),
        ] as [(Int?, [Int], [Int])]) func columnsGoByTheirRank(_ width: Int?, _ shown: [Int], _ widths: [Int])
    {
        let layout = TableLayout(Self.trial, width: width)
        #expect(layout.shown == shown && layout.widths == widths, "\(layout)")
    }

    /// Laws: no line is wider; no column is there while one of a higher rank is not; only what may be is shortened.
    @Test func lawsOfLayouts() {
        var random = RandomStream(seed: 5, purpose: .test)
        for _ in 0..<2000 {
            let columns = (0..<1 + random.nextInt(below: 12)).map { _ in
                Self.column(
                    1 + random.nextInt(below: 30), ColumnFit.Rank(rawValue: random.nextInt(below: 4)) ?? .main,
                    least: random.nextInt(below: 2) == 0 ? nil : 1 + random.nextInt(below: 10))
            }
            let width = 1 + random.nextInt(below: 120)
            let layout = TableLayout(columns, width: width)
            let isTight = columns.filter { $0.fit.rank == .key }.map { $0.least + 1 }.reduce(-1, +) > width
            let used = layout.widths.reduce(0, +) + max(0, layout.shown.count - 1)
            #expect(used <= width || (isTight && layout.widths.allSatisfy { $0 == 1 }))
            let left = columns.indices.filter { !layout.shown.contains($0) }.map { columns[$0].fit.rank }
            #expect(!left.contains(.key))
            #expect((left.max() ?? .detail) <= (layout.shown.map { columns[$0].fit.rank }.min() ?? .key))
            for (index, width) in zip(layout.shown, layout.widths) {
                #expect(width <= columns[index].natural && (width >= columns[index].least || isTight))
            }
            #expect(TableLayout(columns, width: nil).widths == columns.map(\.natural))
        }
    }

    private static let columns: [Column<(Int, String, Double)>] = [
        Column("trial", "trial") { $0.0 }.ranked(.key), Column("name", "name") { $0.1 }.shortened(to: 6),
        Column("energy_mj", "energy mJ") { $0.2 }, Column("macs", "MACs") { $0.0 * 1_000_000 }.ranked(.useful),
        Column("hidden") { $0.0 },
    ]

    @Test func aTableSaysWhatItLeavesOut() {
        let listing = Listing(Self.columns, [(1, "日本語の名前です", 0.5), (12, "short", 12.25)])
        #expect(
            listing.text(as: .table, width: 30) == """
                trial name           energy mJ
                ----- -------------- ---------
                    1 日本語の名前…        0.5
                   12 short              12.25
                (left out: MACs; --wide shows
                  all)

                """)
        #expect(
            listing.text(as: .table, width: 45) == """
                trial name             energy mJ     MACs
                ----- ---------------- --------- --------
                    1 日本語の名前です       0.5  1000000
                   12 short                12.25 12000000

                """)
        #expect(listing.text(as: .table) == listing.text(as: .table, width: 45))
        for format in [ListingFormat.csv, .json] { #expect(listing.text(as: format, width: 20) == listing.text(as: format)) }
        let cut = Listing([Self.columns[1]], [(1, "a name of some length", 0)]).text(as: .table, width: 20)
        #expect(cut == "name\n--------------------\na name of some leng…\n(texts are\n  shortened; --wide\n  shows all)\n")
    }

    @Test func endsOfAnIntervalHaveLabelsOfTheirOwn() {
        let columns = Column<Double>.interval("latency_ms", "latency ms", ends: .useful, of: { .init(exactly: $0) }, as: { $0 * 1e3 })
        #expect(columns.map(\.heading) == ["latency ms", "from", "to"])
        #expect(columns.map(\.label) == ["latency ms", "interval of latency ms", ""])
        #expect(columns.map(\.name) == ["latency_ms", "latency_ms_low", "latency_ms_high"])
        #expect(Listing(columns, [0.0123456]).text(as: .table).hasSuffix("12.35 12.3 12.3\n"))
        // Both or none: there is room for one.
        let narrow = Listing([Column("place", "a place of 20 letters") { $0 }] + columns, [0.0123456]).text(as: .table, width: 38)
        #expect(narrow.hasSuffix("12.35\n(left out: interval of latency ms;\n  --wide shows all)\n"))
    }
}
