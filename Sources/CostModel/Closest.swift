/// The known word that a user who wrote `text` most likely meant: at most a third of its letters apart, and no other
/// word nearer. For "did you mean".
func closest(to text: String, among words: [String]) -> String? {
    let wanted = Array(text.lowercased().prefix(64))
    let ranked = words.map { (word: $0, distance: distance(wanted, Array($0.lowercased()))) }
    guard let best = ranked.min(by: { ($0.distance, $0.word) < ($1.distance, $1.word) }) else { return nil }
    return best.distance <= max(1, best.word.count / 3) ? best.word : nil
}

/// Edits (insert, delete, replace, swap neighbours) between two words.
private func distance(_ first: [Character], _ second: [Character]) -> Int {
    var before: [Int] = []
    var previous = Array(0...second.count)
    for row in 0..<first.count {
        var current = [row + 1]
        for column in 0..<second.count {
            var cost = min(previous[column] + (first[row] == second[column] ? 0 : 1), previous[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
                cost = min(cost, before[column - 1] + 1)
            }
            current.append(cost)
        }
        before = previous
        previous = current
    }
    return previous[second.count]
}
