import Testing

@testable import Support

@Suite struct SpellingTests {
    private let known = ["kernel", "stride", "padding", "groups", "out"]

    @Test(arguments: [
        ("kernal", "kernel"), ("kernle", "kernel"), ("Kernel", "kernel"), ("strid", "stride"), ("paddding", "padding"), ("otu", "out"),
    ]) func findsTheWordThatWasMeant(_ word: String, _ meant: String) {
        #expect(Spelling.closest(to: word, among: known) == meant)
        #expect(Spelling.hint(for: word, among: known) == "did you mean '\(meant)'?")
    }

    @Test(arguments: ["dropout_rate", "x", "", String(repeating: "kernel", count: 100_000)])
    func listsWhatIsKnownWhereNothingIsClose(_ word: String) {
        #expect(Spelling.closest(to: word, among: known) == nil)
        #expect(Spelling.hint(for: word, among: known) == "known here: kernel, stride, padding, groups, out")
    }

    @Test func longListsAreCutAndEmptyOnesLeftOut() {
        #expect(Spelling.hint(for: "x", among: []) == nil)
        #expect(Spelling.hint(for: "zzzzzz", among: (0..<25).map { "word\($0)" })?.hasSuffix("word23, ...") == true)
    }

    @Test func theFirstOfEquallyCloseWordsIsTaken() {
        #expect(Spelling.closest(to: "conw", among: ["conv", "cone"]) == "conv")
    }
}
