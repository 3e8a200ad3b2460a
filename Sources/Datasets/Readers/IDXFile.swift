internal import Foundation
internal import Support

/// A file in the IDX form of MNIST: two zero bytes, the element type, the number of dimensions, the dimensions as
/// big-endian 32-bit numbers, then the elements. Only unsigned bytes (type 8) are read. Plain or gzip.
///
/// Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database", section "the IDX file format".
struct IDXFile {
    let dimensions: [Int]
    let elements: [UInt8]

    /// - Parameters:
    ///   - ranks: the numbers of dimensions that are accepted: 1 for labels, 3 or 4 for images.
    ///   - room: for so many elements more, which the caller will append.
    init(_ url: URL, ranks: ClosedRange<Int>, room: Int = 0) throws(Diagnostic) {
        var reader = try GzipReader(try DataFile.read(url), fileName: url.path)
        try self.init(next: &reader, fileName: url.path, ranks: ranks, room: room)
        // Reading past the end also lets zlib compare the checksum.
        if try !reader.read(upTo: 1).isEmpty {
            let text = Self.text(dimensions)
            throw Diagnostic("goes on after the \(text) = \(elements.count) bytes its header promises", file: url.path)
        }
    }

    /// Reads one IDX block and leaves what follows it in the reader.
    init(next reader: inout GzipReader, fileName: String, ranks: ClosedRange<Int>, room: Int = 0) throws(Diagnostic) {
        let magic = try reader.read(upTo: 4)
        guard magic.count == 4 else { throw Diagnostic("is too short for an IDX file (\(magic.count) bytes)", file: fileName) }
        guard magic[0] == 0, magic[1] == 0 else {
            throw Diagnostic(
                "is not an IDX file: it starts with \(Self.hex(magic)), expected 00 00 08 0\(ranks.lowerBound)", file: fileName)
        }
        guard magic[2] == 8 else {
            throw Diagnostic("holds elements of IDX type \(Self.hex([magic[2]])), only unsigned bytes (08) can be read", file: fileName)
        }
        guard ranks.contains(Int(magic[3])) else {
            let expected = ranks.count == 1 ? "\(ranks.lowerBound)" : "\(ranks.lowerBound) or \(ranks.upperBound)"
            throw Diagnostic(
                "has \(magic[3]) dimensions, expected \(expected)", file: fileName,
                hint: "images have 3 dimensions (count, height, width) or 4 (and channels), labels 1; are the two files exchanged?")
        }
        let rank = Int(magic[3])
        let header = try reader.read(upTo: 4 * rank)
        guard header.count == 4 * rank else { throw Diagnostic("ends within its header", file: fileName) }
        let dimensions = (0..<rank).map { axis in header[4 * axis..<4 * axis + 4].reduce(0) { $0 << 8 | Int($1) } }
        let count = try Self.elementCount(dimensions, fileName: fileName)
        let elements = try reader.read(upTo: count, room: room)
        guard elements.count == count else {
            throw Diagnostic(
                "is cut off: its header promises \(Self.text(dimensions)) = \(count) bytes, \(elements.count) are there", file: fileName)
        }
        self.dimensions = dimensions
        self.elements = elements
    }

    private static func elementCount(_ dimensions: [Int], fileName: String) throws(Diagnostic) -> Int {
        var count = 1
        for dimension in dimensions {
            guard dimension > 0 else { throw Diagnostic("is empty: its dimensions are \(text(dimensions))", file: fileName) }
            let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
            guard !overflow, product <= DataFile.largestBytes else {
                throw Diagnostic("promises \(text(dimensions)) bytes, more than can be held in memory", file: fileName)
            }
            count = product
        }
        return count
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    }

    private static func text(_ dimensions: [Int]) -> String { dimensions.map(String.init).joined(separator: " x ") }
}
