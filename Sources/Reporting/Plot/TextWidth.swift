/// How wide a text is in DejaVu Sans, of which browsers' substitutes differ by little. Exact for digits and close for words: enough to see
/// whether texts overlap.
enum TextWidth {
    /// - Parameters:
    ///   - size: of the font, in pixels.
    /// - Returns: pixels.
    static func of(_ text: String, size: Int, isBold: Bool = false) -> Double {
        let ems = text.unicodeScalars.reduce(0.0) { $0 + Self.ems(of: $1) }
        return ems * Double(size) * (isBold ? 1.1 : 1)
    }

    private static func ems(of scalar: Unicode.Scalar) -> Double {
        switch scalar {
        case "0"..."9": 0.636
        case ".", ",", " ", ":", ";", "i", "j", "l", "I", "'", "|": 0.32
        case "-", "(", ")", "[", "]", "f", "t", "r", "/": 0.4
        case "%", "m", "M", "w", "W", "@": 0.95
        case "#", "+", "=", "<", ">", "±", "≤", "≥", "→", "←", "×": 0.838
        case "A"..."Z": 0.7
        default: 0.6
        }
    }

    /// Returns the text, or where it is too wide its beginning and end around an ellipsis: both of what paths differ in remain.
    static func elided(_ text: String, to width: Double, size: Int) -> String {
        guard of(text, size: size) > width else { return text }
        let characters = Array(text)
        var kept = characters.count - 1
        while kept > 2 {
            let head = kept / 3
            let shorter = String(characters.prefix(head)) + "…" + String(characters.suffix(kept - head))
            if of(shorter, size: size) <= width { return shorter }
            kept -= 1
        }
        return "…"
    }

    /// Returns the text in lines that are not wider, broken between words, but not between a number and its unit.
    static func wrapped(_ text: String, to width: Double, size: Int, isBold: Bool = false) -> [String] {
        var words: [String] = []
        for word in text.split(separator: " ") {
            if let last = words.last, let digit = last.last, digit.isNumber {
                words[words.count - 1] = last + " " + word
            } else {
                words.append(String(word))
            }
        }
        var lines: [String] = []
        for word in words {
            if let last = lines.last, of(last + " " + word, size: size, isBold: isBold) <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(word)
            }
        }
        return lines
    }

    /// Returns sentences in lines that are not wider, with a semicolon between those of one line; one that is wider is broken.
    static func packed(_ sentences: [String], to width: Double, size: Int) -> [String] {
        var lines: [String] = []
        for sentence in sentences {
            if let last = lines.last, of(last + "; " + sentence, size: size) <= width {
                lines[lines.count - 1] = last + "; " + sentence
            } else {
                lines += wrapped(sentence, to: width, size: size)
            }
        }
        return lines
    }
}
