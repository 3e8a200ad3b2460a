import Support

/// Looks at a file before the YAML parser does, so that rubbish, explosive nesting and aliases cost nothing: one pass
/// over the bytes, no recursion. What it lets through is bounded: at most `byteLimit` bytes, `depthLimit` open brackets,
/// no anchors.
struct TextGuard {
    /// Hand-written spaces have a few kilobytes.
    static let byteLimit = 1 << 20
    static let depthLimit = 64

    private let bytes: [UInt8]
    private let source: SpaceSource
    private var position = 0
    private var line = 1
    private var lineStart = 0
    private var depth = 0
    /// Whether the next character can begin a token: then a quote opens a string and `&` an anchor.
    private var atTokenStart = true
    private var indentation = 0

    /// - Throws: one diagnostic at the first offence.
    static func check(_ source: SpaceSource) throws(Diagnostic) {
        var guardian = TextGuard(bytes: Array(source.text.utf8), source: source)
        try guardian.scan()
    }

    static func sizeDiagnostic(bytes: Int, fileName: String) -> Diagnostic {
        let (size, limit) = (Dimension.memory.format(Double(bytes)), Dimension.memory.format(Double(byteLimit)))
        return Diagnostic(
            "the file has \(size), more than the \(limit) of a search space",
            file: fileName, location: SourceLocation(line: 1, column: 1), hint: "is this the right file?")
    }

    private init(bytes: [UInt8], source: SpaceSource) {
        self.bytes = bytes
        self.source = source
    }

    private mutating func scan() throws(Diagnostic) {
        while position < bytes.count {
            let byte = bytes[position]
            if byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D || byte == 0x7F {
                throw fault("the file is not text: byte \(byte) here", hint: "a search space is YAML in UTF-8")
            }
            switch byte {
            case UInt8(ascii: "\n"): startLine()
            case UInt8(ascii: "\r"): position += 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"): position += 1
            case UInt8(ascii: "#") where position == lineStart || isSpace(position - 1): skipToLineEnd()
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                if atTokenStart { skipQuoted(byte) } else { advance() }
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                if atTokenStart || depth > 0 { try open() } else { advance() }
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth = max(0, depth - 1)
                advance()
            case UInt8(ascii: ","):
                advance()
                if depth > 0 { atTokenStart = true }
            case UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "?"):
                let begins = byte == UInt8(ascii: ":") || atTokenStart
                advance()
                if begins && (position >= bytes.count || isSpace(position)) { atTokenStart = true }
            case UInt8(ascii: "&"), UInt8(ascii: "*"):
                if atTokenStart && position + 1 < bytes.count && !isSpace(position + 1) {
                    throw fault(
                        "anchors and aliases (&name, *name) are not part of the language",
                        hint: "name the piece under blocks: or choices: and use it by its name")
                }
                advance()
            case UInt8(ascii: "!") where atTokenStart:
                throw fault("tags (!name) are not part of the language", hint: "leave the tag out")
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
                position += bytes[position] == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") ? 2 : 1
            }
        }
        position = min(position + 1, bytes.count)
        atTokenStart = false
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

    private func isSpace(_ index: Int) -> Bool {
        [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains(bytes[index])
    }

    private func fault(_ message: String, hint: String? = nil) -> Diagnostic {
        let prefix = String(decoding: bytes[min(lineStart, bytes.count)..<min(position, bytes.count)], as: UTF8.self)
        return source.diagnostic(message, at: SourceLocation(line: line, column: prefix.count + 1), hint: hint)
    }
}
