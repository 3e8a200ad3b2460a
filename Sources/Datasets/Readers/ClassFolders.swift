internal import Foundation
internal import Support

/// The folders of a set of pictures, sounds or texts: one for each class, in the order of their names, and with `train`, `val` and `test` above them where
/// its owner split it.
struct ClassFolders {
    /// The files of a class in one part, in the order of their paths.
    struct ClassFolder {
        let name: String
        let path: String
        let files: [String]
    }

    private(set) var training: [ClassFolder] = []
    private(set) var validation: [ClassFolder]?
    private(set) var test: [ClassFolder]?
    /// What is there and not used, a line each.
    private(set) var notes: [String] = []
    /// The folder with the classes or the parts, inside the one that was named where archives unpack so.
    let root: String
    /// Folders that stand among the classes and are none of them.
    private(set) var besides: [String]
    private let content: FolderContent

    init(_ folder: URL, of content: FolderContent) throws(Diagnostic) {
        self.content = content
        var root = try Level(folder.path, content)
        // As archives unpack: a folder in a folder.
        while root.files.isEmpty, root.folders.count == 1, DataPart(folder: root.folders[0]) == nil {
            let only = try Level(root.path(root.folders[0]), content)
            guard !only.folders.isEmpty else { break }
            root = only
        }
        self.root = root.folder
        besides = root.besides.map(root.path)
        try root.refuseAnnotations()
        var parts: [DataPart: Level] = [:]
        var others: [String] = []
        // `training_set` and `test_set` are parts where all folders are such, and would else be classes.
        let loose = root.folders.compactMap(DataPart.init(looseFolder:))
        let areLoose = loose.count == root.folders.count && loose.count > 1 && Set(loose).count == loose.count && loose.contains(.training)
        for name in root.folders {
            guard let part = DataPart(folder: name) ?? (areLoose ? DataPart(looseFolder: name) : nil) else {
                others.append(name)
                continue
            }
            if let other = parts[part] {
                throw Diagnostic(
                    "holds both \(other.name)/ and \(name)/", file: root.folder, hint: "keep one of them; the other would be left out")
            }
            parts[part] = try Level(root.path(name), content)
        }
        // `valid` beside `invalid`, or `train` beside `car`, are classes, and have no folders inside.
        guard parts.values.contains(where: { !$0.folders.isEmpty }) || (others.isEmpty && parts[.training] != nil) else {
            training = try Self.classes(root)
            notes += [root.stray].compactMap { $0 }
            return
        }
        guard let trainingLevel = parts[.training] else {
            let there = parts.values.map(\.name).sorted().map { $0 + "/" }.joined(separator: " and ")
            throw Diagnostic(
                "holds \(there), but no train/", file: root.folder, hint: "put the \(content.plural) to learn from into train/CLASS/")
        }
        training = try Self.classes(trainingLevel)
        notes += [root, trainingLevel].compactMap(\.stray)
        besides += trainingLevel.besides.map(trainingLevel.path)
        validation = try part(.validation, of: parts)
        test = try part(.test, of: parts)
        if !others.isEmpty {
            notes.append("not used beside \(trainingLevel.name)/: \(others.prefix(6).map { $0 + "/" }.joined(separator: ", "))")
        }
    }

    private mutating func part(_ part: DataPart, of parts: [DataPart: Level]) throws(Diagnostic) -> [ClassFolder]? {
        guard let level = parts[part] else { return nil }
        try level.refuseAnnotations()
        guard !level.folders.isEmpty else {
            notes.append("\(level.name)/ has no folder for each class and is not used: such a part is drawn from the rest")
            return nil
        }
        var classes: [ClassFolder] = []
        for name in level.folders {
            guard let index = training.firstIndex(where: { $0.name == name }) else {
                throw Diagnostic(
                    "is a class that training lacks", file: level.path(name),
                    hint: "training has \(training.prefix(8).map(\.name).joined(separator: ", ")); names must be the same, in capitals too")
            }
            classes.append(try Self.classFolder(training[index].name, level.path(name), content))
        }
        return classes
    }

    private static func classes(_ level: Level) throws(Diagnostic) -> [ClassFolder] {
        try level.refuseAnnotations()
        guard !level.folders.isEmpty else {
            throw Diagnostic(
                "holds \(level.content.plural) beside each other: nothing says which class each is", file: level.folder,
                hint:
                    "put them into a folder for each class, such as \(level.name)/\(level.content.examples.0)/ and "
                    + "\(level.name)/\(level.content.examples.1)/"
                    + (level.content.pattern.map { ", or say what their names mean: pattern=\($0)" } ?? "")
            )
        }
        guard level.folders.count > 1 else {
            throw Diagnostic(
                "holds one class only, \(level.folders[0])", file: level.folder, hint: "at least two classes are needed, a folder each")
        }
        guard level.folders.count <= 256 else {
            throw Diagnostic("holds \(level.folders.count) folders, and at most 256 classes can be learned", file: level.folder)
        }
        // Swift compares letters with accents as they look.
        if let twice = Dictionary(grouping: level.folders, by: { $0 }).values.first(where: { $0.count > 1 }) {
            throw Diagnostic(
                "holds two folders called \(twice[0]), whose accents are coded in two ways", file: level.folder, hint: "join or rename them"
            )
        }
        try refusePartsInside(level)
        var classes: [ClassFolder] = []
        for name in level.folders {
            let folder = try classFolder(name, level.path(name), level.content)
            guard !folder.files.isEmpty else { throw empty(folder.path, of: level.content) }
            classes.append(folder)
        }
        return classes
    }

    /// Parts are above the classes, or a split that its owner made would be lost.
    private static func refusePartsInside(_ level: Level) throws(Diagnostic) {
        for name in level.folders {
            let inside = try Level(level.path(name), level.content).folders
            guard inside.count > 1, inside.allSatisfy({ DataPart(folder: $0) != nil }) else { return }
        }
        throw Diagnostic(
            "holds parts (train, test) inside each class", file: level.folder,
            hint: "put them above: train/\(level.folders[0])/, test/\(level.folders[0])/")
    }

    static func empty(_ folder: String, of content: FolderContent) -> Diagnostic {
        Diagnostic(
            "holds no \(content.plural)", file: folder, hint: "put \(content.formats) of the class into it, or remove the folder")
    }

    private static func classFolder(_ name: String, _ path: String, _ content: FolderContent) throws(Diagnostic) -> ClassFolder {
        ClassFolder(name: name, path: path, files: try files(of: content, in: path))
    }

    /// All files in a folder and those inside it, in the order of their paths.
    static func files(of content: FolderContent, in path: String) throws(Diagnostic) -> [String] {
        var files: [String] = []
        try collect(try Level(path, content), above: [], into: &files)
        return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// - Parameter above: where the folders above really are, for a link may lead back into one.
    private static func collect(_ level: Level, above: [String], into files: inout [String]) throws(Diagnostic) {
        let real = URL(fileURLWithPath: level.folder).resolvingSymlinksInPath().path
        guard !above.contains(real), above.count < 64 else {
            throw Diagnostic("is a link that leads back into a folder above it", file: level.folder, hint: "remove the link")
        }
        try level.refuseAnnotations()
        files += level.files.map(level.path)
        for name in level.folders { try collect(try Level(level.path(name), level.content), above: above + [real], into: &files) }
    }

    /// Whether there are such files in a folder inside this one, or in this one itself, without reading more than it takes to see one.
    static func hold(_ content: FolderContent, _ folder: URL, inFolders: Bool) -> Bool {
        guard let level = try? Level(folder.path, content) else { return false }
        guard inFolders else { return level.files.contains { content.isOne(level.path($0)) } }
        return level.folders.contains { hold(content, level.path($0), depth: 1) }
    }

    private static func hold(_ content: FolderContent, _ path: String, depth: Int) -> Bool {
        // A broken link is of a set of such files, where there are any.
        guard depth < 8, let level = try? Level(path, content) else { return false }
        return level.files.contains { content.isOne(level.path($0)) }
            || level.folders.contains { hold(content, level.path($0), depth: depth + 1) }
    }
}

/// One folder: what is in it, without what systems leave behind.
private struct Level {
    let folder: String
    let content: FolderContent
    private(set) var besides: [String] = []
    private(set) var folders: [String] = []
    private(set) var files: [String] = []

    var name: String { (folder as NSString).lastPathComponent }

    func path(_ name: String) -> String { folder + "/" + name }

    /// What stands beside folders belongs to no class.
    var stray: String? {
        let stray = files.filter { content.isOne(path($0)) }
        guard let first = stray.first else { return nil }
        return
            "\(Plural.count(stray.count, content.singular)) in \(name)/, beside its folders, \(stray.count == 1 ? "is" : "are") not used (\(first))"
    }

    init(_ folder: String, _ content: FolderContent) throws(Diagnostic) {
        self.folder = folder
        self.content = content
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            throw DataFile.unreadable(URL(fileURLWithPath: folder), error)
        }
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) where !Self.isLeftBehind(name) {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path(name), isDirectory: &isFolder) else {
                guard !name.unicodeScalars.contains("\u{FFFD}") else {
                    throw Diagnostic("has a name that is not UTF-8", file: path(name), hint: "rename it, for example with convmv")
                }
                throw Diagnostic("is a link to something that is not there, or to itself", file: path(name), hint: "remove the link")
            }
            if !isFolder.boolValue {
                files.append(name)
            } else if content.noClasses.contains(name) {
                besides.append(name)
            } else {
                folders.append(name)
            }
        }
    }

    private static func isLeftBehind(_ name: String) -> Bool {
        name.hasPrefix(".") || ["__macosx", "thumbs.db", "desktop.ini", "@eadir"].contains(name.lowercased())
    }

    /// Sets for detection and segmentation have a file of boxes or a mask for each picture.
    func refuseAnnotations() throws(Diagnostic) {
        guard content.canBeAnnotated else { return }
        let hint = "one class for a whole picture can be learned: put the pictures into a folder for each class"
        let lowercase = folders.map { $0.lowercased() }
        if let images = lowercase.firstIndex(where: Self.imageFolders.contains),
            let labels = lowercase.firstIndex(where: Self.labelFolders.contains)
        {
            throw Diagnostic(
                "holds \(folders[images])/ beside \(folders[labels])/: a data set for detection or segmentation", file: folder, hint: hint)
        }
        let annotations = files.filter { [".xml", ".json"].contains(where: $0.lowercased().hasSuffix) }
        guard !annotations.isEmpty else { return }
        let stems = Set(files.filter { !annotations.contains($0) }.map { ($0 as NSString).deletingPathExtension })
        for name in annotations where stems.contains((name as NSString).deletingPathExtension) || Self.isListOfBoxes(name.lowercased()) {
            throw Diagnostic("annotates pictures: a data set for detection or segmentation", file: path(name), hint: hint)
        }
    }

    private static let imageFolders: Set = ["images", "image", "imgs", "img", "jpegimages"]
    private static let labelFolders: Set = ["labels", "label", "annotations", "masks", "mask", "segmentationclass", "groundtruth"]

    /// As COCO and its tools call them.
    private static func isListOfBoxes(_ name: String) -> Bool {
        name.hasSuffix(".coco.json") || name == "annotations.json" || (name.hasPrefix("instances_") && name.hasSuffix(".json"))
    }
}
