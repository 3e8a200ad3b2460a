extension String {
    /// Returns the text as at most `width` columns of a terminal: an ellipsis stands for what is cut off.
    func shortened(to width: Int, at cut: ColumnFit.Cut) -> String {
        guard DisplayWidth.of(self) > width else { return self }
        guard width > 1 else { return width == 1 ? "…" : "" }
        switch cut {
        case .end: return Self.beginning(of: self, width - 1).trimmingEnd + "…"
        case .start: return "…" + ending(width - 1)
        case .middle:
            let head = Self.beginning(of: self, (width - 1) / 2)
            return head + "…" + ending(width - 1 - DisplayWidth.of(head))
        }
    }

    private func ending(_ width: Int) -> String { String(Self.beginning(of: reversed(), width).reversed()) }

    /// What of the characters fits, in their order.
    private static func beginning(of characters: some Sequence<Character>, _ width: Int) -> String {
        var kept = ""
        var left = width
        for character in characters {
            left -= DisplayWidth.of(character)
            guard left >= 0 else { break }
            kept.append(character)
        }
        return kept
    }

    /// The text without spaces at its end.
    var trimmingEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }

    /// The text on one line, with nothing in it that a terminal obeys: a name in a file may hold anything.
    var onOneLine: String {
        guard utf8.contains(where: { $0 < 0x20 || $0 >= 0x7f }) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator:
                text.append(scalar.properties.isWhitespace ? " " : "?")
            // Those turn the line around.
            case .format where (0x202a...0x202e).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value): text.append("?")
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
