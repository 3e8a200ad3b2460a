import Foundation
import Support
import Testing

@testable import CostModel

/// Every broken file gives one diagnostic, at the place that is wrong.
@Suite struct BoardFileTests {
    private func error(_ yaml: String) -> Diagnostic? {
        do throws(Diagnostic) {
            _ = try Board(yaml: yaml, fileName: "my-board.yaml")
            return nil
        } catch {
            return error
        }
    }

    @Test func theFixtureItselfIsRight() { #expect(error(handBoard) == nil) }

    /// The edit, where the mark must be (line and column, both from 1), and words of the message.
    @Test(arguments: [
        ("title: A board", "titel: A board", 2, 1, "unknown key 'titel'"),
        ("title: A board for arithmetic by hand\n", "", 1, 1, "title is missing"),
        ("ram_mb: { value: 64, source: \"by hand\" }", "ram_mb: { value: 64 }", 3, 9, "ram_mb has no source"),
        ("ram_mb: { value: 64,", "ram_mb: { value: lots,", 3, 18, "ram_mb.value must be a number, got 'lots'"),
        ("ram_mb: { value: 64,", "ram_mb: { value: -1,", 3, 18, "must be from 1 to 10000000"),
        ("ram_mb: { value: 64,", "ram_mb: { value: .nan,", 3, 18, "must be a number"),
        ("ram_mb: { value: 64,", "ram_mb: { value: 64, measured: wall,", 3, 22, "unknown key 'measured'"),
        ("cores: { value: 4,", "cores: { value: 2.5,", 6, 10, "must be a whole number"),
        ("clock_ghz: { value: 1,", "clock_ghz: [1,", 7, 36, "YAML syntax"),
        ("ram_mb: { value: 64,", "title: again\nram_mb: { value: 64,", 3, 1, "key 'title' is given twice"),
        ("ram_mb: { value: 64,", "ram_mb: { value: 64, value: 65,", 3, 22, "key 'value' is given twice"),
        ("    threads: 4\n", "    threads: 4\n    threads: 2\n", 27, 5, "key 'threads' is given twice"),
        ("clock_ghz: { value: 1, source: \"by hand\" }", "clock_ghz: 1", 7, 14, "must be a mapping"),
        ("idle_w: { value: 1, low: 0.9,", "idle_w: { value: 1, low: 1.1,", 11, 28, "must be in this order"),
        ("measured: 5 V, source: \"by hand\" }\n  active", "source: \"by hand\" }\n  active", 11, 11, "measured is missing"),
        (
            "measured: 5 V, source: \"by hand\" }\n  active", "measured: 5V, source: \"by hand\" }\n  active", 11, 54,
            "must be one of wall, 5 V, rail"
        ),
        ("watts: { value: 6,", "watts: { value: 0.5,", 16, 14, "above the idle power"),
        ("- threads: 4\n", "- threads: 1\n", 15, 7, "repeats a runtime"),
        ("runtime: ncnn", "runtime: nccn", 25, 14, "got 'nccn'"),
        ("runtime: ncnn", "runtime: ncnn-vulkan", 25, 14, "needs a 'gpu' section"),
        ("runtime: ncnn", "runtime: tflite", 25, 5, "given twice"),
        ("threads: 4\n    efficiency", "threads: 8\n    efficiency", 26, 14, "must be from 1 to 4"),
        ("half_precision: true", "half_precision: perhaps", 32, 21, "true or false"),
        ("error: { value: 1, source", "error: { source", 33, 12, "error.value is missing"),
        (
            "{ convolution: 0.5, pointwise: 0.25, depthwise: 0.1, grouped", "{ convolution: 0.5, pointwise: 0.25, grouped", 20, 17,
            "depthwise is missing"
        ),
    ]) func marksThePlace(_ old: String, _ new: String, _ line: Int, _ column: Int, _ words: String) throws {
        #expect(handBoard.contains(old))
        let found = try #require(error(handBoard.replacingOccurrences(of: old, with: new)))
        #expect(found.message.contains(words), "\(found)")
        #expect(found.location == SourceLocation(line: line, column: column), "\(found)")
        #expect(found.file == "my-board.yaml")
        #expect(found.sourceLine != nil)
    }

    @Test func allMistakesAreTold() throws {
        let changes = [
            ("title: A board for arithmetic by hand\n", ""), ("runtime: ncnn", "runtime: nccn"), ("overhead_us", "overhed_us"),
            ("half_precision: true", "half_precision: perhaps"),
        ]
        let found = try #require(error(changes.reduce(handBoard) { $0.replacingOccurrences(of: $1.0, with: $1.1) }))
        let words = ([found] + found.others).map(\.message)
        #expect(found.message == "title is missing" && found.others.count == 4 && found.unlisted == 0, "\(words)")
        #expect(words.contains { $0.contains("got 'nccn'") } && words.contains("unknown key 'overhed_us'"), "\(words)")
        #expect(zip(found.others, found.others.dropFirst()).allSatisfy { ($0.location?.line ?? 0) <= ($1.location?.line ?? 0) })
    }

    @Test func suggestsTheKeyThatWasMeant() throws {
        #expect(
            try #require(error(handBoard.replacingOccurrences(of: "overhead_us", with: "overhed_us"))).hint == "did you mean 'overhead_us'?"
        )
        #expect(
            try #require(error(handBoard.replacingOccurrences(of: "runtime: ncnn", with: "runtime: nccn"))).hint == "did you mean 'ncnn'?")
    }

    private static let rubbish = [
        "", "\n\n", "just text", "- a\n- b\n", "a: 1\na: 2\n", "{", "\t", "a: [1, 2", "\u{0}\u{1}\u{2}", "a: *nothing", "? [1]\n: 2\n",
        String(repeating: "[", count: 5000), String(repeating: "- ", count: 5000), String(repeating: "? ", count: 5000),
        String(repeating: "a: 1 # long\n", count: 10_000), "a: &x [1]\nb: &y [*x, *x]\nc: [*y, *y]\n", "--- !!binary\nAAAA\n",
        "%YAML 9.9\n---\na: 1\n",
    ]

    @Test(arguments: Self.rubbish.indices) func rubbishIsRefused(_ index: Int) throws {
        let found = try #require(error(Self.rubbish[index]), "rubbish \(index)")
        #expect(found.file == "my-board.yaml")
        #expect(!found.message.isEmpty)
    }

    @Test func linesMayEndInCarriageReturns() throws {
        let text = handBoard.replacingOccurrences(of: "\n", with: "\r\n")
        #expect(error(text) == nil)
        let found = try #require(error(text.replacingOccurrences(of: "half_precision: true", with: "half_precision: perhaps")))
        #expect(found.location == SourceLocation(line: 32, column: 21))
        #expect(found.sourceLine == "    half_precision: perhaps")
    }

    @Test func everyCutOffFileIsRefused() {
        // From the top to anywhere: YAML that ends early, or keys that are missing.
        var end = handBoard.startIndex
        while let next = handBoard.index(end, offsetBy: 97, limitedBy: handBoard.endIndex),
            next < handBoard.index(handBoard.endIndex, offsetBy: -2)
        {
            end = next
            #expect(error(String(handBoard[..<end])) != nil)
        }
    }
}
