/// Text as people's editors, spreadsheets and meters write it: UTF-8 with or without a byte order mark, or UTF-16, lines ended in any of
/// the three ways. What comes out has neither mark nor carriage returns.
public enum DecodedText {
    /// Decodes the bytes of a file.
    ///
    /// - Parameter file: the file's name, for diagnostics.
    /// - Throws: a `Diagnostic`; where bytes are not UTF-8, with the place of the first one and the command that converts the file.
    public static func decode(_ bytes: some RandomAccessCollection<UInt8>, file: String) throws(Diagnostic) -> String {
        var bytes = Array(bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            bytes.removeFirst(3)
        } else if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return withPlainLineEnds(try utf16(bytes.dropFirst(2), isLittleEndian: bytes[0] == 0xFF, file: file))
        } else if bytes.count >= 2, bytes.count % 2 == 0, bytes[0] != 0, bytes[1] == 0 {
            return withPlainLineEnds(try utf16(bytes[...], isLittleEndian: true, file: file))
        } else if bytes.count >= 2, bytes.count % 2 == 0, bytes[0] == 0, bytes[1] != 0 {
            return withPlainLineEnds(try utf16(bytes[...], isLittleEndian: false, file: file))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw notUTF8(bytes, file: file) }
        return withPlainLineEnds(text)
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, isLittleEndian: Bool, file: String) throws(Diagnostic) -> String {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var index = bytes.startIndex
        while index + 1 < bytes.endIndex {
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            units.append(isLittleEndian ? second << 8 | first : first << 8 | second)
            index += 2
        }
        guard bytes.count % 2 == 0, let text = String(validating: units, as: UTF16.self) else {
            throw Diagnostic("is neither UTF-8 nor whole UTF-16 text", file: file, hint: "save it as UTF-8")
        }
        return text
    }

    /// Swift takes "\r\n" for one character, which is not "\n".
    private static func withPlainLineEnds(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "\r")) else { return text }
        var plain: [UInt8] = []
        plain.reserveCapacity(text.utf8.count)
        var afterReturn = false
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\r") {
                plain.append(UInt8(ascii: "\n"))
            } else if byte != UInt8(ascii: "\n") || !afterReturn {
                plain.append(byte)
            }
            afterReturn = byte == UInt8(ascii: "\r")
        }
        return String(decoding: plain, as: UTF8.self)
    }

    private static func notUTF8(_ bytes: [UInt8], file: String) -> Diagnostic {
        let repaired = Array(String(decoding: bytes, as: UTF8.self).utf8)
        let first = zip(bytes, repaired).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(bytes.count, repaired.count)
        let before = bytes[..<first]
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let location = SourceLocation(
            line: before.count { $0 == UInt8(ascii: "\n") } + 1, column: String(decoding: bytes[lineStart..<first], as: UTF8.self).count + 1
        )
        return Diagnostic(
            "the file is not UTF-8 text", file: file, location: location,
            hint:
                "if it is Latin-1 or Windows-1252: iconv -f WINDOWS-1252 -t UTF-8 \(file) > utf8-\(file.split(separator: "/").last ?? "file")"
        )
    }
}
