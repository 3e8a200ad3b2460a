internal import Foundation
internal import Support

/// Which pictures or sounds a folder holds, and what their folders and names say of them.
struct ExampleFiles {
    /// A file that is called a picture or a sound, or lies among those of a class.
    struct Entry: Sendable {
        let path: String
        var label: String
        var group: String?
        var part: DataPart
    }

    /// Of folders class by class, training first; of names in the order of their paths.
    private(set) var entries: [Entry] = []
    private(set) var notes: [String] = []
    /// The folder with the classes, the parts or the files.
    private(set) var root: String
    /// Where the examples of a class are learned from; empty where names say the class.
    private(set) var classFolders: [String: String] = [:]
    private let content: FolderContent

    /// - Parameter form: of the data that a network was trained on, whose pattern the options then have; nil for what suits the set.
    init(_ folder: URL, of content: FolderContent, _ options: DataOptions, like form: ExampleForm?) throws(Diagnostic) {
        self.content = content
        root = folder.path
        var pattern = try options.pattern.map { text throws(Diagnostic) in try NamePattern(text) }
        if let wanted = pattern, let form, try Self.hasClassesInstead(of: wanted, folder, content, form.classNames) {
            notes.append("no name is like \(wanted.text), as the model's data had them: its folders are taken for the classes")
            pattern = nil
        }
        if pattern?.hasLabel ?? (content.namesAreGuessed && !Self.hasClassFolders(folder, content)) {
            try readNames(pattern)
        } else {
            try readFolders(folder, pattern)
        }
        if let pattern, pattern.hasSeveralGroups, let name = pattern.groupName {
            notes.append("{\(name)}, the last of those, says which \(content.plural) belong together")
        }
        if Set(entries.compactMap(\.group)).count == 1 {
            for index in entries.indices { entries[index].group = nil }
        }
    }

    /// Keeps some classes; all where none are named.
    mutating func keep(_ classes: [String]) throws(Diagnostic) {
        guard !classes.isEmpty else { return }
        let known = Set(entries.map(\.label)).sorted()
        if let unknown = classes.first(where: { !known.contains($0) }) { throw Self.noClass(unknown, known, in: root) }
        entries.removeAll { !classes.contains($0.label) }
    }

    static func noClass(_ name: String, _ known: [String], in folder: String) -> Diagnostic {
        Diagnostic("has no class '\(name)'", file: folder, hint: Spelling.hint(for: name, among: known, called: "classes"))
    }

    /// A single folder of files beside each other is one whose names say the class.
    private static func hasClassFolders(_ folder: URL, _ content: FolderContent) -> Bool {
        let inside = DataFile.names(in: folder).filter { !$0.hasPrefix(".") && !content.noClasses.contains($0) }
            .map { folder.appendingPathComponent($0, isDirectory: true) }
        let holding = inside.filter {
            DataFile.isFolder($0) && (ClassFolders.hold(content, $0, inFolders: false) || ClassFolders.hold(content, $0, inFolders: true))
        }
        guard !holding.isEmpty else { return false }
        return holding.count > 1 || ClassFolders.hold(content, holding[0], inFolders: true)
            || DataPart(folder: holding[0].lastPathComponent) != nil
    }

    /// Whether no file has a name as a network's data had, and folders are called as its classes are.
    private static func hasClassesInstead(
        of pattern: NamePattern, _ folder: URL, _ content: FolderContent, _ classes: [String]
    ) throws(Diagnostic) -> Bool {
        let paths = try ClassFolders.files(of: content, in: folder.path).filter(content.isOne)
        guard !paths.contains(where: { pattern.parts(of: String($0.dropFirst(folder.path.count))) != nil }),
            let folders = try? ClassFolders(folder, of: content)
        else { return false }
        return folders.training.contains { classes.contains($0.name) }
    }

    // MARK: Names

    private static let customary = ["{label}_{speaker}_{index}", "{label}_{index}", "{label}-{speaker}-{index}", "{label}-{index}"]

    private mutating func readNames(_ given: NamePattern?) throws(Diagnostic) {
        let paths = try ClassFolders.files(of: content, in: root).filter(content.isOne)
        let guessed = given == nil ? try Self.guessed(paths.map { ($0 as NSString).lastPathComponent }) : nil
        guard let pattern = given ?? guessed else {
            throw Diagnostic(
                "holds \(content.plural) beside each other: nothing says which class each is", file: root,
                hint: "put them into a folder for each class, such as \(content.examples.0)/ and \(content.examples.1)/, or say what "
                    + "their names mean: pattern=\(content.pattern ?? "{label}_{index}")")
        }
        notes.append("names are read as \(pattern.text)")
        for path in paths {
            guard let parts = pattern.parts(of: String(path.dropFirst(root.count))), let label = parts.label else {
                throw Diagnostic("does not match the pattern \(pattern.text)", file: path, hint: "rename it, or leave it out")
            }
            let inside = path.dropFirst(root.count).split(separator: "/").dropLast()
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

    private mutating func readFolders(_ folder: URL, _ pattern: NamePattern?) throws(Diagnostic) {
        let folders = try ClassFolders(folder, of: content)
        root = folders.root
        notes += folders.notes
        classFolders = Dictionary(folders.training.map { ($0.name, $0.path) }, uniquingKeysWith: { first, _ in first })
        try append(folders.training, .training)
        try append(folders.validation, .validation)
        try append(folders.test, .test)
        if let pattern {
            for (index, entry) in entries.enumerated() where content.isOne(entry.path) {
                guard let parts = pattern.parts(of: String(entry.path.dropFirst(root.count))) else {
                    throw Diagnostic("does not match the pattern \(pattern.text)", file: entry.path, hint: "rename it, or leave it out")
                }
                entries[index].group = parts.group
                if let part = try Self.part(parts, entry.path) { entries[index].part = part }
            }
        } else if content.namesAreGuessed {
            // Speech Commands.
            let pattern = try NamePattern("{speaker}_nohash_{index}")
            let groups = entries.map { pattern.parts(of: ($0.path as NSString).lastPathComponent)?.group }
            if !groups.contains(nil) {
                for (index, group) in groups.enumerated() { entries[index].group = group }
                notes.append("names are read as \(pattern.text)")
            }
        }
        if content.namesAreGuessed, folders.validation == nil, folders.test == nil {
            let lists = try PartLists(root, paths: entries.map(\.path))
            for (index, part) in lists.parts { entries[index].part = part }
            notes += lists.notes
        }
    }

    private mutating func append(_ folders: [ClassFolders.ClassFolder]?, _ part: DataPart) throws(Diagnostic) {
        guard let folders else { return }
        guard folders.contains(where: { $0.files.contains(where: content.isOne) }) || part == .training else {
            throw Diagnostic(
                "holds no \(content.plural)", file: folders.first.map { ($0.path as NSString).deletingLastPathComponent },
                hint: "put \(content.plural) into its folders, or remove it")
        }
        for folder in folders { entries += folder.files.map { Entry(path: $0, label: folder.name, part: part) } }
    }
}
