internal import Support

/// What texts have to be: UTF-8 without bytes of zero. They are never converted, for what a byte means is a guess.
enum TextEncoding {
    /// Checks some lines of a file.
    ///
    /// - Parameter line: the number of the first one, from 1.
    /// - Throws: with the line of the first byte that is wrong.
    static func check(_ bytes: [UInt8], line: Int, file: String) throws(Diagnostic) {
        if let zero = bytes.firstIndex(of: 0) { throw binary(bytes, zero, line: line, file: file) }
        guard bytes.contains(where: { $0 >= 0x80 }), String(validating: bytes, as: UTF8.self) == nil else { return }
        let repaired = Array(String(decoding: bytes, as: UTF8.self).utf8)
        let first = zip(bytes, repaired).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(bytes.count, repaired.count)
        throw Diagnostic(
            "is not UTF-8 text", file: file, location: place(of: first, in: bytes, line: line),
            hint: "if it is Latin-1 or Windows-1252: \(command("WINDOWS-1252", file))")
    }

    /// The text of a whole file: without a byte order mark, and without the ends of lines around it.
    static func text(_ bytes: [UInt8], file: String) throws(Diagnostic) -> [UInt8] {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw Diagnostic("is UTF-16 text", file: file, hint: "save it as UTF-8: \(command("UTF-16", file))")
        }
        var text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        try check(text, line: 1, file: file)
        if text.contains(13) { text = withPlainLineEnds(text) }
        return withoutLineEnds(text)
    }

    /// Without the line feeds around a text.
    static func withoutLineEnds(_ text: [UInt8]) -> [UInt8] {
        guard text.first == 10 || text.last == 10 else { return text }
        let start = text.firstIndex { $0 != 10 } ?? text.endIndex
        let end = text.lastIndex { $0 != 10 }.map { $0 + 1 } ?? start
        return Array(text[start..<end])
    }

    /// Whether there is nothing to read in a text: blanks and ends of lines alone.
    static func isBlank(_ bytes: some Collection<UInt8>) -> Bool { bytes.allSatisfy { $0 == 0x20 || (9...13).contains($0) } }

    private static func withPlainLineEnds(_ bytes: [UInt8]) -> [UInt8] {
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var isAfterReturn = false
        for byte in bytes {
            if byte != 10 || !isAfterReturn { plain.append(byte == 13 ? 10 : byte) }
            isAfterReturn = byte == 13
        }
        return plain
    }

    /// UTF-16 without a mark has a zero in every other byte.
    private static func binary(_ bytes: [UInt8], _ zero: Int, line: Int, file: String) -> Diagnostic {
        let zeros = [0, 1].map { parity in bytes.indices.count { $0 % 2 == parity && bytes[$0] == 0 } }
        let place = place(of: zero, in: bytes, line: line)
        guard let most = zeros.max(), bytes.count >= 4, most * 8 >= bytes.count * 3, (zeros.min() ?? 0) * 8 <= most else {
            return Diagnostic("has a byte of zero, which no text has: is it binary?", file: file, location: place)
        }
        let form = zeros[1] > zeros[0] ? "UTF-16LE" : "UTF-16BE"
        return Diagnostic("is UTF-16 text", file: file, location: place, hint: "save it as UTF-8: \(command(form, file))")
    }

    private static func place(of offset: Int, in bytes: [UInt8], line: Int) -> SourceLocation {
        let before = bytes[..<offset]
        let start = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
        return SourceLocation(
            line: line + before.count { $0 == 10 }, column: bytes[start..<offset].count { $0 & 0xC0 != 0x80 } + 1)
    }

    private static func command(_ form: String, _ file: String) -> String {
        "iconv -f \(form) -t UTF-8 \(file) > utf8-\(file.split(separator: "/").last ?? "file")"
    }
}
