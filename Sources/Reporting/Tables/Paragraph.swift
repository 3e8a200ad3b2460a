/// Lines of prose on a terminal.
public enum Paragraph {
    /// Returns a text with its lines folded between words, so that none is wider than `width`; what goes on is indented by two spaces
    /// more than its line. A word that is wider by itself, such as a path, loses its beginning.
    ///
    /// - Parameters:
    ///   - text: one line or several.
    ///   - width: in columns of the terminal; nil for lines of any width.
    public static func folded(_ text: String, width: Int?) -> String {
        guard let width else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { lines(of: $0, width: width).joined(separator: "\n") }.joined(separator: "\n")
    }

    /// - Parameter hanging: by how much lines after the first are indented; nil for two more than the first.
    static func lines(of line: some StringProtocol, width: Int, hanging: Int? = nil) -> [String] {
        guard DisplayWidth.of(line) > width else { return [String(line)] }
        let indent = line.prefix { $0 == " " }.count
        let margin = String(repeating: " ", count: min(hanging ?? indent + 2, max(0, width - 10)))
        var lines: [String] = []
        var current = String(repeating: " ", count: min(indent, max(0, width - 10)))
        var used = DisplayWidth.of(current)
        var isEmpty = true
        // Spaces that align something inside a line are kept.
        for word in line.dropFirst(indent).split(separator: " ", omittingEmptySubsequences: false) {
            let size = DisplayWidth.of(word)
            if !isEmpty, used + 1 + size > width {
                lines.append(current.trimmingEnd)
                (current, used, isEmpty) = (margin, margin.count, true)
                if word.isEmpty { continue }
            }
            let shown = isEmpty ? String(word).shortened(to: width - used, at: .start) : " " + word
            current += shown
            used += DisplayWidth.of(shown)
            isEmpty = isEmpty && word.isEmpty
        }
        if !isEmpty { lines.append(current.trimmingEnd) }
        return lines
    }
}
