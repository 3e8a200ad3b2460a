internal import Foundation
internal import Support

/// Bytes that come in order, from a file that need not fit into memory.
protocol ByteStream: AnyObject {
    /// What people call the file, for messages.
    var fileName: String { get }
    /// How many bytes can still come at most: what a header promises beyond takes no memory.
    var bound: Int { get }

    /// The next bytes, fewer than `count` only where they end. To be asked for in pieces of some MiB.
    func read(upTo count: Int) throws(Diagnostic) -> [UInt8]
}

/// An ordinary file, or a range of its bytes.
final class FileStream: ByteStream {
    let fileName: String
    /// Of the whole file.
    let size: Int
    var bound: Int { left }
    private let handle: FileHandle
    private var left: Int

    init(_ url: URL, fileName: String? = nil) throws(Diagnostic) {
        self.fileName = fileName ?? url.path
        size = try DataFile.size(url)
        left = size
        do { handle = try FileHandle(forReadingFrom: url) } catch { throw DataFile.unreadable(url, error) }
    }

    /// Goes to a range that is within the file.
    func seek(to range: Range<Int>) throws(Diagnostic) {
        precondition(range.lowerBound >= 0 && range.upperBound <= size)
        do { try handle.seek(toOffset: UInt64(range.lowerBound)) } catch {
            throw Diagnostic("cannot be read (\(error.localizedDescription))", file: fileName)
        }
        left = range.count
    }

    func read(upTo count: Int) throws(Diagnostic) -> [UInt8] {
        var bytes: [UInt8] = []
        let wanted = min(count, left)
        while bytes.count < wanted {
            let piece: Data?
            do { piece = try handle.read(upToCount: wanted - bytes.count) } catch {
                throw Diagnostic("cannot be read (\(error.localizedDescription))", file: fileName)
            }
            guard let piece, !piece.isEmpty else { break }
            bytes += piece
        }
        left -= bytes.count
        return bytes
    }
}
