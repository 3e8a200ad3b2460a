internal import CZlib
internal import Support

/// zlib's inflate, for gzip files and for members of ZIP archives.
final class Inflater {
    private let stream: UnsafeMutablePointer<z_stream>

    /// What the compressed data stand in.
    enum Wrapping {
        /// A gzip header and its checksum.
        case gzip
        /// Nothing: bare deflate data, as archives have them.
        case none

        /// The largest window, as zlib writes these.
        fileprivate var windowBits: Int32 {
            switch self {
            case .gzip: 15 + 16
            case .none: -15
            }
        }
    }

    init(_ wrapping: Wrapping, fileName: String) throws(Diagnostic) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = inflateInit2_(stream, wrapping.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw Diagnostic("zlib cannot start (status \(status))", file: fileName) }
    }

    deinit {
        // Does nothing to one that could not start.
        inflateEnd(stream)
        stream.deallocate()
    }

    /// One call of inflate with what is left of input and output, which move both on; zlib counts in 32 bits, so both go in pieces.
    func step(from input: [UInt8], at position: inout Int, into output: inout [UInt8], at produced: inout Int) -> Int32 {
        let piece = 1 << 30
        let (start, outputStart) = (position, produced)
        let (status, taken, made) = input.withUnsafeBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target -> (Int32, Int, Int) in
                let available = min(piece, source.count - start)
                let room = min(piece, target.count - outputStart)
                stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress.map { $0 + start })
                stream.pointee.avail_in = UInt32(available)
                stream.pointee.next_out = target.baseAddress.map { $0 + outputStart }
                stream.pointee.avail_out = UInt32(room)
                let status = inflate(stream, Z_NO_FLUSH)
                return (status, available - Int(stream.pointee.avail_in), room - Int(stream.pointee.avail_out))
            }
        }
        position += taken
        produced += made
        return status
    }

    /// Begins anew, for a further piece of compressed data.
    func reset() -> Int32 { inflateReset(stream) }
}
