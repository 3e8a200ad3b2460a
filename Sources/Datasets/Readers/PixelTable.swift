internal import Foundation
internal import NetworkGraph
internal import Support

/// A table with an image a row, its label and its pixels, as Kaggle has MNIST and Fashion-MNIST. It is read line by line: only the bytes
/// of the pixels are held.
struct PixelTable {
    let shape: Shape
    let images: GrowingValues<UInt8>
    private(set) var labels: [UInt8] = []

    private let columns: Columns
    private let fileName: String
    /// The pixels of one line.
    private var row: [UInt8] = []
    /// Which values the last column has.
    private var lastValues = [Bool](repeating: false, count: 256)

    /// Whether its first line names its columns.
    var hasHeader: Bool { columns.hasHeader }

    /// Whether a table without a header has, as far as can be told, its labels in the last column: they are 0, 1, 2 ... up to a few, and
    /// the numbers of the first are not.
    var hasLabelsLast: Bool {
        guard !hasHeader else { return false }
        let last = Set((0..<256).filter { lastValues[$0] }.map { UInt8($0) })
        let first = Set(labels)
        func areLabels(_ values: Set<UInt8>) -> Bool { values.count > 1 && Int(values.max() ?? 0) + 1 == values.count }
        return !areLabels(first) && areLabels(last) && last.count <= 100
    }

    /// - Parameters:
    ///   - session: takes the images.
    ///   - name: for an interrupted reading to be gone on with; nil where there is no going on.
    /// - Throws: where it holds no labelled images, with the line.
    init(
        _ stream: any ByteStream, size: Int, in session: ReadingSession = ReadingSession(), resuming name: String? = nil
    ) throws(Diagnostic) {
        fileName = stream.fileName
        var lines = LineReader(stream)
        guard let first = try lines.next(), !first.isEmpty else {
            throw Diagnostic("is empty", file: stream.fileName, hint: "a row an image: its label, then its pixels, 0 to 255")
        }
        guard !first.contains(0) else {
            throw Diagnostic("is no text: its first line has bytes of zero", file: stream.fileName, hint: "a CSV is text, in UTF-8")
        }
        columns = try Columns(firstLine: first, fileName: stream.fileName)
        shape = try columns.shape(fileName: stream.fileName)
        let file = (stream.fileName as NSString).lastPathComponent
        let resumed = GrowingValues<UInt8>(in: session, resuming: name)
        if let source = stream as? FileStream, let state = resumed.resumedState.flatMap(State.init),
            state.labels.count * shape.elements == resumed.count, state.offset <= source.size
        {
            images = resumed
            (labels, lastValues) = (Array(state.labels), state.lastValues)
            lines = try LineReader(source, at: state.offset, number: state.line, afterReturn: state.afterReturn)
            session.goesOn("reading \(file)", at: state.offset, of: size, .bytes)
        } else {
            images = resumed.count == 0 ? resumed : GrowingValues(in: session)
            // What a file of this size has at most, in rows as short as its first, so that the images are not held twice while they grow.
            let rowBytes = columns.hasHeader ? 2 * columns.count : first.count + 1
            images.reserveCapacity(min(DataFile.largestBytes, size / rowBytes * shape.elements))
            if !columns.hasHeader { try append(first, line: 1) }
        }
        var reported = lines.offset
        while let line = try lines.next() {
            if !line.isEmpty { try append(line, line: lines.number) }
            guard lines.offset - reported >= 1 << 20 else { continue }
            reported = lines.offset
            session.report("reading \(file)", reported, of: size, .bytes)
            images.record {
                State(
                    offset: lines.offset, line: lines.number, afterReturn: lines.afterReturn, labels: Data(labels), lastValues: lastValues
                ).data
            }
        }
        guard !labels.isEmpty else { throw Diagnostic("holds no images behind its header", file: fileName) }
    }

    /// What is known of the lines so far, for an interrupted reading to go on behind them.
    private struct State: Codable {
        let offset: Int
        let line: Int
        let afterReturn: Bool
        let labels: Data
        let lastValues: [Bool]

        init(offset: Int, line: Int, afterReturn: Bool, labels: Data, lastValues: [Bool]) {
            (self.offset, self.line, self.afterReturn) = (offset, line, afterReturn)
            (self.labels, self.lastValues) = (labels, lastValues)
        }

        init?(_ data: Data) {
            guard let state = try? JSONDecoder().decode(State.self, from: data), state.lastValues.count == 256 else { return nil }
            self = state
        }

        var data: Data { (try? JSONEncoder().encode(self)) ?? Data() }
    }

    private mutating func append(_ line: [UInt8], line number: Int) throws(Diagnostic) {
        guard images.count + shape.elements <= DataFile.largestBytes else {
            throw Diagnostic("holds more pixels than can be held in memory", file: fileName, location: place(number, 0))
        }
        let (roles, separator) = (columns.roles, columns.separator)
        let splitter = DelimitedFields(separator: separator)
        var position = 0
        var column = 0
        var isAtEnd = false
        var label: Int?
        row.removeAll(keepingCapacity: true)
        while column < roles.count, !isAtEnd {
            // Nearly all fields are pixels of one to three digits; the others are looked at as text.
            let start = position
            var value = 0
            while position < line.count, position - start < 3, line[position] >= 48, line[position] <= 57 {
                value = value * 10 + Int(line[position] - 48)
                position += 1
            }
            if roles[column] == .pixel, position > start, value <= 255, position == line.count || line[position] == separator {
                row.append(UInt8(value))
            } else {
                guard let end = splitter.end(of: line, from: start) else {
                    throw Diagnostic("a quote (\") is left open", file: fileName, location: place(number, start))
                }
                position = end
                switch roles[column] {
                case .pixel: row.append(try pixel(line[start..<position], place(number, start)))
                case .label: label = try self.label(line[start..<position], place(number, start))
                case .other: break
                }
            }
            column += 1
            isAtEnd = position == line.count
            position += 1
        }
        guard column == roles.count, isAtEnd, let label else {
            let there = line.count { $0 == separator } + 1
            throw Diagnostic(
                "has \(Plural.count(there, "value")), the lines before it have \(roles.count)", file: fileName,
                location: SourceLocation(line: number, column: 1), hint: "is the file cut off? copy or download it again")
        }
        images.append(contentsOf: row)
        if let last = row.last { lastValues[Int(last)] = true }
        labels.append(UInt8(label))
    }

    private func place(_ line: Int, _ offset: Int) -> SourceLocation { SourceLocation(line: line, column: offset + 1) }

    private func pixel(_ field: ArraySlice<UInt8>, _ place: SourceLocation) throws(Diagnostic) -> UInt8 {
        let text = PixelTable.text(field)
        if let number = Double(text), number >= 0, number <= 255, number == number.rounded() { return UInt8(number) }
        throw Diagnostic(
            "pixel \(text.isEmpty ? "is missing" : "'\(text)'"): pixels are whole numbers of 0 to 255", file: fileName, location: place,
            hint: Double(text).map { $0 > 0 && $0 < 1 } == true ? "pixels of 0 to 1 are to be multiplied by 255" : nil)
    }

    private func label(_ field: ArraySlice<UInt8>, _ place: SourceLocation) throws(Diagnostic) -> Int {
        let text = PixelTable.text(field)
        guard !text.isEmpty else { throw Diagnostic("the label is missing", file: fileName, location: place) }
        guard let number = Double(text), !number.isNaN else {
            throw Diagnostic(
                "label '\(text)' is no number: labels are the classes from 0", file: fileName, location: place,
                hint: "number the classes, and put their names into classes.txt beside the file, one a line")
        }
        guard number == number.rounded() else {
            throw Diagnostic(
                "label \(text): fractions are regression, and only classes can be learned", file: fileName, location: place,
                hint: "labels are whole numbers, the classes from 0; the label stands first, or in a column called label")
        }
        guard number >= 0, number <= 255 else {
            throw Diagnostic("label \(text): labels are the classes from 0, at most 255", file: fileName, location: place)
        }
        return Int(number)
    }

    /// Without the quotation marks and spaces around it.
    fileprivate static func text(_ field: ArraySlice<UInt8>) -> String {
        let margin: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x22 || $0 == 0x27 }
        var field = field.drop(while: margin)
        while let last = field.last, margin(last) { field = field.dropLast() }
        // Not for a terminal to obey.
        return String(decoding: field.prefix(40).map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: "?") : $0 }, as: UTF8.self)
    }

    /// Whether a file's first line is one of such a table: labels, and pixels of a square image.
    static func isOne(_ start: [UInt8]) -> Bool {
        guard let line = firstLine(start), let columns = try? Columns(firstLine: line, fileName: "") else { return false }
        return (try? columns.shape(fileName: "")) != nil
    }

    /// Whether a file's first line has enough values to be meant as an image.
    static func looksLikeOne(_ start: [UInt8]) -> Bool {
        let line = start.prefix { $0 != 10 && $0 != 13 }
        let separator = DelimitedFields.separator(in: line)
        return line.count { $0 == separator } >= 16
    }

    /// Whether a file is meant as such a table and not as one of other things: without a header all of its first line are numbers; a
    /// header numbers the pixels, or the numbers under it are bytes, as many as an image has from 8 x 8 on.
    static func isMeant(_ start: [UInt8]) -> Bool {
        var lines = start.split(whereSeparator: { $0 == 10 || $0 == 13 }).prefix(2).map { Array($0) }
        guard var first = lines.first, !first.contains(0) else { return false }
        if first.starts(with: [0xEF, 0xBB, 0xBF]) { first.removeFirst(3) }
        lines.removeFirst()
        let separator = DelimitedFields.separator(in: first)
        func texts(_ line: [UInt8]) -> [String] { line.split(separator: separator, omittingEmptySubsequences: false).map(PixelTable.text) }
        let names = texts(first).map { $0.lowercased() }
        guard names.contains(where: { !$0.isEmpty && Double($0) == nil }) else { return true }
        let features = names.filter { !Columns.labelNames.contains($0) && !Columns.indexNames.contains($0) }
        guard features.count >= 4 else { return false }
        let prefixes = Set(features.map { $0.prefix { !$0.isNumber } })
        let areNumbered = features.allSatisfy { $0.last?.isNumber == true }
        if areNumbered, prefixes.isSubset(of: ["pixel", "pixel_", "pixel-", "px", "px_", "p", "p_"]) { return true }
        guard isOne(start), features.count >= 64, let row = lines.first else { return false }
        return texts(row).allSatisfy { Int($0).map { (0...255).contains($0) } ?? false }
    }

    /// Nil where it goes on behind what is there.
    private static func firstLine(_ start: [UInt8]) -> [UInt8]? {
        guard let end = start.firstIndex(where: { $0 == 10 || $0 == 13 }) else { return nil }
        return Array(start[start.starts(with: [0xEF, 0xBB, 0xBF]) ? 3..<max(3, end) : 0..<end])
    }
}

/// What the columns of a table of pixels are.
private struct Columns {
    enum Role {
        case label, pixel
        /// A number of the row, as pandas writes one.
        case other
    }

    let separator: UInt8
    let hasHeader: Bool
    private(set) var roles: [Role]

    var count: Int { roles.count }

    init(firstLine: [UInt8], fileName: String) throws(Diagnostic) {
        let separator = DelimitedFields.separator(in: firstLine)
        self.separator = separator
        let fields = firstLine.split(separator: separator, omittingEmptySubsequences: false).map(PixelTable.text)
        hasHeader = fields.contains { !$0.isEmpty && Double($0) == nil }
        roles = [Role](repeating: .pixel, count: fields.count)
        guard hasHeader else {
            roles[0] = .label
            return
        }
        let names = fields.map { $0.lowercased() }
        for index in names.indices where Self.indexNames.contains(names[index]) { roles[index] = .other }
        guard let label = names.firstIndex(where: Self.labelNames.contains) else {
            throw Diagnostic(
                "has no column of labels: its header begins with \(fields.prefix(3).joined(separator: ", "))", file: fileName,
                location: SourceLocation(line: 1, column: 1),
                hint: "a CSV of pixels has a column called label, and the pixels of a square image in the others")
        }
        roles[label] = .label
    }

    static let labelNames: Set = ["label", "labels", "class", "target", "y", "digit"]
    static let indexNames: Set = ["", "id", "index", "unnamed: 0"]

    /// The image that the pixels of a row are: a square, grey or in three channels.
    func shape(fileName: String) throws(Diagnostic) -> Shape {
        let pixels = roles.count { $0 == .pixel }
        for channels in [1, 3] where pixels % channels == 0 {
            let side = Int(Double(pixels / channels).squareRoot())
            guard side * side * channels == pixels, side > 1 else { continue }
            let shape = Shape(height: side, width: side, channels: channels)
            try ImageLimits.check(shape, fileName: fileName)
            return shape
        }
        throw Diagnostic(
            "has \(Plural.count(pixels, "value")) beside the label in its first line, which are no square image", file: fileName,
            location: SourceLocation(line: 1, column: 1),
            hint: "rows are a label and the pixels of a square image, 784 for 28 x 28; a table of other things has a header, or kind=table "
                + "among its options")
    }
}
