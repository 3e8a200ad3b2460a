import BigInt
import Foundation
import Testing

@testable import CLI

@Suite struct OutputTests {
    private func listing() -> Listing {
        var listing = Listing([
            .init("trial", "trial"), .init("accuracy", "accuracy", show: { $0.readable + " !" }), .init("note", "note"),
            .init("hidden", nil),
        ])
        listing.append([.integer(3), .number(0.98765), .string("a, \"b\"\n"), .null])
        listing.append([.integer(12), .null, .string("é"), .big(BigUInt(9).power(22))])
        return listing
    }

    @Test func csvQuotesAndLeavesMissingValuesEmpty() {
        #expect(
            listing().text(as: .csv) == "trial,accuracy,note,hidden\n3,0.98765,\"a, \"\"b\"\"\n\",\n12,,é,984770902183611232881\n")
    }

    @Test func jsonKeepsOrderAndWholeNumbers() throws {
        let text = listing().text(as: .json)
        #expect(text.contains("\"hidden\": 984770902183611232881"))
        #expect(text.contains("\"note\": \"a, \\\"b\\\"\\n\""))
        let names = ["trial", "accuracy", "note", "hidden"].compactMap { text.range(of: "\"\($0)\"")?.lowerBound }
        #expect(names == names.sorted() && names.count == 4)
        let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]]
        #expect(parsed?.count == 2)
    }

    @Test func tableHidesWhatIsForPrograms() {
        let text = listing().text(as: .table)
        #expect(text.contains("trial") && !text.contains("hidden"))
        #expect(text.split(separator: "\n").allSatisfy { !$0.hasSuffix(" ") })
    }

    @Test func numbersReadBack() {
        for value in [0.1, 1e-9, 123456.75, 3, 1e300] { #expect(Double(JSON.digits(value)) == value) }
        #expect(JSON.number(.nan).text() == "null\n")
    }

    @Test func progressSaysWhatIsLeft() {
        let state = ProgressView.State(done: 10, total: 40, best: 0.9831, frontSize: 4, rejected: 31, failed: 1)
        #expect(
            ProgressView.line(state, doneHere: 10, seconds: 300)
                == "10/40  best 98.31 %  front 4  rejected 31  failed 1  120/h  15 min 00 s left")
    }

    /// The picture must be well-formed, hold every point, and not trap on what a run can produce.
    @Test(arguments: [0, 1, 2, 40]) func plotIsWellFormed(_ count: Int) throws {
        let axis = PlotFrame.Axis(title: "energy <mJ>", isLogarithmic: count.isMultiple(of: 2)) { JSON.digits($0) }
        let points = (0..<count).map { (index: Int) -> FrontPlot.Point in
            let x = Double(index % 7) + 0.001
            return FrontPlot.Point(x: x, y: Double(index) / 50, label: "#\(index) & co", isOnFront: index % 3 == 0)
        }
        let svg = FrontPlot(title: "t", subtitle: "s", x: axis, y: axis, points: points, limit: (3, "budget")).svg()
        let document = XMLChecker(svg)
        #expect(document.isWellFormed)
        #expect(document.count("circle") == count)
    }

    @Test func linksAndPipesStayWhatTheyAre() throws {
        try NASProgram.inTemporaryFolder { folder in
            func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
            let (file, link, pipe) = (path("file"), path("link"), path("pipe"))
            try OutputFile.write("old", to: file)
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
            try OutputFile.write("new", to: link)
            #expect(try String(contentsOfFile: file, encoding: .utf8) == "new")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == file)

            #expect(mkfifo(pipe, 0o600) == 0)
            let reader = open(pipe, O_RDWR)
            defer { close(reader) }
            try OutputFile.write("through", to: pipe)
            var bytes = [UInt8](repeating: 0, count: 16)
            #expect(read(reader, &bytes, bytes.count) == 7)
        }
    }
}
