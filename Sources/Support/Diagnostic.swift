/// A place in a text file: both from 1, the column counted in characters.
public struct SourceLocation: Sendable, Hashable, Comparable, Codable {
    /// The number of the line, from 1.
    public let line: Int
    /// The number of the character in the line, from 1.
    public let column: Int

    /// Creates a location from the numbers of a line and of a character in it.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// Whether the left location comes before the right one in the file.
    public static func < (left: SourceLocation, right: SourceLocation) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// What is wrong with something the user gave, in words, with the place and a way out. Thrown for every bad input:
/// a search-space or board file, a data set, an option. The command line prints it and exits with 65.
public struct Diagnostic: Error, Sendable, Hashable, CustomStringConvertible {
    /// How grave it is.
    public enum Severity: String, Sendable {
        /// What was given cannot be used.
        case error
        /// What was given is used, but may not be what was meant.
        case warning
    }

    /// How grave it is.
    public var severity: Severity
    /// What is wrong, in words that follow the file's name.
    public var message: String
    /// The file as the user named it; nil where the input was not a file.
    public var file: String?
    /// The place in the file; nil where it is the whole file, or not known.
    public var location: SourceLocation?
    /// Where it is in the user's own terms: `stages[2].blocks[0]`.
    public var path: String?
    /// The text of the line that `location` names, for the caret.
    public var sourceLine: String?
    /// A way out; nil where there is no obvious one.
    public var hint: String?
    /// What else is wrong with the same file, in its order, at most 19; this is the first. Each stands alone.
    public var others: [Diagnostic] = []
    /// How many mistakes of the file there are besides this one and the others.
    public var unlisted = 0

    /// Creates a diagnostic; what is not given is not known, or does not apply.
    public init(
        _ message: String, severity: Severity = .error, file: String? = nil, location: SourceLocation? = nil, path: String? = nil,
        sourceLine: String? = nil, hint: String? = nil
    ) {
        self.severity = severity
        self.message = message
        self.file = file
        self.location = location
        self.path = path
        self.sourceLine = sourceLine
        self.hint = hint
    }

    /// `space.yaml:14:7: error: kernel must be odd, got 4 (stages[2].blocks[0])`, the line, a caret, the hint; then the others.
    public var description: String {
        var texts = [text] + others.map(\.text)
        if unlisted > 0 { texts.append("and \(unlisted) more") }
        return texts.joined(separator: "\n")
    }

    /// Without the others.
    private var text: String {
        var head = ""
        if let file {
            head = file + ":"
            if let location { head += "\(location.line):\(location.column):" }
            head += " "
        }
        head += "\(severity.rawValue): \(message)"
        if let path, !path.isEmpty { head += " (\(path))" }
        var lines = [head]
        if let sourceLine, let location {
            let (shown, caret) = Self.excerpt(of: sourceLine, column: location.column)
            lines.append("  " + shown)
            lines.append("  " + String(repeating: " ", count: caret) + "^")
        }
        if let hint { lines.append("  hint: \(hint)") }
        return lines.joined(separator: "\n")
    }

    /// At most 100 characters around the column, without control characters that would move the caret or the cursor.
    private static func excerpt(of line: String, column: Int) -> (text: String, caret: Int) {
        let characters = Array(line)
        let caret = min(max(column - 1, 0), characters.count)
        let start = caret > 80 ? caret - 60 : 0
        let end = min(characters.count, start + 100)
        let shown = characters[start..<end].map { character in
            character.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } ? character : " "
        }
        return ((start > 0 ? "…" : "") + String(shown), caret - start + (start > 0 ? 1 : 0))
    }
}
