internal import Foundation
internal import Support

/// Files of data sets: found and read with diagnostics instead of Foundation's errors.
enum DataFile {
    /// The largest file read and the largest set held: everything is in memory, in every worker.
    static let largestBytes = 4 << 30

    /// The whole file.
    static func read(_ url: URL, atMost limit: Int = largestBytes) throws(Diagnostic) -> [UInt8] {
        let size = try size(url)
        guard size <= limit else {
            throw Diagnostic("has \(Dimension.memory.format(Double(size))), more than can be held in memory", file: url.path)
        }
        do { return [UInt8](try Data(contentsOf: url)) } catch { throw unreadable(url, error) }
    }

    /// How many bytes an ordinary file has.
    static func size(_ url: URL) throws(Diagnostic) -> Int {
        let name = url.path
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: name, isDirectory: &isFolder) else { throw Diagnostic("no such file", file: name) }
        guard !isFolder.boolValue else { throw Diagnostic("is a folder, a file was expected", file: name) }
        let attributes: [FileAttributeKey: Any]
        do {
            attributes = try FileManager.default.attributesOfItem(atPath: url.resolvingSymlinksInPath().path)
        } catch {
            throw unreadable(url, error)
        }
        // Not a device or a pipe: reading those may never end.
        guard attributes[.type] as? FileAttributeType == .typeRegular else { throw Diagnostic("is not an ordinary file", file: name) }
        return attributes[.size] as? Int ?? 0
    }

    /// At most so many bytes from the start; none where the file cannot be read or is no ordinary one.
    static func start(of url: URL, upTo count: Int) -> [UInt8] {
        guard let stream = try? FileStream(url) else { return [] }
        return (try? stream.read(upTo: count)) ?? []
    }

    static func unreadable(_ url: URL, _ error: any Error) -> Diagnostic {
        Diagnostic("cannot be read (\(SystemError.words(error)))", file: url.path)
    }

    /// The first of the names that is there, as it is or with `.gz`.
    static func find(_ names: [String], in folder: URL) -> URL? {
        for name in names {
            for suffix in ["", ".gz"] {
                let url = folder.appendingPathComponent(name + suffix)
                if FileManager.default.fileExists(atPath: url.path) { return url }
            }
        }
        return nil
    }

    /// Names in a folder, sorted; empty where it cannot be read.
    static func names(in folder: URL) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }

    static func isFolder(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// The lines of a text file of class names, without empty ones; nil where there is no such file.
    static func classNames(_ names: [String], in folder: URL) throws(Diagnostic) -> [String]? {
        guard let url = find(names, in: folder), url.pathExtension != "gz" else { return nil }
        let text = try DecodedText.decode(try read(url), file: url.path)
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        guard (1...256).contains(lines.count) else {
            throw Diagnostic("names \(Plural.count(lines.count, "class", "classes")), expected 1 to 256, one a line", file: url.path)
        }
        return lines
    }
}
