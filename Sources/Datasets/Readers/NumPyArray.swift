internal import Support

/// A `.npy` array whose elements are read in pieces, each as a number.
struct NumPyArray {
    let header: NumPyHeader
    let stream: any ByteStream

    init(_ stream: any ByteStream) throws(Diagnostic) {
        header = try NumPyHeader(stream)
        self.stream = stream
    }

    /// For how many elements room is made.
    var room: Int { min(header.count, stream.bound / header.type.byteCount) }

    /// Hands over the elements in the order of the file.
    func forEachPiece(_ body: ([UInt8]) throws(Diagnostic) -> Void) throws(Diagnostic) {
        let size = header.type.byteCount
        var left = header.count * size
        while left > 0 {
            // A whole number of elements of any size.
            let piece = try stream.read(upTo: min(left, 1 << 20))
            guard piece.count == min(left, 1 << 20) else {
                let there = header.count * size - left + piece.count
                throw Diagnostic(
                    "is cut off: its header promises \(NumPyHeader.text(header.shape)) = \(header.count * size) bytes, \(there) are there",
                    file: stream.fileName, hint: "copy or download it again")
            }
            left -= piece.count
            try body(piece)
        }
        guard try stream.read(upTo: 1).isEmpty else {
            throw Diagnostic(
                "goes on after the \(NumPyHeader.text(header.shape)) = \(header.count * size) bytes its header promises",
                file: stream.fileName)
        }
    }

    /// The number of an element in a piece.
    func number(_ piece: [UInt8], _ index: Int) -> Double {
        let size = header.type.byteCount
        var bits: UInt64 = 0
        if header.isBigEndian {
            for offset in 0..<size { bits = bits << 8 | UInt64(piece[index * size + offset]) }
        } else {
            for offset in (0..<size).reversed() { bits = bits << 8 | UInt64(piece[index * size + offset]) }
        }
        return switch header.type {
        case .bool, .uint8, .uint16, .uint32, .uint64: Double(bits)
        case .int8: Double(Int8(truncatingIfNeeded: bits))
        case .int16: Double(Int16(truncatingIfNeeded: bits))
        case .int32: Double(Int32(truncatingIfNeeded: bits))
        case .int64: Double(Int64(bitPattern: bits))
        case .float32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
        case .float64: Double(bitPattern: bits)
        }
    }
}
