public import Foundation
internal import Support

extension DataCatalog {
    /// Returns the folders in which a set of this name is looked for, in order: `$NAS_DATA/NAME`, `data/NAME` in the working folder, and
    /// `nas/NAME` in the user's data folder (`$XDG_DATA_HOME`, or `~/.local/share`).
    public static func places(
        for name: String, environment: [String: String] = ProcessInfo.processInfo.environment,
        workingFolder: URL = URL(fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
    ) -> [URL] {
        var roots: [URL] = []
        if let path = environment["NAS_DATA"], !path.isEmpty {
            roots.append(URL(fileURLWithPath: path, isDirectory: true, relativeTo: workingFolder).standardizedFileURL)
        }
        roots.append(workingFolder.appendingPathComponent("data", isDirectory: true))
        if let path = environment["XDG_DATA_HOME"], path.hasPrefix("/") {
            roots.append(URL(fileURLWithPath: path, isDirectory: true).appendingPathComponent("nas", isDirectory: true))
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            roots.append(URL(fileURLWithPath: home, isDirectory: true).appendingPathComponent(".local/share/nas", isDirectory: true))
        }
        return roots.map { $0.appendingPathComponent(name, isDirectory: true) }
    }

    /// Tells where on this machine a known set is. The embedded set is always there.
    public static func presence(
        of entry: Entry, environment: [String: String] = ProcessInfo.processInfo.environment,
        workingFolder: URL = URL(fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
    ) -> Presence {
        if entry == digits { return .embedded }
        let places = places(for: entry.name, environment: environment, workingFolder: workingFolder)
        return places.first(where: DataFile.isFolder).map(Presence.folder) ?? .absent
    }

    /// Where a known set is on a machine.
    public enum Presence: Sendable, Hashable {
        /// It is part of the program.
        case embedded
        /// A folder of that name is there; only loading tells whether its files are whole.
        case folder(URL)
        /// No folder of that name is in any of the places.
        case absent
    }
}
