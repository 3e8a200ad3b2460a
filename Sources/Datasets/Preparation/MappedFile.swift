internal import Foundation

/// A file's bytes mapped read-only: every process that maps the file shares one copy, that of the page cache. The one type
/// of this module that holds an unsafe pointer.
///
/// Reading past the end of a file that was made shorter ends a process, so only files that are never written again once they
/// have their name are to be mapped; one that is removed or replaced stays as it was here.
final class MappedFile: @unchecked Sendable {
    // Unchecked, for a pointer is not Sendable; nothing writes to these bytes.
    private let bytes: UnsafeRawBufferPointer

    /// Nil where the file is not an ordinary one of exactly this size, or cannot be mapped.
    ///
    /// - Parameter descriptor: open for reading; may be closed afterwards.
    convenience init?(descriptor: Int32, byteCount: Int) {
        var status = stat()
        guard fstat(descriptor, &status) == 0, Int(status.st_size) == byteCount else { return nil }
        self.init(descriptor: descriptor, prefix: byteCount)
    }

    /// The first bytes of a file, which may go on behind them.
    ///
    /// - Parameter descriptor: open for reading; may be closed afterwards.
    init?(descriptor: Int32, prefix byteCount: Int) {
        var status = stat()
        guard byteCount > 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, Int(status.st_size) >= byteCount
        else { return nil }
        let address = mmap(nil, byteCount, PROT_READ, MAP_SHARED, descriptor, 0)
        guard let address, address != MAP_FAILED else { return nil }
        bytes = UnsafeRawBufferPointer(start: address, count: byteCount)
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }

    package var count: Int { bytes.count }

    /// Some of the bytes. The span is valid in `body` alone.
    func withBytes<Result>(_ range: Range<Int>, _ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        return try bytes.withMemoryRebound(to: UInt8.self) { try body($0.span.extracting(range)) }
    }

    /// Some of the bytes as single-precision numbers in this machine's order. The span is valid in `body` alone.
    func withFloats<Result>(_ range: Range<Int>, _ body: (Span<Float>) throws -> Result) rethrows -> Result {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        precondition(range.lowerBound % MemoryLayout<Float>.alignment == 0 && range.count % MemoryLayout<Float>.size == 0)
        return try UnsafeRawBufferPointer(rebasing: bytes[range]).withMemoryRebound(to: Float.self) { try body($0.span) }
    }
}
