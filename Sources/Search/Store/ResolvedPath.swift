internal import Foundation

/// Where a path leads, without symbolic links: so that locks, journals and weights of one file go by one path, whichever was given.
enum ResolvedPath {
    /// Where a path leads; for what is not there yet, where it would be made.
    static func of(_ path: String, links: Int = 40) -> String {
        if let real = real(path) { return real }
        let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
        if let real = real(absolute) { return real }
        let (folder, name) = ((absolute as NSString).deletingLastPathComponent, (absolute as NSString).lastPathComponent)
        // A link to what is not there.
        if links > 0, let target = try? FileManager.default.destinationOfSymbolicLink(atPath: absolute) {
            return of(target.hasPrefix("/") ? target : folder + "/" + target, links: links - 1)
        }
        guard absolute != "/", !folder.isEmpty else { return absolute }
        let parent = of(folder, links: links)
        return (parent == "/" ? "" : parent) + "/" + name
    }

    private static func real(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }
}
