import Testing

@testable import Support

@Suite struct DiagnosticTests {
    @Test func showsPlaceLineCaretAndHint() {
        let diagnostic = Diagnostic(
            "kernel must be odd, got 4", file: "searchspaces/x.yaml", location: SourceLocation(line: 14, column: 7),
            path: "stages[2].blocks[0]", sourceLine: "      kernel: 4", hint: "use 3 or 5")
        #expect(
            diagnostic.description == """
                searchspaces/x.yaml:14:7: error: kernel must be odd, got 4 (stages[2].blocks[0])
                        kernel: 4
                        ^
                  hint: use 3 or 5
                """)
    }

    @Test func longAndBinaryLinesStayShort() {
        let line = String(repeating: "a", count: 10_000) + "\u{1b}[31m"
        let text = Diagnostic("x", file: "f", location: SourceLocation(line: 1, column: 9_990), sourceLine: line).description
        #expect(text.count < 400)
        #expect(!text.contains("\u{1b}"))
    }
}
