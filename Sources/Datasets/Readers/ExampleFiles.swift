internal import Foundation
internal import Support

/// Which sounds a folder holds, and what their names and folders say of them.
struct SoundSet {
    /// A file that is called a sound, or lies among those of a class.
    struct Entry: Sendable {
        let path: String
        let label: String
        var group: String?
        var part: DataPart
    }

    private(set) var entries: [Entry] = []
    private(set) var notes: [String] = []

    init(_ folder: URL, pattern: NamePattern?) throws(Diagnostic) {
        if pattern?.hasLabel ?? !Self.hasClassFolders(folder) {
            try readNames(folder, pattern: pattern)
        } else {
            try readFolders(folder, pattern: pattern)
        }
        if Set(entries.compactMap(\.group)).count == 1 {
            for index in entries.indices { entries[index].group = nil }
        }
    }

    /// A single folder of files beside each other is one whose names say the class.
    private static func hasClassFolders(_ folder: URL) -> Bool {
        let inside = DataFile.names(in: folder).filter { !$0.hasPrefix(".") }.map { folder.appendingPathComponent($0, isDirectory: true) }
        let holding = inside.filter {
            DataFile.isFolder($0)
                && (ClassFolders.hold(.sounds, $0, inFolders: false) || ClassFolders.hold(.sounds, $0, inFolders: true))
        }
        guard !holding.isEmpty else { return false }
        return holding.count > 1 || ClassFolders.hold(.sounds, holding[0], inFolders: true)
            || DataPart(folder: holding[0].lastPathComponent) != nil
    }

    // MARK: Names

    private static let customary = ["{label}_{speaker}_{index}", "{label}_{index}", "{label}-{speaker}-{index}", "{label}-{index}"]

    private mutating func readNames(_ folder: URL, pattern: NamePattern?) throws(Diagnostic) {
        let paths = try ClassFolders.files(of: .sounds, in: folder.path).filter(FolderContent.sounds.isOne)
        let names = paths.map { ($0 as NSString).lastPathComponent }
        let guessed = pattern == nil ? try Self.guessed(names) : nil
        guard let pattern = pattern ?? guessed else {
            throw Diagnostic(
                "holds sounds beside each other: nothing says which class each is", file: folder.path,
                hint: "put them into a folder for each class, such as yes/ and no/, or say what their names mean: "
                    + "pattern={label}_{speaker}_{index}.wav")
        }
        notes.append("names are read as \(pattern.text)")
        for (path, name) in zip(paths, names) {
            guard let parts = pattern.parts(of: name), let label = parts.label else {
                throw Diagnostic("does not match the pattern \(pattern.text)", file: path, hint: "rename it, or leave it out")
            }
            let inside = path.dropFirst(folder.path.count).split(separator: "/").dropLast()
            let named = try Self.part(parts, path)
            let part = named ?? inside.lazy.compactMap { DataPart(folder: String($0)) }.first ?? .training
            entries.append(Entry(path: path, label: label, group: parts.group, part: part))
        }
    }

    /// The customary pattern that all names match, with few labels.
    private static func guessed(_ names: [String]) throws(Diagnostic) -> NamePattern? {
        for text in customary {
            let pattern = try NamePattern(text)
            let labels = names.compactMap { pattern.parts(of: $0)?.label }
            let distinct = Set(labels).count
            if labels.count == names.count, distinct > 1, distinct <= 256, distinct * 2 <= labels.count { return pattern }
        }
        return nil
    }

    private static func part(_ parts: NamePattern.Parts, _ path: String) throws(Diagnostic) -> DataPart? {
        guard let text = parts.part else { return nil }
        guard let part = DataPart(folder: text) else {
            throw Diagnostic("its part is called '\(text)'", file: path, hint: "parts are called train, val and test")
        }
        return part
    }

    // MARK: Folders

    private mutating func readFolders(_ folder: URL, pattern: NamePattern?) throws(Diagnostic) {
        let folders = try ClassFolders(folder, of: .sounds)
        notes += folders.notes
        for path in folders.besides {
            notes.append("\((path as NSString).lastPathComponent)/ is no class and is left out")
        }
        append(folders.training, .training)
        append(folders.validation ?? [], .validation)
        append(folders.test ?? [], .test)
        let names = entries.map { ($0.path as NSString).lastPathComponent }
        if let pattern {
            for (index, name) in names.enumerated() where FolderContent.sounds.isOne(entries[index].path) {
                guard let parts = pattern.parts(of: name) else {
                    throw Diagnostic("does not match the pattern \(pattern.text)", file: entries[index].path)
                }
                entries[index].group = parts.group
                if let part = try Self.part(parts, entries[index].path) { entries[index].part = part }
            }
        } else {
            // Speech Commands.
            let pattern = try NamePattern("{speaker}_nohash_{index}")
            let groups = names.map { pattern.parts(of: $0)?.group }
            if !groups.contains(nil) {
                for (index, group) in groups.enumerated() { entries[index].group = group }
                notes.append("names are read as \(pattern.text)")
            }
        }
        if folders.validation == nil, folders.test == nil { try readLists(folders.root) }
    }

    private mutating func append(_ folders: [ClassFolders.ClassFolder], _ part: DataPart) {
        for folder in folders { entries += folder.files.map { Entry(path: $0, label: folder.name, part: part) } }
    }

    /// Speech Commands' lists of what is kept for validation and test, a path a line.
    private mutating func readLists(_ root: String) throws(Diagnostic) {
        var places: [String: Int] = [:]
        for (name, part) in [("validation_list.txt", DataPart.validation), ("testing_list.txt", .test)] {
            let url = URL(fileURLWithPath: root + "/" + name)
            guard FileManager.default.fileExists(atPath: url.path) else { continue }
            if places.isEmpty {
                for (index, entry) in entries.enumerated() { places[String(entry.path.dropFirst(root.count + 1))] = index }
            }
            let text = try DecodedText.decode(try DataFile.read(url, atMost: 256 << 20), file: url.path)
            var missing = 0
            var first: String?
            for line in text.split(whereSeparator: \.isNewline) {
                let path = line.trimmingCharacters(in: .whitespaces)
                if let index = places[path] {
                    entries[index].part = part
                } else if !path.isEmpty {
                    missing += 1
                    first = first ?? path
                }
            }
            if let first {
                notes.append("\(name) names \(Plural.count(missing, "file")) that \(missing == 1 ? "is" : "are") not there (\(first))")
            }
        }
    }
}
