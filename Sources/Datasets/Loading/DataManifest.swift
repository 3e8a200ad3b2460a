internal import Foundation
internal import Support

/// Which files lie at a place, how large each is and when it was changed: what a set that was kept is known again by, without reading it.
struct DataManifest: Equatable {
    /// Of the paths below the place, the sizes and the times, in any order.
    let hash: StableHash
    let files: Int
    let bytes: Int
    /// When the file that was changed last was changed, in seconds since 1970.
    let lastChange: Double

    /// Nil where nothing is there.
    init?(_ place: URL) {
        var walk = Walk()
        var status = stat()
        guard stat(place.path, &status) == 0 else { return nil }
        walk.add([], status, path: place.path.utf8CString.dropLast().map { $0 }, in: StableHash(high: 0, low: 0))
        (files, bytes, lastChange) = (walk.files, walk.bytes, walk.lastChange)
        hash = StableHash(high: walk.sum.high, low: walk.sum.low)
    }
}

/// Goes through folders, those behind links too.
private struct Walk {
    var files = 0
    var bytes = 0
    var lastChange = -Double.infinity
    /// Sums do not depend on the order in which a folder lists its files.
    var sum: (high: UInt64, low: UInt64) = (0, 0)
    /// The folders above, into one of which a link may lead back.
    private var above: [(device: dev_t, number: ino_t)] = []

    private static let deepest = 64

    /// - Parameter folder: names the folder that it lies in.
    mutating func add(_ name: [UInt8], _ status: stat, path: [CChar], in folder: StableHash) {
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        var hasher = Self.hasher(folder, name)
        hasher.combine(UInt64(status.st_mode & S_IFMT))
        if !isFolder {
            let time = status.changeTime
            hasher.combine(Int(status.st_size))
            hasher.combine(Int(time.tv_sec))
            hasher.combine(Int(time.tv_nsec))
            files += 1
            bytes += Int(status.st_size)
            lastChange = max(lastChange, Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9)
        }
        take(hasher)
        let isAbove = above.contains { $0.device == status.st_dev && $0.number == status.st_ino }
        guard isFolder, !isAbove, above.count < Self.deepest else { return }
        above.append((status.st_dev, status.st_ino))
        addContents(of: path, as: hasher.finalize())
        above.removeLast()
    }

    private mutating func addContents(of path: [CChar], as folder: StableHash) {
        guard let listing = opendir(path + [0]) else { return }
        defer { closedir(listing) }
        let descriptor = dirfd(listing)
        while let entry = readdir(listing) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in Array(bytes.prefix { $0 != 0 }) }
            guard name != [46], name != [46, 46] else { continue }
            var status = stat()
            let isThere = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: name.count + 1) { fstatat(descriptor, $0, &status, 0) == 0 }
            }
            if isThere {
                let isFolder = status.st_mode & S_IFMT == S_IFDIR
                add(name, status, path: isFolder ? path + [47] + name.map { CChar(bitPattern: $0) } : [], in: folder)
            } else {
                // A link to nothing.
                take(Self.hasher(folder, name))
            }
        }
    }

    private static func hasher(_ folder: StableHash, _ name: [UInt8]) -> StableHasher {
        var hasher = StableHasher()
        hasher.combine(folder.high)
        hasher.combine(folder.low)
        hasher.combine(name.count)
        name.withUnsafeBytes { hasher.update(bytes: $0) }
        return hasher
    }

    private mutating func take(_ hasher: StableHasher) {
        let hash = hasher.finalize()
        sum = (sum.high &+ hash.high, sum.low &+ hash.low)
    }
}

extension stat {
    /// When the content was changed.
    fileprivate var changeTime: timespec {
        #if os(Linux)
        st_mtim
        #else
        st_mtimespec
        #endif
    }
}
