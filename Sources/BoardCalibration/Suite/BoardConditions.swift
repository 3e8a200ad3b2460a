internal import Foundation

/// What a board says of itself around a run: kernel, CPU, governor, frequency, temperature, throttling flags, compiler.
package struct BoardConditions: Sendable, Hashable, Codable {
    /// In the order of the script.
    package let facts: [String: String]

    /// Lines of `key value`, the last of a key counts; `before` and `after` are parts of the keys.
    init(_ text: String) {
        var facts: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            guard let space = line.firstIndex(of: " ") else { continue }
            facts[String(line[..<space])] = line[line.index(after: space)...].trimmingCharacters(in: .whitespaces)
        }
        self.facts = facts
    }

    /// Returns the flags of `vcgencmd get_throttled` (`throttled=0x50000`) `before` or `after` a run; nil where the board has none.
    func throttling(_ when: String) -> Int? {
        facts["throttled_" + when].flatMap { text in
            let digits = text.split(separator: "=").last ?? ""
            return digits.hasPrefix("0x") ? Int(digits.dropFirst(2), radix: 16) : Int(digits)
        }
    }
}
