import Testing

@testable import Reporting

/// How many columns of a terminal texts take, and what is left of them where there are fewer.
@Suite struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("accuracy", 8), ("é", 1), ("e\u{301}", 1), ("日本語", 6), ("ｶﾅ", 2), ("한국", 4), ("\u{1112}\u{1161}\u{11ab}", 2),
        ("😀", 2), ("❤\u{fe0f}", 2), ("❤", 1), ("🇨🇭", 2), ("…", 1), ("µJ", 2), ("a\u{200b}b", 2), ("٣", 1), ("ﬁ", 1), ("，", 2),
    ]) func widths(_ text: String, _ width: Int) {
        #expect(DisplayWidth.of(text) == width)
    }

    @Test func whatIsTooLongEndsWithAnEllipsis() {
        #expect("conv_3x3".shortened(to: 8, at: .end) == "conv_3x3")
        #expect("conv_3x3".shortened(to: 7, at: .end) == "conv_3…")
        #expect("conv 3x3".shortened(to: 6, at: .end) == "conv…")
        #expect("network[1].kernel".shortened(to: 10, at: .start) == "…1].kernel")
        #expect("network[1].layers[0].kernel".shortened(to: 16, at: .middle) == "network…].kernel")
        #expect("日本語".shortened(to: 4, at: .middle) == "…語" && "abcd".shortened(to: 2, at: .middle) == "…d")
        #expect("日本語".shortened(to: 4, at: .end) == "日…")
        #expect("日本語".shortened(to: 4, at: .start) == "…語")
        #expect("e\u{301}e\u{301}e\u{301}".shortened(to: 2, at: .end) == "e\u{301}…")
        #expect("abc".shortened(to: 1, at: .end) == "…")
        #expect("abc".shortened(to: 0, at: .end).isEmpty)
        for width in 1...30 {
            for text in ["日本語の名前 and a 😀 face", "plain words in a row"] {
                for cut in [ColumnFit.Cut.start, .middle, .end] { #expect(DisplayWidth.of(text.shortened(to: width, at: cut)) <= width) }
            }
        }
    }

    /// A name in a file may hold what a terminal obeys.
    @Test func aTextIsOneLine() {
        #expect("a\nb\tc\u{1b}[31m\u{202e}d\u{2028}e".onOneLine == "a b c?[31m?d e")
        #expect("日本\u{7f}".onOneLine == "日本?")
    }

    @Test func proseIsFoldedBetweenWords() {
        let text = "  energy 0.2 mJ above idle, of which\nshort"
        #expect(Paragraph.folded(text, width: 20) == "  energy 0.2 mJ\n    above idle, of\n    which\nshort")
        #expect(Paragraph.folded(text, width: nil) == text)
        #expect(Paragraph.folded("weights runs/a.weights/17.safetensors", width: 20) == "weights\n  …ts/17.safetensors")
        for width in 20...60 {
            let folded = Paragraph.folded(text + " " + String(repeating: "word ", count: 40), width: width)
            #expect(folded.split(separator: "\n").allSatisfy { $0.count <= width && !$0.hasSuffix(" ") })
        }
    }

    @Test func aReportsFactsGoOnBelowTheirBeginning() {
        var report = Report()
        report.add("data", "mnist")
        report.add("how_to_get", "put the four files of the archive where it is looked for")
        #expect(
            report.text(as: .table, width: 32) == """
                data        mnist
                how to get  put the four files
                            of the archive where
                            it is looked for

                """)
    }
}
