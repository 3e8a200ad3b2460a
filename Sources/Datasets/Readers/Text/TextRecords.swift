internal import Foundation
internal import Support

/// The records of delimited text: a line each or, where quotes count and a field is still open, several.
struct TextRecords {
    let fileName: String
    let separator: UInt8
    /// Whether quotes around a field are no part of it, as RFC 4180 has them.
    let hasQuotes: Bool
    /// The record that came last, its lines ended by line feeds.
    private(set) var bytes: [UInt8] = []
    private(set) var fields: [Range<Int>] = []
    /// The line that it begins on, from 1.
    private(set) var number = 0

    private var lines: LineReader
    private let isChecked: Bool

    static let tab = UInt8(ascii: "\t")
    static let quote = UInt8(ascii: "\"")
    /// A quote that is left open would take the rest of the file for one field.
    private static let longest = 16 << 20

    /// - Parameter isChecked: whether bytes that are no UTF-8 are an error.
    init(_ stream: any ByteStream, separator: UInt8, hasQuotes: Bool, isChecked: Bool = true) {
        (fileName, self.separator, self.hasQuotes, self.isChecked) = (stream.fileName, separator, hasQuotes, isChecked)
        lines = LineReader(stream)
    }

    /// Goes to the next record that is not empty; false behind the last.
    mutating func next() throws(Diagnostic) -> Bool {
        repeat {
            guard let line = try lines.next() else { return false }
            bytes = line
        } while TextEncoding.isBlank(bytes)
        number = lines.number
        fields.removeAll(keepingCapacity: true)
        var start = 0
        while true {
            let end = try end(ofField: start)
            fields.append(start..<end)
            guard end < bytes.count else { break }
            start = end + 1
        }
        if isChecked { try TextEncoding.check(bytes, line: number, file: fileName) }
        return true
    }

    /// A field as it is meant: without the quotes around it.
    func content(_ column: Int) -> [UInt8] {
        let field = bytes[fields[column]]
        return (hasQuotes ? Self.unquoted(field) : nil) ?? Array(field)
    }

    /// A field that is a name: without blanks around it, and nothing for a terminal to obey.
    func text(_ column: Int) -> String {
        let content = content(column)
        return DelimitedFields.text(content.count > 1024 ? content[..<1024] : content[...], upTo: 256)
    }

    func problem(_ message: String, column: Int = 0, hint: String? = nil) -> Diagnostic {
        Diagnostic(message, file: fileName, location: SourceLocation(line: number, column: self.column(of: column)), hint: hint)
    }

    private func column(of column: Int) -> Int {
        guard fields.indices.contains(column) else { return 1 }
        let before = bytes[..<fields[column].lowerBound]
        return before.contains(10) ? 1 : before.count { $0 & 0xC0 != 0x80 } + 1
    }

    private mutating func end(ofField start: Int) throws(Diagnostic) -> Int {
        var position = start
        if hasQuotes {
            while position < bytes.count, bytes[position] == 0x20 { position += 1 }
            if position < bytes.count, bytes[position] == Self.quote {
                let opened = lines.number
                position += 1
                while true {
                    guard let next = bytes[position...].firstIndex(of: Self.quote) else {
                        position = bytes.count
                        guard bytes.count < Self.longest, let more = try lines.next() else { throw openQuote(opened) }
                        bytes.append(10)
                        bytes += more
                        continue
                    }
                    position = next + 1
                    // Two of them are one within the text.
                    guard position < bytes.count, bytes[position] == Self.quote else { break }
                    position += 1
                }
            }
        }
        return bytes[position...].firstIndex(of: separator) ?? bytes.count
    }

    private func openQuote(_ line: Int) -> Diagnostic {
        Diagnostic(
            "a quote (\") is left open", file: fileName, location: SourceLocation(line: line, column: 1),
            hint: "a quote that is part of a text is written twice, and quotes stand around the text")
    }

    /// What is between quotes; nil where a field is not one that is quoted from its beginning to its end.
    static func unquoted(_ field: ArraySlice<UInt8>) -> [UInt8]? {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 }
        var field = field.drop(while: isBlank)
        while let last = field.last, isBlank(last) { field = field.dropLast() }
        guard field.count >= 2, field.first == quote, field.last == quote else { return nil }
        var inner: [UInt8] = []
        inner.reserveCapacity(field.count)
        var isAfterQuote = false
        for byte in field.dropFirst().dropLast() {
            if byte == quote, isAfterQuote {
                isAfterQuote = false
                continue
            }
            guard !isAfterQuote else { return nil }
            isAfterQuote = byte == quote
            inner.append(byte)
        }
        return isAfterQuote ? nil : inner
    }
}

extension TextRecords {
    /// Whether quotes count in a file. Between tabs they are mostly part of the texts: they count where every field that begins with one
    /// is a quoted field, and one of them could not be written without quotes, or all texts have them.
    static func hasQuotes(_ url: URL, separator: UInt8) throws(Diagnostic) -> Bool {
        guard separator == tab else { return true }
        var records = TextRecords(try FileStream(url), separator: separator, hasQuotes: true)
        var (isProven, isSeen, areAll) = (false, false, true)
        var count: Int?
        do throws(Diagnostic) {
            while try records.next() {
                guard records.fields.count == count ?? records.fields.count else { return false }
                count = records.fields.count
                for range in records.fields {
                    let field = records.bytes[range]
                    guard let first = field.first(where: { $0 != 0x20 }) else { continue }
                    guard first == quote else {
                        if areAll, field.count > 32 || DecimalNumber.parse(String(decoding: field, as: UTF8.self)) == nil { areAll = false }
                        continue
                    }
                    guard let inner = unquoted(field) else { return false }
                    isSeen = true
                    if inner.contains(where: { $0 == quote || $0 == tab || $0 == 10 }) { isProven = true }
                }
            }
        } catch {
            return false
        }
        return isProven || (isSeen && areAll)
    }
}
