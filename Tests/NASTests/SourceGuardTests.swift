import NAS
import Support
import Testing

/// What is refused before YAML is parsed, wherever it hides.
@Suite struct SourceGuardTests {
    @Test(arguments: [
        ("a: &x 1", 1, 4, "anchors"), ("--- &x {space: a}", 1, 5, "anchors"), ("--- [&x [1], *x]", 1, 6, "anchors"),
        ("{\"space\":&x a}", 1, 10, "anchors"), ("[#'\n&x 1]", 2, 1, "anchors"), ("a: \"b\\\n  c\"\nd: *x", 3, 4, "anchors"),
        ("a: b\n  'c\nd: &x 1\n", 3, 4, "anchors"), ("--- !!map {space: a}", 1, 5, "tags"),
        ("--- " + String(repeating: "[", count: 65), 1, 69, "nested more than 64 deep"),
    ]) func isRefusedAtItsPlace(_ text: String, _ line: Int, _ column: Int, _ words: String) throws {
        let diagnostic = try #require(throws: Diagnostic.self) { try SearchSpace(yaml: text, fileName: "x") }
        #expect(diagnostic.message.contains(words), "\(diagnostic)")
        #expect(diagnostic.location == Support.SourceLocation(line: line, column: column), "\(diagnostic)")
    }

    /// Signs that mean nothing where they stand: the fault is that none of this says which language it is in.
    @Test(arguments: [
        "a: b & *c !d", "a: \"&x *y !z\"", "a: 'it''s &x'", "a: b # &x", "a: |\n  &x *y\n  [[[\n", "a: [x, \"&y\"] # *z", "--- {a: b}",
        "a: ---&x",
    ]) func textIsLeftAlone(_ text: String) throws {
        let diagnostic = try #require(throws: Diagnostic.self) { try SearchSpace(yaml: text, fileName: "x") }
        #expect(diagnostic.message.contains("a search space needs 'language'"), "\(diagnostic)")
    }
}
