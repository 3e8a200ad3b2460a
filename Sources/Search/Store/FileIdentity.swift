internal import Foundation

/// Which file it is, whatever its names: by device and inode. Asking opens nothing: to open and close a database would give up SQLite's
/// locks on it.
struct FileIdentity: Equatable {
    private let device: UInt64
    private let inode: UInt64
    /// How many names it has; 0 once it is removed, and only open.
    let links: Int

    static func == (one: FileIdentity, other: FileIdentity) -> Bool { one.device == other.device && one.inode == other.inode }

    private init(_ information: stat) {
        device = UInt64(truncatingIfNeeded: information.st_dev)
        inode = UInt64(truncatingIfNeeded: information.st_ino)
        links = Int(information.st_nlink)
    }

    /// Looks up what has this name, which may be a symbolic link. Nil where nothing has, or it cannot be told: `errno` says which.
    init?(named path: String) {
        var information = stat()
        guard lstat(path, &information) == 0 else { return nil }
        self.init(information)
    }

    init?(descriptor: Int32) {
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { return nil }
        self.init(information)
    }

    /// Those of its names that are in a folder, as paths.
    func names(in folder: String) -> [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return all.sorted().map { folder + "/" + $0 }.filter { FileIdentity(named: $0) == self }
    }
}
