internal import Support

/// The lines of a file, ended in any of the three ways, without a byte order mark.
struct LineReader {
    /// The number of the line that came last, from 1.
    private(set) var number = 0

    /// Where the next line begins, in bytes from the stream's begin.
    var offset: Int { taken - (buffer.count - position) }
    /// Whether a line feed there belongs to the line that came last.
    private(set) var afterReturn = false

    private let stream: any ByteStream
    private var taken = 0
    private var buffer: [UInt8] = []
    private var position = 0
    private static let longest = 64 << 20

    init(_ stream: any ByteStream) { self.stream = stream }

    /// Goes on behind a line that was read before.
    init(_ file: FileStream, at offset: Int, number: Int, afterReturn: Bool) throws(Diagnostic) {
        try file.seek(to: offset..<file.size)
        (stream, taken, self.number, self.afterReturn) = (file, offset, number, afterReturn)
    }

    /// Nil behind the last.
    mutating func next() throws(Diagnostic) -> [UInt8]? {
        var line: [UInt8] = []
        while true {
            if position == buffer.count {
                buffer = try stream.read(upTo: 1 << 20)
                position = 0
                taken += buffer.count
                if buffer.isEmpty {
                    guard !line.isEmpty else { return nil }
                    break
                }
            }
            // Behind a carriage return, a line feed ends nothing more.
            if afterReturn, buffer[position] == 10 { position += 1 }
            afterReturn = false
            let start = position
            let end = buffer.withUnsafeBufferPointer { bytes in
                var end = start
                while end < bytes.count, bytes[end] != 10, bytes[end] != 13 { end += 1 }
                return end
            }
            line += buffer[start..<end]
            position = end
            guard line.count <= Self.longest else {
                throw Diagnostic(
                    "line \(number + 1) has more than \(Self.longest >> 20) MiB, which no row of a table has", file: stream.fileName)
            }
            if end < buffer.count {
                afterReturn = buffer[end] == 13
                position += 1
                break
            }
        }
        number += 1
        if number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        if number == 1, line.starts(with: [0xFF, 0xFE]) || line.starts(with: [0xFE, 0xFF]) {
            let converted = "utf8-\(stream.fileName.split(separator: "/").last ?? "file")"
            throw Diagnostic(
                "is UTF-16 text", file: stream.fileName,
                hint: "save it as UTF-8: iconv -f UTF-16 -t UTF-8 \(stream.fileName) > \(converted)")
        }
        return line
    }
}
