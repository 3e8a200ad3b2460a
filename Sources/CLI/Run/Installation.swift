import Foundation
import SearchEngine
import Support

/// Where the boards and spaces that ship with the program are: in the checkout it was built in, or where `NAS_HOME` points.
enum Installation {
    static let root: URL? = {
        let manager = FileManager.default
        if let home = ProcessInfo.processInfo.environment["NAS_HOME"], !home.isEmpty {
            return URL(fileURLWithPath: home, isDirectory: true)
        }
        var folder = executable.deletingLastPathComponent()
        for _ in 0..<6 {
            if manager.fileExists(atPath: folder.appendingPathComponent("boards").path),
                manager.fileExists(atPath: folder.appendingPathComponent("searchspaces").path)
            {
                return folder
            }
            folder.deleteLastPathComponent()
        }
        return nil
    }()

    /// This program's own file: workers are started from it.
    static let executable = SearchWorker.program

    static func folder(_ name: String) throws(Diagnostic) -> URL {
        guard let root else {
            throw Diagnostic(
                "cannot find the folder '\(name)' that ships with nas",
                hint: "start it as ./nas from its checkout, or set NAS_HOME to the checkout")
        }
        return root.appendingPathComponent(name, isDirectory: true)
    }

    /// The names of the YAML files in a folder that ships, sorted, without their extension.
    static func names(in folder: String) throws(Diagnostic) -> [String] {
        let url = try self.folder(folder)
        let files = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }
}
