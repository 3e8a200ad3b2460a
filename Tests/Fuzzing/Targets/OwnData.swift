import Datasets
import Foundation
import Support

/// What people have of their own: a file is a whole set, or one picture of it.
extension FuzzTarget {
    static let npz = FuzzTarget(
        name: "npz",
        words: [
            "PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}", "PK\u{6}\u{6}", "PK\u{6}\u{7}", "x_train.npy", "y_train.npy", "x_test.npy",
            "x.npy",
            "y.npy", "\u{0}\u{0}\u{0}\u{0}", "\u{1}\u{0}\u{10}\u{0}",
        ], isText: false
    ) {
        { input in load(Scratch.write("set.npz", withChecksums(input))) }
    }

    /// The array alone, as images beside labels that are whole.
    static let npy = FuzzTarget(
        name: "npy",
        words: [
            "'descr'", "'fortran_order'", "'shape'", "True", "False", "'<f4'", "'>f8'", "'|u1'", "'|O'", "'<U8'", "'<i8'", "(", ")",
            "(6, 4, 4)",
            "(6, 16)", "(6, 1, 4, 4)", "(6, 4, 4, 1)", "{", "}", "[", ":", ",", "L",
        ], isText: false
    ) {
        let labels = [0x93] + Array("NUMPY".utf8) + [1, 0, 0x50, 0]
        let header = Array("{'descr': '|u1', 'fortran_order': False, 'shape': (6,), }".utf8)
        let folder = Scratch.folder.appendingPathComponent("arrays", isDirectory: true)
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        _ = Scratch.write("arrays/y.npy", labels + header + [UInt8](repeating: 32, count: 80 - header.count) + [0, 1, 2, 0, 1, 2])
        return { input in
            _ = Scratch.write("arrays/x.npy", input)
            load(folder)
        }
    }

    /// PNG and JPEG: one that is changed, beside two that are whole.
    static let pictures = FuzzTarget(
        name: "pictures",
        words: [
            "IHDR", "PLTE", "tRNS", "IDAT", "IEND", "gAMA", "iCCP", "Exif\u{0}\u{0}", "II*\u{0}", "MM\u{0}*", "JFIF", "Adobe",
            "\u{0}\u{0}\u{0}\u{1}",
            "\u{0}\u{0}@\u{0}",
        ], isText: false
    ) {
        let folder = Scratch.folder.appendingPathComponent("pictures", isDirectory: true)
        for name in ["a", "b"] {
            try? FileManager.default.createDirectory(at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        let seed = FuzzTarget.named("pictures")?.seeds.first ?? []
        for name in ["a/1", "b/1"] { _ = Scratch.write("pictures/\(name)", seed) }
        return { input in
            _ = Scratch.write("pictures/b/2", withChunkChecksums(input))
            load(folder)
        }
    }

    static let pixelTables = FuzzTarget(
        name: "pixel-tables",
        words: ["label", "pixel0", "class", "id", ",", ";", "\t", "\"", "\r\n", "\r", "\n", "\u{feff}", "255", "256", "-1", "0.0", ",,"],
        isText: true
    ) {
        { input in load(Scratch.write("set.csv", input)) }
    }

    /// What is read is divided and measured.
    private static func load(_ place: URL) {
        guard let dataset = try? Dataset.load(folder: place, name: "fuzz") else { return }
        Reached.mark("read")
        guard let split = try? DataSplit(dataset, seed: 1) else { return }
        Reached.mark("split")
        _ = Normalisation(dataset, training: split.training)
    }

    /// A checksum that is wrong hides all that is behind it: those of a PNG's chunks are set right.
    private static func withChunkChecksums(_ input: [UInt8]) -> [UInt8] {
        guard input.count > 8, input[0] == 0x89 else { return input }
        var bytes = input
        var position = 8
        while position + 12 <= bytes.count {
            let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
            guard length <= bytes.count - position - 12 else { break }
            let end = position + 8 + length
            let sum = crc32(bytes[position + 4..<end])
            for (index, shift) in [24, 16, 8, 0].enumerated() { bytes[end + index] = UInt8(truncatingIfNeeded: sum >> shift) }
            position = end + 4
        }
        return bytes
    }

    /// Those of stored members, where their sizes still hold, in the member's header and in the directory.
    private static func withChecksums(_ input: [UInt8]) -> [UInt8] {
        var bytes = input
        func number(_ place: Int, _ count: Int) -> Int {
            guard place >= 0, place + count <= bytes.count else { return -1 }
            return bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        for place in bytes.indices where bytes[place] == 0x50 && number(place, 4) == 0x0201_4b50 {
            let (size, offset) = (number(place + 20, 4), number(place + 42, 4))
            guard number(place + 10, 2) == 0, size > 0, number(offset, 4) == 0x0403_4b50 else { continue }
            let start = offset + 30 + number(offset + 26, 2) + number(offset + 28, 2)
            guard start + size <= bytes.count, place + 20 <= bytes.count else { continue }
            let sum = crc32(bytes[start..<start + size])
            for index in 0..<4 { bytes[place + 16 + index] = UInt8(truncatingIfNeeded: sum >> (8 * index)) }
        }
        return bytes
    }

    private static func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes { sum = crcTable[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ (sum >> 8) }
        return ~sum
    }

    private static let crcTable: [UInt32] = (0..<256).map { (byte: UInt32) in
        var rest = byte
        for _ in 0..<8 {
            let isOdd = rest & 1 == 1
            rest >>= 1
            if isOdd { rest ^= 0xEDB8_8320 }
        }
        return rest
    }
}
