internal import Foundation
internal import Support

/// A file that is written at its end and mapped when it is whole: written and not mapped while it grows, so that a full disk is an error
/// and not the end of the process.
final class GrowingFile {
    private(set) var url: URL
    private(set) var byteCount: Int
    /// Whether the file goes with this object.
    private var isTemporary: Bool
    /// Whether it has its name for good.
    private var isWhole = false
    private let descriptor: Int32

    /// Opens a file of its own for as long as this object lives.
    init?(temporary url: URL) {
        descriptor = open(url.path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return nil }
        (self.url, byteCount, isTemporary) = (url, 0, true)
    }

    /// Opens a file that stays when the process ends, with the first bytes that are in it already.
    init?(kept url: URL, byteCount: Int) {
        descriptor = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, Int(status.st_size) >= byteCount,
            ftruncate(descriptor, off_t(byteCount)) == 0
        else {
            close(descriptor)
            return nil
        }
        (self.url, self.byteCount, isTemporary) = (url, byteCount, false)
    }

    /// Opens a file that is whole, for reading alone.
    init?(stored url: URL) {
        descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
        var status = stat()
        guard descriptor >= 0 else { return nil }
        guard fstat(descriptor, &status) == 0 else {
            close(descriptor)
            return nil
        }
        (self.url, byteCount, isTemporary) = (url, Int(status.st_size), false)
    }

    deinit {
        close(descriptor)
        if isTemporary { unlink(url.path) }
    }

    /// Writes at the end. False where not all can be written; the file then is as it was.
    func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = pwrite(
                descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written, off_t(byteCount + written))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                ftruncate(descriptor, off_t(byteCount))
                return false
            }
            written += count
        }
        byteCount += written
        return true
    }

    /// Reads what was written. False where the disk fails.
    func read(at offset: Int, into bytes: UnsafeMutableRawBufferPointer) -> Bool {
        var filled = 0
        while filled < bytes.count {
            let count = pread(descriptor, bytes.baseAddress?.advanced(by: filled), bytes.count - filled, off_t(offset + filled))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            filled += count
        }
        return true
    }

    /// Forces what was written to the disk.
    func synchronize() -> Bool { fsync(descriptor) == 0 }

    /// The bytes that are there now, for good: nothing may be written among them any more.
    func map() -> MappedFile? { MappedFile(descriptor: descriptor, prefix: byteCount) }

    /// Gives the file, once it is whole, its name for good.
    func move(to target: URL) -> Bool {
        guard rename(url.path, target.path) == 0 else { return false }
        (url, isTemporary, isWhole) = (target, false, true)
        return true
    }

    /// Lets a file that has no name for good go with this object. What was mapped of it stays.
    func discard() { isTemporary = !isWhole }
}
