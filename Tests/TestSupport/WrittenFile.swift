internal import Foundation

/// Files as other programs write them, byte by byte.
public enum WrittenFile {
    /// A PNG without compression.
    public static func png(width: Int, height: Int, channels: Int, _ pixels: [UInt8]) -> [UInt8] {
        func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
            let body = Array(name.utf8) + content
            return bigEndian(content.count) + body + bigEndian(Int(crc32(body)))
        }
        var lines: [UInt8] = []
        for row in 0..<height { lines += [0] + pixels[row * width * channels..<(row + 1) * width * channels] }
        // zlib: stored blocks of at most 65,535 bytes, and Adler's checksum.
        var data: [UInt8] = [0x78, 0x01]
        var position = 0
        repeat {
            let end = min(lines.count, position + 65_535)
            data += [end == lines.count ? 1 : 0] + little(end - position, 2) + little(~(end - position), 2) + lines[position..<end]
            position = end
        } while position < lines.count
        var (first, second) = (1, 0)
        for byte in lines {
            first = (first + Int(byte)) % 65_521
            second = (second + first) % 65_521
        }
        data += bigEndian(second << 16 | first)
        let header = bigEndian(width) + bigEndian(height) + [8, channels == 1 ? 0 : 2, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header) + chunk("IDAT", data) + chunk("IEND", [])
    }

    /// A PNG whose header promises a size that its pixels do not have.
    public static func hugePNG() -> [UInt8] {
        var bytes = png(width: 2, height: 2, channels: 1, [1, 2, 3, 4])
        bytes.replaceSubrange(16..<24, with: bigEndian(60_000) + bigEndian(60_000))
        bytes.replaceSubrange(29..<33, with: bigEndian(Int(crc32(Array(bytes[12..<29])))))
        return bytes
    }

    /// A NumPy array.
    public static func npy(_ type: String, _ shape: [Int], _ data: [UInt8], fortran: Bool = false, version: UInt8 = 1) -> [UInt8] {
        let sides = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        var header = "{'descr': '\(type)', 'fortran_order': \(fortran ? "True" : "False"), 'shape': (\(sides)), }"
        header += String(repeating: " ", count: 117 - header.count % 64) + "\n"
        return [0x93] + Array("NUMPY".utf8) + [version, 0] + little(header.utf8.count, version == 1 ? 2 : 4) + Array(header.utf8) + data
    }

    public struct Member {
        public var name: String
        public var content: [UInt8]
        /// The compressed content; nil for one that is stored.
        public var deflated: [UInt8]?
        /// What the archive says of the size, where that is not true.
        public var size: Int?
        public var checksum: UInt32?

        public init(name: String, content: [UInt8], deflated: [UInt8]? = nil, size: Int? = nil, checksum: UInt32? = nil) {
            (self.name, self.content, self.deflated, self.size, self.checksum) = (name, content, deflated, size, checksum)
        }
    }

    /// A ZIP archive; with `wide`, every size stands in ZIP64's fields.
    public static func zip(_ members: [Member], wide: Bool = false) -> [UInt8] {
        var (bytes, directory): ([UInt8], [UInt8]) = ([], [])
        for member in members {
            let stored = member.deflated ?? member.content
            let size = member.size ?? member.content.count
            let offset = bytes.count
            let method = little(member.deflated == nil ? 0 : 8, 2)
            let checksum = little(Int(member.checksum ?? crc32(member.content)), 4)
            let sizes = wide ? little(0xFFFF_FFFF, 4) + little(0xFFFF_FFFF, 4) : little(stored.count, 4) + little(size, 4)
            let extra = wide ? little(1, 2) + little(24, 2) + little(size, 8) + little(stored.count, 8) + little(offset, 8) : []
            bytes += little(0x0403_4b50, 4) + little(20, 2) + little(0, 2) + method + little(0, 4) + checksum + sizes
            bytes += little(member.name.utf8.count, 2) + little(0, 2) + Array(member.name.utf8) + stored
            directory += little(0x0201_4b50, 4) + little(20, 2) + little(20, 2) + little(0, 2) + method + little(0, 4) + checksum + sizes
            directory +=
                little(member.name.utf8.count, 2) + little(extra.count, 2) + little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4)
            directory += little(wide ? 0xFFFF_FFFF : offset, 4) + Array(member.name.utf8) + extra
        }
        let start = bytes.count
        bytes += directory
        if wide {
            let end = bytes.count
            bytes += little(0x0606_4b50, 4) + little(44, 8) + little(45, 2) + little(45, 2) + little(0, 4) + little(0, 4)
            bytes += little(members.count, 8) + little(members.count, 8) + little(directory.count, 8) + little(start, 8)
            bytes += little(0x0706_4b50, 4) + little(0, 4) + little(end, 8) + little(1, 4)
        }
        bytes += little(0x0605_4b50, 4) + little(0, 4) + little(members.count, 2) + little(members.count, 2)
        bytes += little(directory.count, 4) + little(wide ? 0xFFFF_FFFF : start, 4) + little(0, 2)
        return bytes
    }

    /// Compressed by the system's gzip, without its header and trailer.
    public static func deflated(_ content: [UInt8]) throws -> [UInt8] {
        let scratch = try Scratch()
        try scratch.write("content", content)
        try scratch.gzip("content")
        return Array(try scratch.read("content.gz")[10...].dropLast(8))
    }

    public static func floats(_ values: [Float]) -> [UInt8] { values.flatMap { little(Int($0.bitPattern), 4) } }

    public static func little(_ number: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }

    public static func bigEndian(_ number: Int) -> [UInt8] { little(number, 4).reversed() }

    public static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 {
                let isOdd = sum & 1 == 1
                sum >>= 1
                if isOdd { sum ^= 0xEDB8_8320 }
            }
        }
        return ~sum
    }
}
