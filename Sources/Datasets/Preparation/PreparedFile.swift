internal import Foundation
internal import NetworkGraph
internal import Support

/// Prepared examples in a file: a page of header, labels (32 bits, little-endian), and from a page's begin on the examples: bytes of
/// images, or floats (single precision, little-endian), which have a magic word of their own.
/// Only a file of exactly the expected size, header and content is opened.
final class PreparedFile: Sendable {
    let labels: [Int32]
    private let mapped: MappedFile
    private let layout: Layout

    /// Where what lies, and the first bytes of the header: what is known before the file is read.
    struct Layout: Sendable {
        static let page = 4096
        static let magic = [UInt8]("nasprep1".utf8)
        static let magicOfFloats = [UInt8]("nasprepf".utf8)
        let key: StableHash
        let count: Int
        let header: [UInt8]
        let imagesOffset: Int
        let byteCount: Int

        init(_ preparation: ExamplePreparation, key: StableHash) {
            let input = preparation.input
            self.key = key
            count = preparation.indices.count
            header =
                (preparation.holdsFloats ? Self.magicOfFloats : Self.magic) + Self.bytes(of: key)
                + [input.height, input.width, input.channels, count].flatMap { UInt64($0).littleEndianBytes }
            imagesOffset = (Self.page + 4 * count + Self.page - 1) / Self.page * Self.page
            byteCount = imagesOffset + preparation.byteCount
        }

        /// The whole first page, with the hash of everything behind it.
        func firstPage(content: StableHash) -> [UInt8] {
            let used = header + Self.bytes(of: content)
            return used + [UInt8](repeating: 0, count: Self.page - used.count)
        }

        /// Labels and the zeros up to the next page.
        func bytes(of labels: [Int32]) -> [UInt8] {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(imagesOffset - Self.page)
            for label in labels {
                for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: label >> Int32(shift))) }
            }
            return bytes + [UInt8](repeating: 0, count: imagesOffset - Self.page - bytes.count)
        }

        private static func bytes(of hash: StableHash) -> [UInt8] { hash.high.littleEndianBytes + hash.low.littleEndianBytes }
    }

    /// Nil where there is no such file, or it is cut off, damaged, of another version or of other examples.
    ///
    /// Everything is read once to compare its hash: by reading, for a disk that fails then is an error and not the end of the
    /// process, as it would be with mapped bytes.
    static func open(_ url: URL, layout: Layout) -> PreparedFile? {
        // Looked at by name first: to open a pipe may wait for ever.
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: url.path),
            attributes[.type] as? FileAttributeType == .typeRegular, attributes[.size] as? Int == layout.byteCount,
            let file = try? FileHandle(forReadingFrom: url)
        else { return nil }
        defer { try? file.close() }
        guard let page = try? file.read(upToCount: Layout.page), let content = contentHash(file),
            [UInt8](page) == layout.firstPage(content: content)
        else { return nil }
        return PreparedFile(file, layout: layout)
    }

    /// Maps what is known to be whole.
    init?(_ file: FileHandle, layout: Layout) {
        guard let mapped = MappedFile(descriptor: file.fileDescriptor, byteCount: layout.byteCount) else { return nil }
        self.mapped = mapped
        self.layout = layout
        labels = mapped.withBytes(Layout.page..<layout.imagesOffset) { bytes in
            (0..<layout.count).map { index in
                (0..<4).reduce(0) { $0 | Int32(truncatingIfNeeded: UInt32(bytes[4 * index + $1]) << UInt32(8 * $1)) }
            }
        }
    }

    var imageBytes: Int { layout.byteCount - layout.imagesOffset }

    func withImages<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        mapped.withBytes(layout.imagesOffset..<layout.byteCount, body)
    }

    /// The examples of a file of floats.
    func withFloats<Result>(_ body: (Span<Float>) -> Result) -> Result {
        mapped.withFloats(layout.imagesOffset..<layout.byteCount, body)
    }

    private static func contentHash(_ file: FileHandle) -> StableHash? {
        var hasher = StableHasher()
        do {
            while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
                piece.withUnsafeBytes { hasher.update(bytes: $0) }
            }
        } catch {
            return nil
        }
        return hasher.finalize()
    }
}
