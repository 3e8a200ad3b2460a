/// A number with what it counts.
package enum Plural {
    /// `1 trial`, `2 trials`, `0 trials`.
    ///
    /// - Parameter several: the plural, where it is not the word with an `s` behind it.
    package static func count(_ number: Int, _ word: String, _ several: String? = nil) -> String {
        "\(number) \(self.word(number, word, several))"
    }

    /// The word alone, as it stands behind the number.
    package static func word(_ number: Int, _ word: String, _ several: String? = nil) -> String {
        number == 1 ? word : several ?? word + "s"
    }
}
