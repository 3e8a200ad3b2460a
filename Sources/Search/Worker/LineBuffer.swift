internal import Foundation

/// Cuts a stream of bytes into lines.
struct LineBuffer {
    private var pending = Data()
    /// A line longer than this is not one of ours.
    static let longestLine = 64 << 20

    /// Adds bytes and returns the lines they complete, without their ends.
    mutating func append(_ bytes: some Collection<UInt8>) -> [Data] {
        pending.append(contentsOf: bytes)
        guard pending.contains(UInt8(ascii: "\n")) else {
            if pending.count > Self.longestLine { pending.removeAll() }
            return []
        }
        var lines: [Data] = []
        var start = pending.startIndex
        while let end = pending[start...].firstIndex(of: UInt8(ascii: "\n")) {
            lines.append(Data(pending[start..<end]))
            start = pending.index(after: end)
        }
        pending = Data(pending[start...])
        return lines
    }
}
