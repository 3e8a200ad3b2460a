package import Support
internal import SwiftCSV

/// What separates the fields of a line of text.
package enum Delimiter: Sendable, Hashable {
    case comma, semicolon, tab
    /// Any number of blanks: the logs of many meters.
    case spaces

    /// The one that a header is written with: tabs and semicolons are put there for nothing else, and blanks are within headings too.
    package static func guess(_ header: some StringProtocol) -> Delimiter {
        var (isQuoted, tabs, semicolons, commas, blanks) = (false, false, false, false, false)
        for byte in header.utf8 {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            switch byte {
            case UInt8(ascii: "\t"): tabs = true
            case UInt8(ascii: ";"): semicolons = true
            case UInt8(ascii: ","): commas = true
            case UInt8(ascii: " "): blanks = true
            default: break
            }
        }
        return tabs ? .tab : semicolons ? .semicolon : commas ? .comma : blanks ? .spaces : .comma
    }

    /// The fields of one line, without blanks around them.
    ///
    /// - Throws: a `Diagnostic` without a place where quotes do not match.
    package func fields(_ line: Substring) throws(Diagnostic) -> [String] {
        guard line.utf8.contains(UInt8(ascii: "\"")) else { return plainFields(line) }
        return try Self.quoted(String(line), character ?? " ").first ?? []
    }

    /// The fields of a line without quotes.
    func plainFields(_ line: Substring) -> [String] {
        guard let byte = character?.asciiValue else { return line.split(whereSeparator: \.isWhitespace).map(String.init) }
        return line.utf8.split(separator: byte, omittingEmptySubsequences: false).map { Self.trimmed(Substring($0)) }
    }

    /// The records of a text with quotes.
    static func quoted(_ text: String, _ delimiter: Character) throws(Diagnostic) -> [[String]] {
        final class Rows { var all: [[String]] = [] }
        let rows = Rows()
        do {
            // The first row alone is read when it is made.
            let table = try CSV<Enumerated>(string: text, delimiter: .character(delimiter), loadColumns: false, rowLimit: 0)
            try table.enumerateAsArray(startAt: 0, rowLimit: nil) { rows.all.append($0.map { trimmed(Substring($0)) }) }
        } catch {
            throw Diagnostic("has quotes that do not match: \(error)")
        }
        return rows.all
    }

    var character: Character? {
        switch self {
        case .comma: ","
        case .semicolon: ";"
        case .tab: "\t"
        case .spaces: nil
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var bytes = text.utf8
        func isBlank(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        while isBlank(bytes.first) { bytes = bytes.dropFirst() }
        while isBlank(bytes.last) { bytes = bytes.dropLast() }
        return String(Substring(bytes))
    }
}
