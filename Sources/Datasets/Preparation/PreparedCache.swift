public import Foundation
internal import Support
internal import Synchronization

/// Prepared examples, and large data sets as they were read, kept in a folder, so that each is made once and all workers of a machine
/// share one copy in memory.
///
/// Nothing here ever fails: where a file cannot be had, whoever asked prepares in memory.
public final class PreparedCache: Sendable {
    /// Where the files lie; the folder is made when the first is written.
    public let folder: URL
    /// The most bytes that all files may have together; those longest unused are removed for new ones.
    public let largestBytes: Int
    /// Images of fewer bytes are not worth a file.
    public let smallestBytes: Int
    /// What this process has opened: verified once, and not to be removed.
    private let opened = Mutex<[StableHash: PreparedFile]>([:])

    /// Creates a cache in a folder, which need not exist yet.
    public init(folder: URL, largestBytes: Int = 2 << 30, smallestBytes: Int = 1 << 20) {
        self.folder = folder
        self.largestBytes = largestBytes
        self.smallestBytes = smallestBytes
    }

    /// Returns the cache in the folder `prepared` in `$NAS_CACHE`, else in `nas` in the user's cache folder (`$XDG_CACHE_HOME`, or
    /// `~/.cache`); nil where there is none of them.
    public static func standard(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        workingFolder: URL = URL(fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
    ) -> PreparedCache? {
        let root: URL
        if let path = environment["NAS_CACHE"], !path.isEmpty {
            root = URL(fileURLWithPath: path, isDirectory: true, relativeTo: workingFolder).standardizedFileURL
        } else if let path = environment["XDG_CACHE_HOME"], path.hasPrefix("/") {
            root = URL(fileURLWithPath: path, isDirectory: true).appendingPathComponent("nas", isDirectory: true)
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            root = URL(fileURLWithPath: home, isDirectory: true).appendingPathComponent(".cache/nas", isDirectory: true)
        } else {
            return nil
        }
        return PreparedCache(folder: root.appendingPathComponent("prepared", isDirectory: true))
    }

    /// The prepared examples, mapped: those of this process, those on the disk, or else made and written now. Nil where they
    /// are too small or too large for a file, or the folder or the data set is at fault, or the folder is on a network: another
    /// machine that removes a file there can end a process that has it mapped.
    func file(for preparation: ExamplePreparation) -> PreparedFile? {
        // Floats are mapped as this machine has them.
        guard !preparation.holdsFloats || Int32(1).littleEndian == 1 else { return nil }
        let layout = PreparedFile.Layout(preparation, key: preparation.key)
        guard preparation.byteCount >= max(smallestBytes, 1), layout.byteCount <= largestBytes else { return nil }
        if let known = opened.withLock({ $0[layout.key] }) { return known }
        guard !isOnNetwork, let file = onDisk(layout) ?? written(preparation, layout) else { return nil }
        // Two threads may have come here: they go on with one file.
        return opened.withLock { opened in
            if let known = opened[layout.key] { return known }
            opened[layout.key] = file
            return file
        }
    }

    func url(of key: StableHash) -> URL { folder.appendingPathComponent("\(key).\(Self.suffix)") }

    static let suffix = "prepared"
    /// Files under way; what a killed process has left of them is swept away later.
    static let unfinishedSuffix = "new"

    var keysInUse: Set<StableHash> { opened.withLock { Set($0.keys) } }

    private func onDisk(_ layout: PreparedFile.Layout) -> PreparedFile? {
        let url = url(of: layout.key)
        guard let file = PreparedFile.open(url, layout: layout) else { return nil }
        // That it was used, for whoever looks for the longest unused.
        try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: url.path)
        return file
    }

    private func written(_ preparation: ExamplePreparation, _ layout: PreparedFile.Layout) -> PreparedFile? {
        let manager = FileManager.default
        guard (try? manager.createDirectory(at: folder, withIntermediateDirectories: true)) != nil else { return nil }
        makeRoom(for: layout.byteCount)
        let temporary = folder.appendingPathComponent("\(layout.key).\(UUID().uuidString).\(Self.unfinishedSuffix)")
        guard let handle = try? PreparedFile.write(preparation, layout: layout, to: temporary) else { return nil }
        defer { try? handle.close() }
        // Another worker may have been quicker; two copies of the same bytes would both stay in memory.
        if let other = onDisk(layout) {
            try? manager.removeItem(at: temporary)
            return other
        }
        guard rename(temporary.path, url(of: layout.key).path) == 0 else {
            try? manager.removeItem(at: temporary)
            return nil
        }
        return PreparedFile(handle, layout: layout)
    }
}
