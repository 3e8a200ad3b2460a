import CostModel
import Foundation
import Support
import Testing

/// Files that are no boards, and those made to break a reader: one diagnostic each, at once.
@Suite struct BoardHostileFileTests {
    /// What the file is refused with; it takes a moment even on a loaded machine, not the ages of an explosion.
    private func refusal(of bytes: some Sequence<UInt8>) throws -> Diagnostic {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("nas-hostile-\(UUID().uuidString).yaml")
        try Data(bytes).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        let clock = ContinuousClock()
        let start = clock.now
        let diagnostic = try #require(throws: Diagnostic.self) { try Board(contentsOf: url) }
        #expect(clock.now - start < .seconds(10), "\(diagnostic.message)")
        #expect(diagnostic.file == url.relativePath)
        return diagnostic
    }

    @Test(arguments: ["[", "{", "{a: [", "- ", "? ", "--- [", "{\"a\":["]) func deepNesting(_ opening: String) throws {
        let diagnostic = try refusal(of: String(repeating: opening, count: 100_000).utf8)
        #expect(diagnostic.location?.line == 1)
    }

    @Test func nestingIsRefusedWhereItIsTooDeep() throws {
        let diagnostic = try refusal(of: ("board: x\ncpu: " + String(repeating: "[", count: 100_000)).utf8)
        #expect(diagnostic.message == "brackets are nested more than 64 deep")
        #expect(diagnostic.location == SourceLocation(line: 2, column: 70))
    }

    @Test func binaryRubbish() throws {
        var random = RandomStream(seed: 7, purpose: .test)
        for length in [1, 16, 300, 5000, 200_000] {
            let bytes = (0..<length).map { _ in UInt8(random.nextInt(below: 256)) }
            #expect(try refusal(of: bytes).location != nil)
        }
        let zero = try refusal(of: Array("board: x\ntitle: \0".utf8))
        #expect(zero.location == SourceLocation(line: 2, column: 8))
        #expect(zero.hint == "a board file is YAML in UTF-8")
        #expect(try refusal(of: Array("board: x\nab".utf8) + [0xFF]).location == SourceLocation(line: 2, column: 3))
    }

    /// Forty lists, each of the one before it many times over. `before` stands above them, and hides them from a first look.
    @Test(arguments: [("", 1), ("title: two\n  'lines\n", 3), ("title: two\n  'lines\ntitle: again\n", 3)])
    func anchorBomb(_ before: String, _ line: Int) throws {
        let lines = (1..<40).map { level in
            "x\(level): &x\(level) [" + Array(repeating: "*x\(level - 1)", count: 9).joined(separator: ", ") + "]\n"
        }
        let bomb = "x0: &x0 [1, 1]\n" + lines.joined()
        let diagnostic = try refusal(of: (before + bomb).utf8)
        #expect(diagnostic.location?.line == line)
        if !before.contains("again") {
            #expect(diagnostic.message == "anchors and aliases (&name, *name) are not part of a board file")
            #expect(diagnostic.location?.column == 5)
            #expect(diagnostic.hint == "write the value out at each place")
        }
    }

    @Test func tags() throws {
        let diagnostic = try refusal(of: "board: !!str x\n".utf8)
        #expect(diagnostic.message == "tags (!name) are not part of a board file")
        #expect(diagnostic.location == SourceLocation(line: 1, column: 8))
    }

    @Test func tenMegabytes() throws {
        let diagnostic = try refusal(of: repeatElement(UInt8(ascii: "a"), count: 10 << 20))
        #expect(diagnostic.message == "the file has 10.0 MiB, more than the 1.00 MiB of a board file")
        #expect(diagnostic.location == SourceLocation(line: 1, column: 1))
    }

    @Test func filesThatAreNotThere() throws {
        let missing = try #require(throws: Diagnostic.self) { try Board(contentsOf: URL(fileURLWithPath: "/nowhere/x.yaml")) }
        #expect(missing.message == "there is no such file")
        let folder = try #require(throws: Diagnostic.self) { try Board(contentsOf: FileManager.default.temporaryDirectory) }
        #expect(folder.message == "the file cannot be read")
    }
}
