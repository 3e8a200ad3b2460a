import Support

/// Looks at a file before the YAML parser does, so that rubbish, explosive nesting and aliases cost nothing: one pass
/// over the bytes, no recursion. What it lets through has at most `depthLimit` open brackets, and no anchors.
struct TextGuard {
    static let depthLimit = 64

    private let bytes: [UInt8]
    private let source: SourceText
    private var position = 0
    private var line = 1
    private var lineStart = 0
    private var depth = 0
    /// Whether the next character can begin a token: then a quote opens a string and `&` an anchor.
    private var atTokenStart = true
    private var indentation = 0

    /// - Throws: one diagnostic at the first offence.
    static func check(_ source: SourceText) throws(Diagnostic) {
        var guardian = TextGuard(bytes: Array(source.text.utf8), source: source)
        try guardian.scan()
    }

    static func anchorDiagnostic(_ source: SourceText, at location: SourceLocation) -> Diagnostic {
        source.diagnostic(
            "anchors and aliases (&name, *name) are not part of \(source.format.name)", at: location, hint: source.format.insteadOfAnchors)
    }

    private init(bytes: [UInt8], source: SourceText) {
        self.bytes = bytes
        self.source = source
    }

    private mutating func scan() throws(Diagnostic) {
        while position < bytes.count {
            let byte = bytes[position]
            if byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D || byte == 0x7F {
                throw fault("the file is not text: byte \(byte) here", hint: source.format.encodingHint)
            }
            switch byte {
            case UInt8(ascii: "\n"): startLine()
            case UInt8(ascii: "\r"): position += 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"): position += 1
            case UInt8(ascii: "#") where atTokenStart || isSpace(position - 1): skipToLineEnd()
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                if atTokenStart { skipQuoted(byte) } else { advance() }
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                if atTokenStart || depth > 0 { try open() } else { advance() }
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                advance()
                atTokenStart = depth > 0
                depth = max(0, depth - 1)
            case UInt8(ascii: ","):
                advance()
                if depth > 0 { atTokenStart = true }
            case UInt8(ascii: "-") where position == lineStart && isDocumentStart:
                position += 3
                atTokenStart = true
            case UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "?"):
                let begins = byte == UInt8(ascii: ":") || atTokenStart
                // Within brackets no space need follow: {"key":value}.
                let joined = atTokenStart && depth > 0 && byte != UInt8(ascii: "-")
                advance()
                if joined || begins && (position >= bytes.count || isSpace(position)) { atTokenStart = true }
            case UInt8(ascii: "&"), UInt8(ascii: "*"):
                if atTokenStart && position + 1 < bytes.count && !isSpace(position + 1) {
                    throw Self.anchorDiagnostic(source, at: place)
                }
                advance()
            case UInt8(ascii: "!") where atTokenStart:
                throw fault("tags (!name) are not part of \(source.format.name)", hint: "leave the tag out")
            case UInt8(ascii: "|"), UInt8(ascii: ">"):
                if atTokenStart && depth == 0 { skipBlockScalar() } else { advance() }
            default: advance()
            }
        }
    }

    private mutating func advance() {
        position += 1
        atTokenStart = false
    }

    private mutating func startLine() {
        position += 1
        line += 1
        lineStart = position
        atTokenStart = true
        var end = position
        while end < bytes.count, bytes[end] == UInt8(ascii: " ") { end += 1 }
        indentation = end - position
    }

    private mutating func open() throws(Diagnostic) {
        depth += 1
        if depth > Self.depthLimit { throw fault("brackets are nested more than \(Self.depthLimit) deep") }
        position += 1
        atTokenStart = true
    }

    private mutating func skipToLineEnd() {
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    }

    private mutating func skipQuoted(_ quote: UInt8) {
        position += 1
        while position < bytes.count, bytes[position] != quote {
            if bytes[position] == UInt8(ascii: "\n") {
                startLine()
            } else {
                let escapes = bytes[position] == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"")
                let escapesBreak = position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "\n")
                position += escapes && !escapesBreak ? 2 : 1
            }
        }
        position = min(position + 1, bytes.count)
        atTokenStart = true
    }

    private mutating func skipBlockScalar() {
        let parent = indentation
        skipToLineEnd()
        while position < bytes.count {
            startLine()
            let first = position + indentation
            let blank = first >= bytes.count || bytes[first] == UInt8(ascii: "\n") || bytes[first] == UInt8(ascii: "\r")
            if !blank && indentation <= parent { return }
            skipToLineEnd()
        }
    }

    private var isDocumentStart: Bool {
        bytes[position...].starts(with: "---".utf8) && (position + 3 == bytes.count || isSpace(position + 3))
    }

    private func isSpace(_ index: Int) -> Bool {
        [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains(bytes[index])
    }

    private var place: SourceLocation {
        let prefix = String(decoding: bytes[min(lineStart, bytes.count)..<min(position, bytes.count)], as: UTF8.self)
        return SourceLocation(line: line, column: prefix.count + 1)
    }

    private func fault(_ message: String, hint: String? = nil) -> Diagnostic {
        source.diagnostic(message, at: place, hint: hint)
    }
}
