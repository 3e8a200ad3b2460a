internal import CZlib
internal import Support

/// The bytes of a member of a ZIP archive that is compressed by deflate. No more is inflated than the archive says the member has: one
/// that would go on is damaged, or a bomb.
final class InflatedStream: ByteStream {
    let fileName: String
    /// Deflate makes at most 1,032 bytes of one.
    var bound: Int { min(left, 65_536 + 1032 * (source.bound + input.count - position)) }
    private let source: any ByteStream
    private let inflater: Inflater
    private var input: [UInt8] = []
    private var position = 0
    private var left: Int
    private var hasEnded = false

    /// - Parameter size: how many bytes there are to be.
    init(_ source: any ByteStream, size: Int) throws(Diagnostic) {
        fileName = source.fileName
        self.source = source
        left = size
        inflater = try Inflater(.none, fileName: source.fileName)
    }

    func read(upTo count: Int) throws(Diagnostic) -> [UInt8] {
        let wanted = min(count, left)
        guard wanted > 0 else { return [] }
        var output = [UInt8](repeating: 0, count: wanted)
        let produced = try inflate(into: &output)
        left -= produced
        guard produced == wanted else {
            throw Diagnostic("ends \(left) bytes before the size the archive says", file: fileName, hint: Self.hint)
        }
        if left == 0 {
            var beyond: [UInt8] = [0]
            guard try inflate(into: &beyond) == 0 else {
                throw Diagnostic("goes on behind the size the archive says", file: fileName, hint: Self.hint)
            }
        }
        return output
    }

    private static let hint = "copy or download the archive again"

    /// Fills the output, or as much of it as there is.
    private func inflate(into output: inout [UInt8]) throws(Diagnostic) -> Int {
        var produced = 0
        while produced < output.count, !hasEnded {
            if position == input.count {
                input = try source.read(upTo: 1 << 18)
                position = 0
                guard !input.isEmpty else { throw Diagnostic("the compressed data are cut off", file: fileName, hint: Self.hint) }
            }
            let before = (position, produced)
            let status = inflater.step(from: input, at: &position, into: &output, at: &produced)
            if status == Z_STREAM_END {
                hasEnded = true
            } else if status != Z_OK, status != Z_BUF_ERROR || (before == (position, produced) && position < input.count) {
                throw Diagnostic("the compressed data are damaged (zlib status \(status))", file: fileName, hint: Self.hint)
            }
        }
        return produced
    }
}

/// Compares a member's bytes with the checksum that the archive has of them, as the last of them are read.
final class CheckedStream: ByteStream {
    let fileName: String
    var bound: Int { min(left, source.bound) }
    private let source: any ByteStream
    private let expected: UInt32
    private var checksum = crc32(0, nil, 0)
    private var left: Int

    init(_ source: any ByteStream, size: Int, checksum: UInt32) {
        fileName = source.fileName
        self.source = source
        left = size
        expected = checksum
    }

    func read(upTo count: Int) throws(Diagnostic) -> [UInt8] {
        let bytes = try source.read(upTo: min(count, left))
        guard !bytes.isEmpty else { return bytes }
        checksum = bytes.withUnsafeBufferPointer { crc32(checksum, $0.baseAddress, UInt32($0.count)) }
        left -= bytes.count
        if left == 0, UInt32(truncatingIfNeeded: checksum) != expected {
            throw Diagnostic("is damaged: its checksum is not the one the archive says", file: fileName, hint: "copy or download it again")
        }
        return bytes
    }
}
