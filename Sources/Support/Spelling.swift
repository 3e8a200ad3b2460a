/// Finds what a misspelt word was meant to be.
package enum Spelling {
    /// The closest of the known words, if it is close enough to be meant.
    package static func closest(to word: String, among known: [String]) -> String? {
        guard word.count <= 64 else { return nil }
        let limit = max(1, word.count / 3)
        var best: (distance: Int, word: String)?
        for candidate in known where candidate.utf8.count <= 64 {
            let distance = distance(Array(word.lowercased()), Array(candidate.lowercased()))
            if distance <= limit, distance < best?.distance ?? Int.max { best = (distance, candidate) }
        }
        return best?.word
    }

    /// `did you mean 'kernel'?`, or the list of what is known where it is short.
    package static func hint(for word: String, among known: [String]) -> String? {
        if let closest = closest(to: word, among: known) { return "did you mean '\(closest)'?" }
        guard !known.isEmpty else { return nil }
        let shown = known.prefix(24).joined(separator: ", ")
        return "known here: \(shown)\(known.count > 24 ? ", ..." : "")"
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
