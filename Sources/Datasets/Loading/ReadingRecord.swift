internal import Foundation
internal import Support

/// How far a reading has come, beside the file in which its values grow. It is believed as a whole or not at all.
struct ReadingRecord: Equatable {
    /// So much of the file counts.
    let byteCount: Int
    /// What its reader needs to go on behind it.
    let state: Data

    private static let magic = [UInt8]("nasread1".utf8)
    private static let headerBytes = 32

    init(byteCount: Int, state: Data) { (self.byteCount, self.state) = (byteCount, state) }

    /// Nil where there is none, or it is damaged.
    init?(contentsOf url: URL) {
        guard let bytes = try? DataFile.read(url), bytes.count >= Self.headerBytes, bytes.starts(with: Self.magic) else { return nil }
        let count = UInt64(littleEndianBytes: bytes[8..<16])
        guard count <= 1 << 62 else { return nil }
        self.init(byteCount: Int(count), state: Data(bytes[Self.headerBytes...]))
        guard bytes.elementsEqual(self.bytes) else { return nil }
    }

    func write(to url: URL, through temporary: URL) {
        guard (try? Data(bytes).write(to: temporary)) != nil, rename(temporary.path, url.path) == 0 else {
            unlink(temporary.path)
            return
        }
    }

    private var bytes: [UInt8] {
        var hasher = StableHasher()
        hasher.combine(byteCount)
        state.withUnsafeBytes { hasher.update(bytes: $0) }
        let hash = hasher.finalize()
        return Self.magic + [UInt64(byteCount), hash.high, hash.low].flatMap(\.littleEndianBytes) + state
    }
}
