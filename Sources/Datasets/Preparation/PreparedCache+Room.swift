internal import CProcessShims
internal import Foundation
internal import Support

extension PreparedCache {
    /// The number of files, prepared examples and data sets as they were read, and their bytes.
    public var usage: (files: Int, bytes: Int) {
        let files = files()
        return (files.count, files.reduce(0) { $0 + $1.bytes })
    }

    /// Whether files could be written here.
    public var isWritable: Bool {
        let place = nearestFolder
        return DataFile.isFolder(place) && FileManager.default.isWritableFile(atPath: place.path)
    }

    /// Whether the folder is on a network or user-space file system, where it is not used.
    public var isOnNetwork: Bool { nas_is_network_file_system(nearestFolder.path) == 1 }

    /// The folder, or what there is of the path to it.
    private var nearestFolder: URL {
        var place = folder.standardizedFileURL
        while !FileManager.default.fileExists(atPath: place.path), place.pathComponents.count > 1 { place.deleteLastPathComponent() }
        return place
    }

    /// Removes the files longest unused until that many bytes more are within the limit. A file that another process has
    /// mapped stays whole there; what this process has open is left alone.
    func makeRoom(for bytes: Int) {
        let inUse = Set(keysInUse.map { url(of: $0).lastPathComponent })
        let now = Date()
        var total = bytes
        var candidates: [File] = []
        for file in files() {
            if let seconds = file.kind.keptSeconds, file.used < now.addingTimeInterval(-seconds) {
                try? FileManager.default.removeItem(at: file.url)
                continue
            }
            total += file.bytes
            if file.kind == .whole, !inUse.contains(file.url.lastPathComponent) { candidates.append(file) }
        }
        for file in candidates.sorted(by: { ($0.used, $0.url.path) < ($1.used, $1.url.path) }) where total > largestBytes {
            guard (try? FileManager.default.removeItem(at: file.url)) != nil else { continue }
            total -= file.bytes
        }
    }

    private enum Kind {
        case whole
        /// Being written, or left by a process that was killed.
        case unfinished
        /// What an interrupted reading goes on with.
        case resumable

        init?(suffix: String) {
            switch suffix {
            case PreparedCache.suffix, StoredDatasetName.suffix: self = .whole
            case PreparedCache.unfinishedSuffix: self = .unfinished
            case StoredDatasetName.partSuffix, StoredDatasetName.recordSuffix, StoredDatasetName.lockSuffix: self = .resumable
            default: return nil
            }
        }

        /// After this time without a change nobody comes back for it.
        var keptSeconds: Double? {
            switch self {
            case .whole: nil
            case .unfinished: 3600
            case .resumable: 7 * 86_400
            }
        }
    }

    private struct File {
        let url: URL
        let bytes: Int
        let used: Date
        let kind: Kind
    }

    /// Ordinary files whose names are of this cache's form; whatever else lies in the folder is not its own.
    private func files() -> [File] {
        DataFile.names(in: folder).compactMap { name in
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count > 1, StableHash(String(parts[0])) != nil, let kind = Kind(suffix: String(parts[parts.count - 1])) else {
                return nil
            }
            let url = folder.appendingPathComponent(name)
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: url.path),
                attributes[.type] as? FileAttributeType == .typeRegular, let bytes = attributes[.size] as? Int,
                let used = attributes[.modificationDate] as? Date
            else { return nil }
            return File(url: url, bytes: bytes, used: used, kind: kind)
        }
    }
}
