internal import Foundation
internal import NetworkGraph
internal import Support

/// The series or rows of NumPy arrays: [count, moments, channels] or [count, columns].
enum NumPyFloats {
    /// What the images of an archive are, as far as type, shape and values tell. Bytes are pictures, and so is whatever can be: four
    /// axes, or two equal sides, or numbers of 0 to 1 or 0 to 255 in the shape of images. Other numbers in two axes are a table, in three
    /// axes series.
    ///
    /// - Parameter array: is read to its end where its values decide.
    static func kind(_ array: NumPyArray) throws(Diagnostic) -> ExampleKind {
        let (sides, type) = (array.header.shape, array.header.type)
        guard type != .uint8, type != .bool, sides.count == 2 || sides.count == 3, !sides.contains(0) else { return .pictures }
        let kind: ExampleKind = sides.count == 2 ? .table : .series
        let side = Int(Double(sides[sides.count - 1]).squareRoot())
        if sides.count == 2, side * side != sides[1] { return kind }
        if sides.count == 3, sides[1] == sides[2] { return .pictures }
        var (largest, isWhole, isPicture) = (0.0, true, true)
        try array.forEachPiece { piece throws(Diagnostic) in
            guard isPicture else { return }
            for index in 0..<piece.count / type.byteCount {
                let value = array.number(piece, index)
                guard value >= 0, value <= 255 else {
                    isPicture = false
                    return
                }
                largest = max(largest, value)
                if value != value.rounded() { isWhole = false }
            }
        }
        // Fractions between 0 to 1 and 0 to 255 are of no image; a table's may be of anything.
        if isPicture, !isWhole, sides.count == 2 ? largest > 1.05 : largest > 1.05 && largest < 2 { isPicture = false }
        return isPicture ? .pictures : kind
    }

    /// Reads the examples of a file whose classes are asked for: an array, or that called x or x_test in an archive.
    static func unlabelled(_ file: URL, kind: ExampleKind) throws(Diagnostic) -> LabelledFloats {
        var none = TextNumbers()
        guard ZipArchive.isZip(DataFile.start(of: file, upTo: 4)) else {
            return try read(try NumPyArray(try FileStream(file)), labels: nil, kind: kind, labels: &none)
        }
        let archive = try ZipArchive(file)
        let names = ["x.npy", "x_test.npy", "data.npy"]
        guard let member = names.lazy.compactMap({ name in archive.members.first { $0.name.lowercased() == name } }).first else {
            throw Diagnostic("holds no array called x or x_test", file: file.path)
        }
        return try read(try NumPyArray(try archive.stream(member)), labels: nil, kind: kind, labels: &none)
    }

    /// Reads one part.
    ///
    /// - Parameters:
    ///   - array: the labels; nil where they are asked for.
    ///   - labels: takes the labels' texts.
    ///   - session: takes the values.
    static func read(
        _ examples: NumPyArray, labels array: NumPyArray?, kind: ExampleKind, labels: inout TextNumbers,
        in session: ReadingSession = ReadingSession()
    ) throws(Diagnostic) -> LabelledFloats {
        let (sides, fileName) = (examples.header.shape, examples.stream.fileName)
        guard sides.allSatisfy({ $0 > 0 }) else { throw Diagnostic("is empty: its shape is \(NumPyHeader.text(sides))", file: fileName) }
        guard sides.count == (kind == .table ? 2 : 3) || (kind == .series && sides.count == 2) else {
            throw Diagnostic(
                "has the shape \(NumPyHeader.text(sides)); "
                    + (kind == .table ? "a table is [count, columns]" : "series are [count, moments, channels], or [count, moments]"),
                file: fileName)
        }
        let count = sides[0]
        let length = kind == .table ? 1 : sides[1]
        let channels = kind == .table ? sides[1] : sides.count == 3 ? sides[2] : 1
        var part = LabelledFloats(fileName: fileName, channels: channels, in: session)
        try part.checkRoom(examples.header.count)
        let values = try floats(examples)
        let numbers =
            if let array {
                try labelNumbers(array, count: count, examples: fileName, labels: &labels)
            } else {
                [Int](repeating: 0, count: count)
            }
        // Series that are shorter than the array end without numbers.
        for (index, label) in numbers.enumerated() {
            let start = index * length * channels
            var own = length
            while kind == .series, own > 1,
                values[start + (own - 1) * channels..<start + own * channels].allSatisfy(\.isNaN)
            {
                own -= 1
            }
            part.values.append(contentsOf: values[start..<start + own * channels])
            part.end(length: own, label: label, line: 0)
        }
        return part
    }

    /// In C order, one number after the other.
    private static func floats(_ array: NumPyArray) throws(Diagnostic) -> [Float] {
        var values: [Float] = []
        values.reserveCapacity(array.room)
        let fileName = array.stream.fileName
        try array.forEachPiece { piece throws(Diagnostic) in
            for index in 0..<piece.count / array.header.type.byteCount {
                let number = array.number(piece, index)
                let value = Float(number)
                guard !value.isInfinite else {
                    throw Diagnostic(
                        "element \(values.count) is \(number.isInfinite ? "infinite" : "\(number), too large")", file: fileName,
                        hint: "it may come from a division by zero; NaN stands for a value that is missing")
                }
                values.append(value)
            }
        }
        guard array.header.isFortranOrder, array.header.shape.count > 1 else { return values }
        let sides = array.header.shape
        var result = [Float](repeating: 0, count: values.count)
        let (rows, columns) = (sides[1], sides.count == 3 ? sides[2] : 1)
        for example in 0..<sides[0] {
            for row in 0..<rows {
                for column in 0..<columns {
                    result[(example * rows + row) * columns + column] = values[example + sides[0] * (row + rows * column)]
                }
            }
        }
        return result
    }

    /// Whole numbers, as texts.
    private static func labelNumbers(
        _ array: NumPyArray, count: Int, examples: String, labels: inout TextNumbers
    ) throws(Diagnostic) -> [Int] {
        let (sides, fileName) = (array.header.shape, array.stream.fileName)
        guard sides.count == 1 || (sides.count == 2 && sides[1] == 1) else {
            throw Diagnostic(
                "has the shape \(NumPyHeader.text(sides)); labels are [count], a whole number for each example", file: fileName,
                hint: sides.count == 2 ? "labels that are one-hot become numbers by numpy.argmax(y, axis=1)" : nil)
        }
        guard sides[0] == count else {
            throw Diagnostic("has \(count) examples, but \(fileName) has \(sides[0]) labels", file: examples)
        }
        var numbers: [Int] = []
        try array.forEachPiece { piece throws(Diagnostic) in
            for index in 0..<piece.count / array.header.type.byteCount {
                let value = array.number(piece, index)
                guard value.isFinite, abs(value) < 1e15 else {
                    throw Diagnostic("label \(numbers.count) is \(value.isNaN ? "NaN" : "\(value)"), no class", file: fileName)
                }
                guard value == value.rounded() else {
                    throw Diagnostic(
                        "label \(numbers.count) is \(value): fractions are regression, and only classes can be learned", file: fileName,
                        hint: "labels are whole numbers")
                }
                numbers.append(labels.number(of: String(Int(value))))
            }
        }
        return numbers
    }
}
