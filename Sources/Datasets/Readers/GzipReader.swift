internal import CZlib
internal import Support

/// Reads a file's bytes in order, inflating them where the file is compressed with gzip. Only as much is inflated as is
/// asked for, so that a file which would inflate without end costs no more than its header promises.
struct GzipReader: ~Copyable {
    private let input: [UInt8]
    private let fileName: String
    private var position = 0
    private var inflater: Inflater?
    private var memberEnded = false

    /// Bytes of the file taken so far.
    var consumed: Int { position }

    /// - Parameter input: the file's bytes, compressed or plain (told apart by gzip's magic number).
    init(_ input: [UInt8], fileName: String) throws(Diagnostic) {
        self.input = input
        self.fileName = fileName
        guard Self.isGzip(input) else { return }
        inflater = try Inflater(.gzip, fileName: fileName)
    }

    static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.count >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b }

    /// The next bytes, fewer than `count` only where the file ends.
    ///
    /// - Parameter room: for so many bytes more, so that whoever appends them need not hold everything twice.
    mutating func read(upTo count: Int, room: Int = 0) throws(Diagnostic) -> [UInt8] {
        var output: [UInt8] = []
        guard let inflater else {
            let end = min(input.count, position + count)
            defer { position = end }
            output.reserveCapacity(end - position + room)
            output += input[position..<end]
            return output
        }
        // Deflate makes at most 1,032 bytes of one: what a header promises beyond that cannot come, and takes no memory.
        let count = min(count, 65536 + 1032 * (input.count - position))
        output.reserveCapacity(count + room)
        output += repeatElement(0, count: count)
        var produced = 0
        while produced < count, !memberEnded {
            let before = (produced, position)
            let status = inflater.step(from: input, at: &position, into: &output, at: &produced)
            if status == Z_STREAM_END {
                try startNextMember(inflater)
            } else if status != Z_OK && status != Z_BUF_ERROR {
                throw Diagnostic(
                    "the gzip data are damaged near byte \(position) (\(Self.words(for: status)))", file: fileName,
                    hint: "copy or download the file again")
            } else if before == (produced, position) {
                throw Diagnostic(
                    "the gzip data are cut off after \(input.count) bytes", file: fileName, hint: "copy or download the file again")
            }
        }
        output.removeLast(count - produced)
        return output
    }

    /// A gzip file may be several compressed pieces one after the other; anything else behind the first is ignored.
    private mutating func startNextMember(_ inflater: Inflater) throws(Diagnostic) {
        guard input.count - position >= 2, input[position] == 0x1f, input[position + 1] == 0x8b else {
            memberEnded = true
            return
        }
        let status = inflater.reset()
        guard status == Z_OK else { throw Diagnostic("zlib cannot go on (status \(status))", file: fileName) }
    }

    private static func words(for status: Int32) -> String {
        switch status {
        case Z_DATA_ERROR: "wrong data or checksum"
        case Z_NEED_DICT: "it needs a dictionary"
        case Z_MEM_ERROR: "out of memory"
        default: "zlib status \(status)"
        }
    }
}
