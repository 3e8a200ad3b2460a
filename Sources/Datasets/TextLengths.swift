/// How long some texts are, and how many different words are in them.
public struct TextLengths: Sendable, Hashable {
    /// What lengths are between: half of the texts are at most as long as the median, 95 % as the second.
    public struct Summary: Sendable, Hashable {
        /// Of the texts in the order of their lengths the middle one's; of two the shorter.
        public let median: Int
        /// What 95 % of the texts do not exceed.
        public let most: Int
        /// The longest one's.
        public let longest: Int

        init(_ lengths: [Int]) {
            let sorted = lengths.sorted()
            func share(_ percent: Int) -> Int {
                sorted.isEmpty ? 0 : sorted[max(0, (sorted.count * percent + 99) / 100 - 1)]
            }
            (median, most, longest) = (share(50), share(95), sorted.last ?? 0)
        }
    }

    /// In characters, as people see them.
    public let characters: Summary
    /// In words between blanks.
    public let words: Summary
    /// How many different words there are, as they are written.
    public let vocabulary: Int

    /// Measures some examples of a set of texts.
    ///
    /// - Parameter indices: of the examples, such as those for training.
    /// - Precondition: the set is one of texts (`kind`).
    public init(_ dataset: Dataset, _ indices: [Int]) {
        var (characters, words): ([Int], [Int]) = ([], [])
        var vocabulary: Set<ArraySlice<UInt8>> = []
        for index in indices {
            let bytes = dataset.bytes(ofText: index)
            let isASCII = !bytes.contains { $0 >= 0x80 }
            characters.append(isASCII ? bytes.count : String(decoding: bytes, as: UTF8.self).count)
            let own = bytes.split { $0 == 0x20 || (9...13).contains($0) }
            words.append(own.count)
            for word in own { vocabulary.insert(ArraySlice(Array(word))) }
        }
        self.characters = Summary(characters)
        self.words = Summary(words)
        self.vocabulary = vocabulary.count
    }
}
