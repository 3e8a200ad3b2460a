internal import Foundation

/// Texts of each class of a data set below each other, as a picture.
public struct SentenceSheet: Sendable {
    /// A class with some of its texts.
    public struct Row: Sendable {
        let name: String
        let count: Int
        let texts: [String]

        /// Creates a row.
        ///
        /// - Parameters:
        ///   - name: the class.
        ///   - count: how many texts it has in all.
        ///   - texts: those that are shown.
        public init(name: String, count: Int, texts: [String]) { (self.name, self.count, self.texts) = (name, count, texts) }
    }

    private let title: String
    private let subtitle: String
    private let rows: [Row]

    /// Creates a sheet with a row for each class, in their order.
    public init(title: String, subtitle: String, rows: [Row]) { (self.title, self.subtitle, self.rows) = (title, subtitle, rows) }

    private static let width = 860.0
    private static let margin = 12.0
    private static let labels = 170.0
    private static let top = 64.0
    private static let lineHeight = 17.0
    private static let gap = 8.0
    private static let size = 12
    private static let mostLines = 3

    /// Returns the sheet as an SVG file that stands alone.
    public func svg() -> String {
        var drawing = SVG()
        drawing.text(Self.margin, 26, title, size: 16, isBold: true)
        drawing.text(Self.margin, 46, subtitle, size: 12, fill: Palette.quiet)
        var y = Self.top
        for row in rows {
            let name = WrappedText.lines(of: row.name, to: Self.labels - 2 * Self.margin, size: 13, most: 1).first ?? ""
            drawing.text(Self.margin, y + 14, name, size: 13, isBold: true)
            drawing.text(Self.margin, y + 30, "\(row.count)", size: 11, fill: Palette.quiet)
            var below = y
            for text in row.texts {
                let lines = WrappedText.lines(
                    of: text, to: Self.width - Self.labels - 2 * Self.margin, size: Self.size, most: Self.mostLines)
                let height = Double(max(lines.count, 1)) * Self.lineHeight + 6
                drawing.area(Self.labels, below, Self.width - Self.labels - Self.margin, height, Palette.background)
                for (number, line) in lines.enumerated() {
                    drawing.text(Self.labels + Self.margin / 2, below + 15 + Double(number) * Self.lineHeight, line, size: Self.size)
                }
                below += height + 3
            }
            y = max(below, y + 36) + Self.gap
        }
        return drawing.document(width: Self.width, height: y + Self.gap, description: "\(title): \(subtitle)")
    }
}

/// A text of any script in lines of a width.
enum WrappedText {
    /// Lines that are not wider, broken between words, and within those that are wider than a line; at most so many, the last with an
    /// ellipsis where there is more.
    static func lines(of text: String, to width: Double, size: Int, most: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var used = 0.0
        /// Ends the line; false where there is no room for another.
        func end() -> Bool {
            lines.append(line)
            (line, used) = ("", 0)
            return lines.count < most
        }
        // What is drawn is no more than a few lines: the rest of a long text is not looked at.
        words: for word in plain(text.prefix(4096)).split(separator: " ") {
            let own = word.reduce(0.0) { $0 + ems(of: $1) } * Double(size)
            let space = line.isEmpty ? 0 : ems(of: " ") * Double(size)
            if used + space + own <= width {
                line += (line.isEmpty ? "" : " ") + word
                used += space + own
                continue
            }
            if !line.isEmpty, !end() { return elided(lines) }
            for character in word {
                let step = ems(of: character) * Double(size)
                if used + step > width, !line.isEmpty, !end() { return elided(lines) }
                line.append(character)
                used += step
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines
    }

    private static func elided(_ lines: [String]) -> [String] {
        guard let last = lines.last else { return lines }
        return lines.dropLast() + [String(last.dropLast()) + "\u{2026}"]
    }

    /// Wide where a terminal has two columns for it, none where it stands above another.
    private static func ems(of character: Character) -> Double {
        guard let scalar = character.unicodeScalars.first, scalar.value >= 0x80 else { return TextWidth.of(String(character), size: 1) }
        return DisplayWidth.of(character) == 2 ? 1 : Double(DisplayWidth.of(character)) * 0.62
    }

    /// On one line, without what turns the direction of a text around, and with few marks above a letter.
    private static func plain(_ text: some StringProtocol) -> String {
        var plain = ""
        for character in text {
            if character.isWhitespace {
                plain.append(" ")
                continue
            }
            let scalars = character.unicodeScalars.filter { !directions.contains($0.value) }
            plain.unicodeScalars.append(contentsOf: scalars.prefix(8))
        }
        return plain
    }

    /// Marks, embeddings, overrides and isolates.
    private static let directions: Set<UInt32> = [
        0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069,
    ]
}
