internal import Foundation

/// The folders that had to be made for a file, to be taken away again where nothing comes of it.
struct MadeFolders {
    /// The outermost first.
    private let paths: [String]

    /// Makes a folder, with those it is in.
    init(_ path: String) throws {
        var missing: [String] = []
        var folder = path
        while !folder.isEmpty, folder != "/", !FileManager.default.fileExists(atPath: folder) {
            missing.insert(folder, at: 0)
            folder = (folder as NSString).deletingLastPathComponent
        }
        paths = missing
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            removeIfEmpty()
            throw error
        }
    }

    /// Removes those in which there is nothing.
    func removeIfEmpty() {
        for path in paths.reversed() { rmdir(path) }
    }
}
