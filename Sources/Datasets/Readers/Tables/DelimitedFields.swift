internal import Support

/// Where the fields of a line of delimited text are. Quotes, as RFC 4180 has them, protect separators.
struct DelimitedFields {
    let separator: UInt8

    /// The one of comma, semicolon and tab that is most often in a line; a tab where there is one in a file whose name says so.
    static func separator(in line: some Collection<UInt8>, of fileName: String = "") -> UInt8 {
        let tab = UInt8(ascii: "\t")
        if [".tsv", ".tab"].contains(where: fileName.lowercased().hasSuffix), line.contains(tab) { return tab }
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), tab]
        let counts = candidates.map { candidate in line.count { $0 == candidate } }
        return candidates[counts.firstIndex(of: counts.max() ?? 0) ?? 0]
    }

    /// Where the field that begins at `start` ends: at a separator or at the line's end. Nil where its quotes are left open.
    func end(of line: [UInt8], from start: Int) -> Int? {
        var position = start
        let quote = UInt8(ascii: "\"")
        while position < line.count, line[position] == UInt8(ascii: " ") { position += 1 }
        if position < line.count, line[position] == quote {
            position += 1
            while true {
                while position < line.count, line[position] != quote { position += 1 }
                guard position < line.count else { return nil }
                position += 1
                // Two of them are one within the text.
                guard position < line.count, line[position] == quote else { break }
                position += 1
            }
        }
        while position < line.count, line[position] != separator { position += 1 }
        return position
    }

    /// The fields of a whole line, in place of what was there. False where quotes are left open.
    func find(in line: [UInt8], into ranges: inout [Range<Int>]) -> Bool {
        ranges.removeAll(keepingCapacity: true)
        var start = 0
        while true {
            guard let end = end(of: line, from: start) else { return false }
            ranges.append(start..<end)
            guard end < line.count else { return true }
            start = end + 1
        }
    }

    /// Without blanks and quotes around it, two quotes within as one, and nothing for a terminal to obey.
    static func text(_ field: ArraySlice<UInt8>, upTo most: Int = 40) -> String {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        var field = field.drop(while: isBlank)
        while let last = field.last, isBlank(last) { field = field.dropLast() }
        let quote = UInt8(ascii: "\"")
        let isQuoted = field.count >= 2 && field.first == quote && field.last == quote
        if isQuoted {
            field = field.dropFirst().dropLast().drop(while: isBlank)
            while let last = field.last, isBlank(last) { field = field.dropLast() }
        }
        var text = String(decoding: field.prefix(most).map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: "?") : $0 }, as: UTF8.self)
        if isQuoted, text.contains("\"\"") { text = text.replacing("\"\"", with: "\"") }
        return text
    }
}
