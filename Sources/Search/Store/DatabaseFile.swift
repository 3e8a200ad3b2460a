internal import CProcessShims
internal import Foundation

/// The open file that a database is, whatever names it has: what its writer locks, and what its path is compared with meanwhile.
///
/// The descriptor is one of its own and stays open as long as the database is written, for to close any descriptor of a file gives up all
/// of SQLite's locks on it in this process.
final class DatabaseFile {
    /// Without symbolic links.
    let path: String
    private let descriptor: Int32
    /// Some network file systems number one file in two ways.
    private let canBeCompared: Bool
    private var isLocked = false

    /// - Throws: `StoreError.locked` at once where another process writes it, under whatever name.
    init(locking path: String) throws(StoreError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        let reason = errno
        let isRemote = nas_is_network_file_system(path) == 1
        canBeCompared = !isRemote || FileIdentity(named: path) == FileIdentity(descriptor: descriptor)
        guard descriptor >= 0 else { throw .system("cannot be read", path: path, error: reason) }
        // A network file system may make this lock one of those that SQLite takes. There the lock beside the database has to do.
        guard !isRemote else { return }
        isLocked = nas_lock(descriptor) == 0
        guard !isLocked, errno == EWOULDBLOCK else { return }
        throw StoreError(
            .locked, "another search is writing this database, under another name", path: path,
            hint: "wait for it, or stop it; reading (status, pareto, trials, show) works meanwhile, under the name that it uses")
    }

    deinit {
        if isLocked { _ = nas_unlock(descriptor) }
        if descriptor >= 0 { close(descriptor) }
    }

    enum Place: Equatable {
        case unchanged
        /// Nil where its new name is not known.
        case moved(to: String?)
        /// It has no name any more: what is written to it is gone when it is closed.
        case removed
    }

    /// Where the file is now.
    var place: Place {
        guard canBeCompared, let own = FileIdentity(descriptor: descriptor) else { return .unchanged }
        if let named = FileIdentity(named: path) {
            if named == own { return .unchanged }
        } else if errno != ENOENT, errno != ENOTDIR {
            // A folder that may not be searched, a server that does not answer: nothing is known.
            return .unchanged
        }
        return own.links > 0 ? .moved(to: newName(own)) : .removed
    }

    private func newName(_ own: FileIdentity) -> String? {
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")
        if let link, FileIdentity(named: link) == own { return link }
        return own.names(in: (path as NSString).deletingLastPathComponent).first
    }

    /// - Throws: where the file has another name (a hard link) and what is newest is in a journal beside that: SQLite's journal goes by the
    ///   name, and to go on without it would destroy the database.
    static func checkJournal(of path: String) throws(StoreError) {
        guard let identity = FileIdentity(named: path), identity.links > 1 else { return }
        let names = identity.names(in: (path as NSString).deletingLastPathComponent)
        for other in names where other != path && ["-wal", "-journal"].contains(where: { StoreFile.size(other + $0) > 0 }) {
            throw StoreError(
                .changed, "the file has another name, \(other), and its newest rows are in the journal beside that", path: path,
                hint: "use that name, as long as it has a journal; a copy (cp), not a hard link, is a database of its own")
        }
    }
}
