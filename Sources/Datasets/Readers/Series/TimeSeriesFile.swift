internal import Support

/// A `.ts` file of the UCR/UEA time series classification archive: a header of `@` lines, then a case a line, its dimensions separated by
/// colons, its class last.
///
/// Source: "The .ts file format", aeon's documentation (www.aeon-toolkit.org).
struct TimeSeriesFile {
    private(set) var part: LabelledFloats
    private let fileName: String
    private var lines: LineReader
    private var header = Header()
    private let session: ReadingSession
    /// Whether a class is asked for and not told.
    private let isUnlabelled: Bool

    private struct Header {
        var dimensions: Int?
        var isUnivariate = false
        var length: Int?
        var hasEqualLengths = false
        var classes: [String]?
    }

    /// Whether a file begins as one.
    static func isOne(_ start: [UInt8]) -> Bool {
        for line in start.split(whereSeparator: { $0 == 10 || $0 == 13 }) {
            let line = line.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
            if line.isEmpty || line.first == UInt8(ascii: "#") || line.first == UInt8(ascii: "%") { continue }
            return line.first == UInt8(ascii: "@")
        }
        return false
    }

    /// - Parameters:
    ///   - labels: takes the classes' texts.
    ///   - isUnlabelled: whether what stands in the classes' place does not matter.
    ///   - session: takes the values, and is told how far it is.
    /// - Throws: what is wrong, with the line.
    init(
        _ stream: any ByteStream, labels: inout TextNumbers, isUnlabelled: Bool = false, in session: ReadingSession = ReadingSession()
    ) throws(Diagnostic) {
        fileName = stream.fileName
        self.session = session
        let size = stream.bound
        let activity = "reading \(fileName.split(separator: "/").last ?? "")"
        var reported = 0
        self.isUnlabelled = isUnlabelled
        lines = LineReader(stream)
        part = LabelledFloats(fileName: stream.fileName, channels: 0)
        var isInData = false
        while let line = try lines.next() {
            if lines.offset - reported >= 1 << 20 {
                reported = lines.offset
                session.report(activity, reported, of: size, .bytes)
            }
            let trimmed = Self.trimmed(line[...])
            guard let first = trimmed.first else { continue }
            if first == UInt8(ascii: "#") || first == UInt8(ascii: "%") { continue }
            if isInData {
                try read(trimmed, &labels)
            } else if first == UInt8(ascii: "@") {
                isInData = try readHeader(trimmed)
            } else {
                throw problem(
                    "stands before @data", hint: "a .ts file has a header of lines that begin with @, of which @data is the last")
            }
        }
        guard isInData else {
            throw Diagnostic(
                lines.number == 0 ? "is empty" : "has no line @data", file: fileName, hint: "is it cut off? copy or download it again")
        }
        guard !part.labels.isEmpty else { throw Diagnostic("holds no series behind @data", file: fileName) }
    }

    private func problem(_ message: String, column: Int = 1, hint: String? = nil) -> Diagnostic {
        Diagnostic(message, file: fileName, location: SourceLocation(line: lines.number, column: column), hint: hint)
    }

    /// Whether it was the last line of the header.
    private mutating func readHeader(_ line: ArraySlice<UInt8>) throws(Diagnostic) -> Bool {
        let words = String(decoding: line, as: UTF8.self).split { $0 == " " || $0 == "\t" }.map(String.init)
        let values = Array(words.dropFirst())
        func flag() throws(Diagnostic) -> Bool {
            switch values.first?.lowercased() {
            case "true": return true
            case "false": return false
            default: throw problem("\(words[0]) is true or false, got '\(values.first?.prefix(40) ?? "")'")
            }
        }
        func whole() throws(Diagnostic) -> Int {
            guard let text = values.first, let value = Int(text), value > 0 else {
                throw problem("\(words[0]) is a whole number from 1, got '\(values.first?.prefix(40) ?? "")'")
            }
            return value
        }
        switch words[0].lowercased() {
        case "@data":
            if header.classes == nil {
                throw problem("comes before @classLabel, which names the classes", hint: "for example: @classLabel true walking running")
            }
            return true
        case "@targetlabel":
            if try flag() {
                throw problem("is a set for regression (@targetlabel), and only classes can be learned")
            }
        case "@classlabel":
            guard try flag() else {
                throw problem("has no classes (@classLabel false)", hint: "only sets with classes can be learned")
            }
            header.classes = Array(values.dropFirst())
        case "@timestamps":
            if try flag() {
                throw problem(
                    "has time stamps, which are not read", hint: "series sampled at equal intervals need none: @timestamps false")
            }
        case "@univariate": header.isUnivariate = try flag()
        case "@dimensions", "@dimension": header.dimensions = try whole()
        case "@equallength": header.hasEqualLengths = try flag()
        case "@serieslength": header.length = try whole()
        default: break
        }
        return false
    }

    private mutating func read(_ line: ArraySlice<UInt8>, _ labels: inout TextNumbers) throws(Diagnostic) {
        let colon = UInt8(ascii: ":")
        var dimensions = line.split(separator: colon, omittingEmptySubsequences: false)
        guard dimensions.count > 1, let last = dimensions.popLast() else {
            throw problem("has no class: it stands last, behind a colon", hint: "is the file cut off? copy or download it again")
        }
        let label = DelimitedFields.text(Self.trimmed(last), upTo: 256)
        guard isUnlabelled || (!label.isEmpty && label != "?") else {
            throw problem("the label is missing: it stands last, behind a colon")
        }
        if let classes = header.classes, !classes.isEmpty, !isUnlabelled, !classes.contains(label) {
            throw problem(
                "label '\(label.prefix(40))' is none of @classLabel", column: last.startIndex + 1,
                hint: Spelling.hint(for: label, among: classes, called: "classes"))
        }
        let expected = part.channels > 0 ? part.channels : header.dimensions ?? (header.isUnivariate ? 1 : dimensions.count)
        guard dimensions.count == expected else {
            throw problem(
                "has \(Plural.count(dimensions.count, "dimension")), \(part.channels > 0 ? "the series before it have" : "the header says") "
                    + "\(expected)")
        }
        if part.channels == 0 { part = LabelledFloats(fileName: fileName, channels: expected, in: session) }
        var rows: [[Float]] = []
        for (number, dimension) in dimensions.enumerated() {
            let values = try numbers(dimension)
            if let first = rows.first, first.count != values.count {
                throw problem(
                    "dimension \(number + 1) has \(Plural.count(values.count, "value")), the first has \(first.count)",
                    column: dimension.startIndex + 1, hint: "all dimensions of a series are as long as each other")
            }
            rows.append(values)
        }
        let length = rows.first?.count ?? 0
        if header.hasEqualLengths, let wanted = header.length ?? part.lengths.first.map(Int.init), wanted != length {
            throw problem(
                "has \(Plural.count(length, "moment")), but with @equalLength true all have \(wanted)",
                hint: "@equalLength false is for series of several lengths")
        }
        try part.checkRoom(length * expected)
        var values: [Float] = []
        values.reserveCapacity(length * expected)
        for moment in 0..<length { for channel in 0..<expected { values.append(rows[channel][moment]) } }
        part.values.append(contentsOf: values)
        part.end(length: length, label: labels.number(of: label), line: lines.number)
    }

    /// The values of a dimension.
    private func numbers(_ text: ArraySlice<UInt8>) throws(Diagnostic) -> [Float] {
        var values: [Float] = []
        var start = text.startIndex
        while true {
            let end = text[start...].firstIndex(of: UInt8(ascii: ",")) ?? text.endIndex
            let field = text[start..<end]
            switch NumberField(field) {
            case .number(let number) where Float(number).isFinite: values.append(Float(number))
            case .missing where !Self.trimmed(field).isEmpty: values.append(.nan)
            // So does the archive write what is missing, too.
            case .other(let text) where text.lowercased() == "nan": values.append(.nan)
            default:
                let text = DelimitedFields.text(field)
                throw problem(
                    text.isEmpty ? "a value is missing" : "expected a number, got '\(text)'", column: start + 1,
                    hint: text.isEmpty ? "a value that is missing is written as ?" : NumberField.hint(on: text))
            }
            guard end < text.endIndex else { return values }
            start = end + 1
        }
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text = text.dropLast() }
        return text
    }
}
