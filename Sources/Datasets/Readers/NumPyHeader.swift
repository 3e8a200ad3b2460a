internal import Support

/// What stands before the elements of a `.npy` file: a magic word, a version, and a Python dictionary of element type, order and shape. It
/// is read by a scanner of its own for exactly that; nothing of it is executed.
///
/// Source: NumPy Reference, "numpy.lib.format".
struct NumPyHeader {
    let type: ElementType
    let isBigEndian: Bool
    /// Whether the first index runs fastest.
    let isFortranOrder: Bool
    let shape: [Int]

    /// A kind of number with its size in bytes.
    enum ElementType: String {
        case bool = "b1"
        case int8 = "i1"
        case int16 = "i2"
        case int32 = "i4"
        case int64 = "i8"
        case uint8 = "u1"
        case uint16 = "u2"
        case uint32 = "u4"
        case uint64 = "u8"
        case float32 = "f4"
        case float64 = "f8"

        var byteCount: Int {
            switch self {
            case .bool, .int8, .uint8: 1
            case .int16, .uint16: 2
            case .int32, .uint32, .float32: 4
            case .int64, .uint64, .float64: 8
            }
        }

        var isFloat: Bool { self == .float32 || self == .float64 }
    }

    var count: Int { shape.reduce(1, *) }

    init(_ stream: any ByteStream) throws(Diagnostic) {
        let fileName = stream.fileName
        let start = try stream.read(upTo: 8)
        guard start.count == 8, start.starts(with: Self.magic) else {
            throw Diagnostic(
                start.isEmpty ? "is empty" : "is no NumPy array: it does not begin with \\x93NUMPY", file: fileName,
                hint: start.first == 0x80 ? "it looks like a pickle, which could run any program and is never read; use numpy.save" : nil)
        }
        guard (1...3).contains(start[6]) else {
            throw Diagnostic("has version \(start[6]) of NumPy's format, 1 to 3 can be read", file: fileName)
        }
        let lengthBytes = try stream.read(upTo: start[6] == 1 ? 2 : 4)
        let length = lengthBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= 1 << 16 else { throw Diagnostic("has a header of \(length) bytes, which no array has", file: fileName) }
        let text = try stream.read(upTo: length)
        guard lengthBytes.count == (start[6] == 1 ? 2 : 4), text.count == length else {
            throw Diagnostic("ends within its header", file: fileName)
        }
        guard let entries = PythonDictionary(text) else { throw Diagnostic("has a damaged header", file: fileName) }
        (type, isBigEndian) = try Self.type(entries.values["descr"], fileName: fileName)
        guard case .bool(let isFortranOrder) = entries.values["fortran_order"], case .tuple(let shape) = entries.values["shape"] else {
            throw Diagnostic("has a damaged header: shape or order is missing", file: fileName)
        }
        self.isFortranOrder = isFortranOrder
        self.shape = shape
        var count = 1
        for side in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: side)
            guard !overflow, product <= DataFile.largestBytes else {
                throw Diagnostic("promises \(Self.text(shape)) elements, more than can be held in memory", file: fileName)
            }
            count = product
        }
    }

    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    /// `[60000, 28, 28]`
    static func text(_ shape: [Int]) -> String { "[" + shape.map(String.init).joined(separator: ", ") + "]" }

    /// Not for a terminal to obey.
    private static func printable(_ name: String) -> String {
        String(name.prefix(20).map { $0.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } ? $0 : "?" })
    }

    private static func type(_ value: PythonDictionary.Value?, fileName: String) throws(Diagnostic) -> (ElementType, isBigEndian: Bool) {
        let types = "bytes (u1), integers (i1 to i8, u2 to u8) and floats (f4, f8) can be read"
        guard case .string(let name) = value else {
            throw Diagnostic(
                "holds records of several fields; \(types)", file: fileName, hint: "save images and labels as arrays of their own")
        }
        let kind = name.drop { "<>|=".contains($0) }
        switch kind.first {
        case "O":
            throw Diagnostic(
                "holds Python objects, a pickle, which could run any program and is never read", file: fileName,
                hint: "save an array of numbers: numpy.stack(images).astype('uint8'); lists of images of several sizes are such objects")
        case "U", "S", "a":
            throw Diagnostic(
                "holds texts; \(types)", file: fileName,
                hint: "for labels: names, labels = numpy.unique(labels, return_inverse=True), and names into classes.txt")
        default: break
        }
        guard let type = ElementType(rawValue: String(kind)) else {
            throw Diagnostic(
                "holds elements of type '\(Self.printable(name))'; \(types)", file: fileName,
                hint: "array.astype('float32') makes floats of it")
        }
        return (type, name.hasPrefix(">"))
    }
}

/// The one form of dictionary that NumPy writes: texts, `True` or `False`, tuples of whole numbers.
private struct PythonDictionary {
    enum Value: Equatable {
        case string(String)
        case bool(Bool)
        case tuple([Int])
        /// A list, of the fields of records.
        case list
    }

    private(set) var values: [String: Value] = [:]

    init?(_ text: [UInt8]) {
        var scanner = Scanner(text: text)
        guard scanner.take("{") else { return nil }
        while !scanner.take("}") {
            guard let key = scanner.string(), scanner.take(":"), let value = scanner.value() else { return nil }
            values[key] = value
            // What is behind a list of fields matters no more.
            if value == .list { return }
            if !scanner.take(",") {
                guard scanner.take("}") else { return nil }
                return
            }
        }
    }

    private struct Scanner {
        let text: [UInt8]
        private var position = 0

        init(text: [UInt8]) { self.text = text }

        private mutating func skipSpaces() {
            while position < text.count, text[position] == 0x20 || (9...13).contains(text[position]) { position += 1 }
        }

        mutating func take(_ word: String) -> Bool {
            skipSpaces()
            guard text[position...].starts(with: word.utf8) else { return false }
            position += word.utf8.count
            return true
        }

        mutating func string() -> String? {
            skipSpaces()
            guard position < text.count, text[position] == UInt8(ascii: "'") || text[position] == UInt8(ascii: "\"") else { return nil }
            let start = position + 1
            guard let end = text[start...].firstIndex(of: text[position]) else { return nil }
            position = end + 1
            return String(decoding: text[start..<end], as: UTF8.self)
        }

        mutating func value() -> Value? {
            if take("True") { return .bool(true) }
            if take("False") { return .bool(false) }
            if take("[") { return .list }
            if take("(") { return tuple().map(Value.tuple) }
            return string().map(Value.string)
        }

        private mutating func tuple() -> [Int]? {
            var numbers: [Int] = []
            while !take(")") {
                guard numbers.count < 32, let number = number() else { return nil }
                numbers.append(number)
                // Old versions wrote long numbers as Python 2 did.
                _ = take("L")
                if !take(",") { return take(")") ? numbers : nil }
            }
            return numbers
        }

        private mutating func number() -> Int? {
            skipSpaces()
            let digits = text[position...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            position = digits.endIndex
            return Int(String(decoding: digits, as: UTF8.self))
        }
    }
}
