/// Finds what a misspelt word, or another name for the same thing, was meant to be.
package enum Spelling {
    /// The known word that was meant: by another of its names (`OtherNames`), by other capitals and separators, or by its letters, if
    /// they are close enough.
    package static func closest(to word: String, among known: [String]) -> String? {
        guard word.utf8.count <= 64 else { return nil }
        let plain = OtherNames.plain(word)
        if let meant = OtherNames.meanings(of: plain).first(where: known.contains) { return meant }
        if !plain.isEmpty, let same = known.first(where: { $0.utf8.count <= 64 && OtherNames.plain($0) == plain }) { return same }
        let letters = Array(word.lowercased())
        let limit = max(1, letters.count / 3)
        var best: (distance: Int, word: String)?
        for candidate in known where candidate.utf8.count <= 64 && abs(candidate.count - letters.count) <= limit {
            let distance = distance(letters, Array(candidate.lowercased()))
            // A word of a letter or two would be close to any other.
            if distance <= limit, distance < max(letters.count, candidate.count), distance < best?.distance ?? Int.max {
                best = (distance, candidate)
            }
        }
        return best?.word
    }

    /// `did you mean 'kernel'?`, what takes the place of something that does not exist here, or the list of what is known.
    package static func hint(for word: String, among known: [String]) -> String? {
        if let meant = meant(by: word, among: known) { return meant }
        guard !known.isEmpty else { return nil }
        let shown = known.prefix(24).joined(separator: ", ")
        return "known here: \(shown)\(known.count > 24 ? ", ..." : "")"
    }

    /// `did you mean 'tflite'? runtimes: c, onnxruntime, ...`: what was meant, if anything, and what there is.
    package static func hint(for word: String, among known: [String], called what: String) -> String {
        [meant(by: word, among: known), "\(what): \(known.joined(separator: ", "))"].compactMap { $0 }.joined(separator: " ")
    }

    /// The same without the list.
    package static func meant(by word: String, among known: [String]) -> String? {
        let parts = [closest(to: word, among: known).map { "did you mean '\($0)'?" }, OtherNames.note(on: word)].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
        var table = Array(repeating: Array(repeating: 0, count: right.count + 1), count: left.count + 1)
        for row in 0...left.count { table[row][0] = row }
        for column in 0...right.count { table[0][column] = column }
        for row in 1...left.count {
            for column in 1...right.count {
                let cost = left[row - 1] == right[column - 1] ? 0 : 1
                var best = min(table[row - 1][column] + 1, table[row][column - 1] + 1, table[row - 1][column - 1] + cost)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    best = min(best, table[row - 2][column - 2] + 1)
                }
                table[row][column] = best
            }
        }
        return table[left.count][right.count]
    }
}
