internal import Foundation
internal import NetworkGraph
internal import Support

/// The images of a NumPy array as bytes, channels last.
struct NumPyPixels {
    /// What the array's numbers are.
    enum Scale {
        /// 0 to 255.
        case bytes
        /// 0 to 1, brought to 0 to 255.
        case unit
        /// Floats that are all 0 or 1: read as `unit`, unless another part of the set is bytes.
        case undecided
    }

    let shape: Shape
    let count: Int
    private(set) var bytes: [UInt8]
    private(set) var scale: Scale
    /// Whether values were rounded to bytes.
    private(set) var isRounded: Bool

    init(_ array: NumPyArray) throws(Diagnostic) {
        let fileName = array.stream.fileName
        let layout = try Layout(array.header, fileName: fileName)
        (shape, count) = (layout.shape, layout.count)
        try ImageLimits.check(shape, fileName: fileName)
        var pixels = Gathering(type: array.header.type, fileName: fileName, room: array.room)
        try array.forEachPiece { piece throws(Diagnostic) in try pixels.append(piece, of: array) }
        bytes = layout.channelsLast(pixels.bytes)
        scale = pixels.scale
        isRounded = pixels.isRounded
        guard scale != .bytes || !array.header.type.isFloat || pixels.largest >= 2 else {
            throw Diagnostic(
                "has floats of up to \(pixels.largest): neither 0 to 1 nor 0 to 255", file: fileName,
                hint: "images that were normalised or resized are brought back by numpy.clip(x, 0, 1)")
        }
    }

    /// Takes zeros and ones for bytes, as the rest of the set is.
    mutating func takeForBytes() {
        guard scale == .undecided else { return }
        for index in bytes.indices { bytes[index] = bytes[index] == 0 ? 0 : 1 }
        scale = .bytes
    }

    /// Bytes of the numbers, in the order of the file.
    private struct Gathering {
        let type: NumPyHeader.ElementType
        let fileName: String
        var bytes: [UInt8] = []
        var scale: Scale
        var isRounded = false
        private(set) var largest = 0.0
        private var hasFraction = false
        /// Resizing and rounding leave values of 0 to 1 a little above it.
        private static let mostOfUnit = 1.05

        init(type: NumPyHeader.ElementType, fileName: String, room: Int) {
            self.type = type
            self.fileName = fileName
            bytes.reserveCapacity(room)
            scale = type == .bool ? .unit : type.isFloat ? .undecided : .bytes
        }

        mutating func append(_ piece: [UInt8], of array: NumPyArray) throws(Diagnostic) {
            if type == .uint8 {
                bytes += piece
                return
            }
            for index in 0..<piece.count / type.byteCount {
                let value = array.number(piece, index)
                guard value >= 0, value <= 255 else { throw outside(value) }
                switch type {
                case .bool: bytes.append(value == 0 ? 0 : 255)
                case .float32, .float64: append(value)
                default: bytes.append(UInt8(value))
                }
            }
        }

        private mutating func append(_ value: Double) {
            largest = max(largest, value)
            if value > Self.mostOfUnit, scale != .bytes {
                // What was taken for 0 to 1 was 0 to 255 all along.
                for index in bytes.indices { bytes[index] = bytes[index] >= 128 ? 1 : 0 }
                isRounded = hasFraction
                scale = .bytes
            }
            if scale == .bytes {
                let rounded = value.rounded()
                bytes.append(UInt8(rounded))
                if rounded != value { isRounded = true }
            } else {
                let rounded = min((value * 255).rounded(), 255)
                bytes.append(UInt8(rounded))
                guard value > 0, value != 1 else { return }
                scale = .unit
                hasFraction = true
                // Single precision of a 255th is exact to 1e-5.
                if abs(value * 255 - rounded) > 1e-3 { isRounded = true }
            }
        }

        private func outside(_ value: Double) -> Diagnostic {
            let number = value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
            let what = value.isNaN ? "NaN, which is no number" : value.isInfinite ? "infinite" : number
            let is16Bit = value > 255 && value <= 65535 && !type.isFloat
            return Diagnostic(
                "element \(bytes.count) is \(what): images are numbers of 0 to 255, or of 0 to 1", file: fileName,
                hint: value < 0 && value.isFinite
                    ? "normalised images are to be saved as they were before"
                    : is16Bit ? "images of 16 bits become bytes by (x // 257).astype('uint8')" : nil)
        }
    }

    /// Where the array's elements stand, and where they are to.
    private struct Layout {
        let count: Int
        let shape: Shape
        private let strides: (image: Int, row: Int, column: Int, channel: Int)

        init(_ header: NumPyHeader, fileName: String) throws(Diagnostic) {
            let sides = header.shape
            guard sides.allSatisfy({ $0 > 0 }) else {
                throw Diagnostic("is empty: its shape is \(NumPyHeader.text(sides))", file: fileName)
            }
            func stride(_ axis: Int) -> Int {
                header.isFortranOrder ? sides[..<axis].reduce(1, *) : sides[(axis + 1)...].reduce(1, *)
            }
            switch sides.count {
            case 2:
                let side = Int(Double(sides[1]).squareRoot())
                guard side * side == sides[1] else {
                    throw Diagnostic(
                        "has rows of \(sides[1]) numbers, which are no square image", file: fileName,
                        hint: "x.reshape(-1, height, width, channels) says what they are; tables and series are no images")
                }
                shape = Shape(height: side, width: side, channels: 1)
                strides = (stride(0), side * stride(1), stride(1), 1)
            case 3:
                shape = Shape(height: sides[1], width: sides[2], channels: 1)
                strides = (stride(0), stride(1), stride(2), 1)
            case 4:
                func isColour(_ axis: Int) -> Bool { sides[axis] == 1 || sides[axis] == 3 }
                if isColour(1), !isColour(2), !isColour(3) {
                    // As PyTorch has them.
                    shape = Shape(height: sides[2], width: sides[3], channels: sides[1])
                    strides = (stride(0), stride(2), stride(3), stride(1))
                } else {
                    shape = Shape(height: sides[1], width: sides[2], channels: sides[3])
                    strides = (stride(0), stride(1), stride(2), stride(3))
                }
            default:
                throw Diagnostic(
                    "has the shape \(NumPyHeader.text(sides)); images are [count, height, width] or [count, height, width, channels]",
                    file: fileName)
            }
            count = sides[0]
        }

        func channelsLast(_ source: [UInt8]) -> [UInt8] {
            let (height, width, channels) = (shape.height, shape.width, shape.channels)
            let wanted = (height * width * channels, width * channels, channels, channels == 1 ? strides.channel : 1)
            guard strides != wanted else { return source }
            var result: [UInt8] = []
            result.reserveCapacity(source.count)
            for image in 0..<count {
                for row in 0..<height {
                    let start = image * strides.image + row * strides.row
                    for column in 0..<width {
                        for channel in 0..<channels { result.append(source[start + column * strides.column + channel * strides.channel]) }
                    }
                }
            }
            return result
        }
    }
}

/// The labels of a NumPy array: whole numbers, one an image.
enum NumPyLabels {
    static func read(_ array: NumPyArray) throws(Diagnostic) -> [UInt8] {
        let (sides, fileName) = (array.header.shape, array.stream.fileName)
        guard sides.count == 1 || (sides.count == 2 && sides[1] == 1) else {
            throw Diagnostic(
                "has the shape \(NumPyHeader.text(sides)); labels are [count], a whole number for each image", file: fileName,
                hint: sides.count == 2 ? "labels that are one-hot become numbers by numpy.argmax(y, axis=1)" : nil)
        }
        var labels: [UInt8] = []
        labels.reserveCapacity(array.room)
        try array.forEachPiece { piece throws(Diagnostic) in
            for index in 0..<piece.count / array.header.type.byteCount {
                let value = array.number(piece, index)
                guard value.rounded() == value || !value.isFinite else {
                    throw Diagnostic(
                        "label \(labels.count) is \(value): fractions are regression, and only classes can be learned", file: fileName,
                        hint: "labels are whole numbers, the classes from 0")
                }
                guard value >= 0, value <= 255 else {
                    throw Diagnostic(
                        "label \(labels.count) is \(String(format: "%.17g", value)): labels are the classes from 0, at most 255",
                        file: fileName)
                }
                labels.append(UInt8(value))
            }
        }
        return labels
    }
}
