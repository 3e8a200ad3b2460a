package import Support

/// The text of a YAML file with its lines: makes diagnostics that show the place.
package struct SourceText: Sendable {
    /// Hand-written files have a few kilobytes.
    package static let byteLimit = 1 << 20

    package let text: String
    package let fileName: String
    let format: SourceFormat
    /// Without their ends, split where YAML splits them.
    private let lines: [String]
    /// Lines whose characters are not Unicode scalars one by one.
    private let isWide: [Bool]

    /// - Throws: a diagnostic where there is more text than anybody writes.
    package init(_ text: String, fileName: String, format: SourceFormat) throws(Diagnostic) {
        guard text.utf8.count <= Self.byteLimit else {
            throw Self.sizeDiagnostic(bytes: text.utf8.count, fileName: fileName, format: format)
        }
        self.text = text
        self.fileName = fileName
        self.format = format
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var afterReturn = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where afterReturn: afterReturn = false
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
                lines.append(String(line))
                line = String.UnicodeScalarView()
                afterReturn = scalar == "\r"
            default:
                line.append(scalar)
                afterReturn = false
            }
        }
        lines.append(String(line))
        self.lines = lines
        isWide = lines.map { line in !line.utf8.allSatisfy { $0 < 0x80 } }
    }

    /// A place whose column is counted in Unicode scalars, as libYAML counts, with the column in characters.
    func location(line: Int, scalarColumn: Int) -> SourceLocation {
        // Far out on a line nobody counts, and counting again for every node would take for ever.
        guard lines.indices.contains(line - 1), isWide[line - 1], scalarColumn < 10_000 else {
            return SourceLocation(line: max(line, 1), column: max(scalarColumn, 1))
        }
        let prefix = lines[line - 1].unicodeScalars.prefix(max(scalarColumn - 1, 0))
        return SourceLocation(line: line, column: String(String.UnicodeScalarView(prefix)).count + 1)
    }

    package func diagnostic(
        _ message: String, at location: SourceLocation?, path: String? = nil, hint: String? = nil
    ) -> Diagnostic {
        let line = location.flatMap { lines.indices.contains($0.line - 1) ? lines[$0.line - 1] : nil }
        return Diagnostic(message, file: fileName, location: location, path: path, sourceLine: line, hint: hint)
    }

    /// A scalar as it stands in the file, with its quotes; a list or a mapping on one line.
    func written(_ node: SourceNode) -> String {
        guard case .scalar(let text, plain: false) = node.content else { return node.compactText }
        let location = node.location
        var quote = "\""
        if lines.indices.contains(location.line - 1), lines[location.line - 1].dropFirst(location.column - 1).first == "'" { quote = "'" }
        return quote + text + quote
    }

    /// What a node is, for "expected ..., got ...".
    func inWords(_ node: SourceNode) -> String {
        guard case .scalar(let text, plain: false) = node.content, Constant.isQuoted(text) else { return node.kindInWords }
        return "the text \(written(node)): quotes make a text of it"
    }

    static func sizeDiagnostic(bytes: Int, fileName: String, format: SourceFormat) -> Diagnostic {
        let (size, limit) = (Dimension.memory.format(Double(bytes)), Dimension.memory.format(Double(byteLimit)))
        return Diagnostic(
            "the file has \(size), more than the \(limit) of \(format.name)",
            file: fileName, location: SourceLocation(line: 1, column: 1), hint: "is this the right file?")
    }
}
