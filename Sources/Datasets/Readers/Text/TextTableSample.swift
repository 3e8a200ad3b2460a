internal import Foundation
internal import Support

/// The beginning of a table that may be one of texts: what its separator is, whether it has a header, and what is in its columns.
struct TextTableSample {
    let separator: UInt8
    let hasHeader: Bool
    /// What the columns are called; their numbers where there is no header.
    let names: [String]
    let columns: [TextColumn]

    private static let byteCount = 256 << 10
    private static let recordCount = 1000

    /// Nil where there are no records, or more columns than a table of texts has.
    init?(_ url: URL) {
        guard let start = Self.start(of: url), !start.isEmpty else { return nil }
        self.init(start)
    }

    private init?(_ records: Start) {
        separator = records.separator
        let first = records.rows[0]
        let rest = records.rows.dropFirst()
        hasHeader = Self.isHeader(first, above: rest)
        let names = hasHeader ? first.map { DelimitedFields.text(Array($0.utf8)[...], upTo: 256) } : first.indices.map { "\($0 + 1)" }
        var columns = names.map { TextColumn(name: $0, isOneOfTwo: names.count == 2 && records.separator == TextRecords.tab) }
        for row in hasHeader ? rest : records.rows[...] where row.count == names.count {
            for (column, text) in row.enumerated() { columns[column].append(text) }
        }
        (self.names, self.columns) = (names, columns)
    }

    /// A name that two columns have; nil where there is none.
    var twice: String? {
        names.indices.first { !names[$0].isEmpty && names[..<$0].contains(names[$0]) }.map { names[$0] }
    }

    /// Names of columns, or short words of which the one above the labels is no label.
    private static func isHeader(_ fields: [String], above rest: ArraySlice<[String]>) -> Bool {
        let first = fields.map { DelimitedFields.text(Array($0.utf8)[...], upTo: 256) }
        guard first.allSatisfy({ $0.split(separator: " ").count <= 4 && $0.utf8.count <= 64 }) else { return false }
        let names = first.map(TableRoles.simple)
        guard !first.contains(where: { DecimalNumber.parse($0.trimming { $0 == " " }) != nil }) else { return false }
        if names.contains(where: {
            TextColumn.isTextName($0) || TextRoles.labelNames.contains($0) || (!$0.isEmpty && TextColumn.isIdentifierName($0))
        }) {
            return true
        }
        var columns = first.map { TextColumn(name: $0) }
        for row in rest where row.count == first.count {
            for (column, text) in row.enumerated() { columns[column].append(text) }
        }
        return columns.contains(where: \.isLabel) && zip(columns, fields).allSatisfy { !$0.isLabel || !$0.has($1) }
    }

    private struct Start {
        let separator: UInt8
        /// The fields of each, cut to what is looked at.
        var rows: [[String]] = []
        var isEmpty: Bool { rows.isEmpty }
        /// How many have as many fields as the first.
        var alike: Int { rows.count { $0.count == rows[0].count } }
        var isWhole: Bool { !isEmpty && alike == rows.count && rows[0].count > 1 }
    }

    /// With the first separator in whose fields all records are alike; else with that in whose most are.
    private static func start(of url: URL) -> Start? {
        let ending = url.pathExtension.lowercased()
        let separators: [UInt8]
        switch ending {
        case "csv", "data": separators = [UInt8(ascii: ","), UInt8(ascii: ";"), TextRecords.tab]
        case "tsv", "tab": separators = [TextRecords.tab, UInt8(ascii: ","), UInt8(ascii: ";")]
        // Lines of texts have commas.
        default: separators = [TextRecords.tab]
        }
        var best: Start?
        for separator in separators {
            for hasQuotes in separator == TextRecords.tab ? [false, true] : [true] {
                guard let start = read(url, separator, hasQuotes: hasQuotes), !start.isEmpty else { continue }
                if start.isWhole { return start }
                guard let other = best else {
                    best = start
                    continue
                }
                if start.rows[0].count > 1, other.rows[0].count < 2 || start.alike * other.rows.count > other.alike * start.rows.count {
                    best = start
                }
            }
        }
        return best
    }

    private static func read(_ url: URL, _ separator: UInt8, hasQuotes: Bool) -> Start? {
        guard let stream = try? FileStream(url) else { return nil }
        let isPart = stream.size > byteCount
        guard (try? stream.seek(to: 0..<min(stream.size, byteCount))) != nil else { return nil }
        var records = TextRecords(stream, separator: separator, hasQuotes: hasQuotes, isChecked: false)
        var start = Start(separator: separator)
        while start.rows.count <= recordCount, (try? records.next()) == true {
            guard records.fields.count <= mostColumns else { return nil }
            start.rows.append(records.fields.indices.map { String(decoding: records.content($0).prefix(2048), as: UTF8.self) })
        }
        // The last record may be cut in two.
        if isPart, start.rows.count > 1, start.rows.count <= recordCount { start.rows.removeLast() }
        return start
    }

    private static let mostColumns = 64
}
