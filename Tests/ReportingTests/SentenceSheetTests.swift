import Foundation
import TestSupport
import Testing

@testable import Reporting

/// Texts of each class as a picture.
@Suite struct SentenceSheetTests {
    @Test func textsOfAnyScriptAreDrawn() throws {
        let long = String(repeating: "a word and another ", count: 60)
        let sheet = SentenceSheet(
            title: "reviews <1>", subtitle: "7 texts",
            rows: [
                .init(name: "neg", count: 4, texts: ["it is \"a\" <mess> & more", long, String(repeating: "x", count: 900), ""]),
                .init(
                    name: "pos", count: 3,
                    texts: ["שלום \u{202E}עולם", String(repeating: "这部电影非常好看", count: 40), "tab\tand\nline\u{1}"]),
            ])
        let svg = sheet.svg()
        #expect(XMLChecker(svg).isWellFormed)
        #expect(svg.contains("it is &quot;a&quot; &lt;mess&gt; &amp; more") && svg.contains("reviews &lt;1&gt;"))
        #expect(svg.contains("שלום עולם") && !svg.contains("\u{202E}") && svg.contains("tab and line"))
        // Three lines of each at most.
        #expect(svg.components(separatedBy: "\u{2026}</text>").count - 1 == 3)
    }

    @Test func linesAreNoWiderThanTheyMayBe() {
        for text in [
            "a word and another and one more", String(repeating: "w", count: 200), String(repeating: "看", count: 50),
            "a " + String(repeating: "é", count: 99),
        ] {
            let lines = WrappedText.lines(of: text, to: 120, size: 12, most: 99)
            #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
            #expect(lines.allSatisfy { TextWidth.of($0, size: 12) <= 121 }, "\(lines)")
        }
        #expect(WrappedText.lines(of: "one two three four five", to: 60, size: 12, most: 1).first?.hasSuffix("\u{2026}") == true)
        #expect(WrappedText.lines(of: "  ", to: 60, size: 12, most: 2).isEmpty)
    }
}
