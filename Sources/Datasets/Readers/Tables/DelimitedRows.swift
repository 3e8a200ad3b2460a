internal import Support

/// The rows of a table in a text file, read line by line.
struct DelimitedRows {
    let fileName: String
    /// What the columns are called; their numbers where the file has no header.
    let names: [String]
    let hasHeader: Bool
    /// The row that came last.
    private(set) var line: [UInt8] = []
    private(set) var fields: [Range<Int>] = []
    private(set) var number = 0

    /// Where the next row begins, in bytes, and how many the file has.
    var offset: Int { lines.offset }
    let byteCount: Int

    private var lines: LineReader
    private let splitter: DelimitedFields
    /// The first line where it is a row.
    private var first: [UInt8]?

    /// - Throws: where there is no first line of text, or two columns have one name.
    init(_ stream: any ByteStream) throws(Diagnostic) {
        fileName = stream.fileName
        byteCount = stream.bound
        lines = LineReader(stream)
        var start: [UInt8]?
        // Empty lines above a header are nothing.
        repeat { start = try lines.next() } while start?.allSatisfy { $0 == 0x20 || $0 == 0x09 } == true
        guard let start else {
            throw Diagnostic("is empty", file: fileName, hint: "a table is a header with the names of its columns, then a row an example")
        }
        guard !start.contains(0) else {
            throw Diagnostic("is no text: its first line has bytes of zero", file: fileName, hint: "a CSV is text, in UTF-8")
        }
        try Self.checkText(start, lines.number, fileName)
        splitter = DelimitedFields(separator: DelimitedFields.separator(in: start, of: fileName))
        let place = SourceLocation(line: lines.number, column: 1)
        guard splitter.find(in: start, into: &fields) else { throw Self.openQuote(fileName, place) }
        let texts = fields.map { DelimitedFields.text(start[$0], upTo: 256) }
        hasHeader = !texts.contains { DecimalNumber.parse($0) != nil }
        number = lines.number
        guard hasHeader else {
            names = texts.indices.map { "\($0 + 1)" }
            first = start
            return
        }
        names = texts
        var seen: Set<String> = []
        for name in names where !name.isEmpty && !seen.insert(name).inserted {
            throw Diagnostic("has two columns called '\(name)'", file: fileName, location: place, hint: "rename one of them")
        }
    }

    /// Goes to the next row; false behind the last.
    ///
    /// - Throws: with its line where it has another number of fields, is no UTF-8 or leaves a quote open.
    mutating func next() throws(Diagnostic) -> Bool {
        if let first {
            line = first
            self.first = nil
        } else {
            repeat {
                guard let next = try lines.next() else { return false }
                line = next
            } while line.isEmpty || line.allSatisfy { $0 == 0x20 || $0 == 0x09 }
        }
        number = lines.number
        try Self.checkText(line, number, fileName)
        guard splitter.find(in: line, into: &fields) else { throw Self.openQuote(fileName, place(0)) }
        guard fields.count == names.count else {
            throw Diagnostic(
                "has \(Plural.count(fields.count, "field")), the \(hasHeader ? "header" : "first line") has \(names.count)", file: fileName,
                location: place(0),
                hint: fields.count > names.count
                    ? "a field with a separator in it needs quotes" : "is the file cut off? copy or download it again")
        }
        return true
    }

    func field(_ column: Int) -> ArraySlice<UInt8> { line[fields[column]] }

    func text(_ column: Int) -> String { DelimitedFields.text(field(column), upTo: 256) }

    /// Where a column's field of this row is.
    func place(_ column: Int) -> SourceLocation {
        let start = fields.indices.contains(column) ? fields[column].lowerBound : 0
        let characters = line[..<min(start, line.count)].count { $0 & 0xC0 != 0x80 }
        return SourceLocation(line: number, column: characters + 1)
    }

    func problem(_ message: String, column: Int = 0, hint: String? = nil) -> Diagnostic {
        Diagnostic(message, file: fileName, location: place(column), hint: hint)
    }

    private static func openQuote(_ fileName: String, _ place: SourceLocation) -> Diagnostic {
        Diagnostic(
            "a quote (\") is left open", file: fileName, location: place, hint: "a field ends on the line on which it begins")
    }

    private static func checkText(_ line: [UInt8], _ number: Int, _ fileName: String) throws(Diagnostic) {
        guard line.contains(where: { $0 >= 0x80 }), String(validating: line, as: UTF8.self) == nil else { return }
        let converted = "utf8-" + (fileName.split(separator: "/").last.map(String.init) ?? "file")
        throw Diagnostic(
            "is not UTF-8 text", file: fileName, location: SourceLocation(line: number, column: 1),
            hint: "if it is Latin-1 or Windows-1252: iconv -f WINDOWS-1252 -t UTF-8 \(fileName) > \(converted)")
    }
}

/// Tells from time to time how far the rows of a file have been read.
struct RowProgress {
    private let activity: String
    private let session: ReadingSession
    private var reported: Int

    /// - Parameter doing: `reading`, before the name of the file.
    init(_ rows: DelimitedRows, _ doing: String, _ session: ReadingSession) {
        activity = "\(doing) \(rows.fileName.split(separator: "/").last ?? "")"
        self.session = session
        reported = rows.offset
    }

    mutating func report(_ rows: DelimitedRows) {
        guard rows.offset - reported >= 1 << 20 else { return }
        reported = rows.offset
        session.report(activity, reported, of: rows.byteCount, .bytes)
    }
}
