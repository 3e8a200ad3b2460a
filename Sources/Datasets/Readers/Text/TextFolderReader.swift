internal import Foundation
internal import NetworkGraph
internal import Support

/// Folders of text files, a folder a class and a text a file, with `train`, `val` and `test` above them where their owner split them.
struct TextFolderReader: DataReader {
    let title = "folders of texts"
    let kinds: Set<ExampleKind> = [.text]
    let options: Set<DataOptions.Key> = [.kind, .classes, .length]
    let files = [
        "Texts in folders: a folder of .txt files for each class, a text a file; or train/, test/ and, optional, val/ with such folders."
    ]

    func place(in folder: URL) -> URL? { Self.holdsTextsAlone(folder, depth: 0) == true ? folder : nil }

    func place(in folder: URL, _ options: DataOptions) -> URL? {
        options.kind == .text && ClassFolders.hold(.texts, folder, inFolders: true) ? folder : place(in: folder)
    }

    /// Whether the folders inside hold texts and nothing else that could be an example; nil where they hold neither. A few of each folder
    /// are enough to tell.
    private static func holdsTextsAlone(_ folder: URL, depth: Int) -> Bool? {
        guard depth < 5 else { return nil }
        var found: Bool?
        let names = DataFile.names(in: folder).filter { !$0.hasPrefix(".") }
        if depth > 0 {
            let files = names.lazy.map { folder.path + "/" + $0 }.filter { !DataFile.isFolder(URL(fileURLWithPath: $0)) }
            for path in files.prefix(16) {
                if FolderContent.pictures.isOne(path) || FolderContent.sounds.isOne(path) { return false }
                if FolderContent.texts.isOne(path), isText(path) { found = true }
            }
        }
        let folders = names.lazy.map { folder.appendingPathComponent($0, isDirectory: true) }.filter(DataFile.isFolder)
        for inside in folders.prefix(64) {
            guard let holds = holdsTextsAlone(inside, depth: depth + 1) else { continue }
            guard holds else { return false }
            found = true
        }
        return found
    }

    /// Whether it is words and not numbers, as boxes and measurements are.
    private static func isText(_ path: String) -> Bool {
        let start = DataFile.start(of: URL(fileURLWithPath: path), upTo: 1 << 10)
        let letters = start.count { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 >= 0x80 }
        let digits = start.count { $0 >= 0x30 && $0 <= 0x39 }
        return letters > digits
    }

    func read(_ folder: URL, as identity: DataIdentity) throws(Diagnostic) -> Dataset {
        let folders = try ClassFolders(folder, of: .texts)
        var labels = TextNumbers()
        var left: [String] = []
        let training = try Self.part(folders.training, folder, &labels, &left)
        let validation = try folders.validation.map { part throws(Diagnostic) in try Self.part(part, folder, &labels, &left) }
        let test = try folders.test.map { part throws(Diagnostic) in try Self.part(part, folder, &labels, &left) }
        var notes = folders.notes
        for path in folders.besides { notes.append("\((path as NSString).lastPathComponent)/ is no class and is left out") }
        if let note = FolderContent.texts.leftOut(left) { notes.append(note) }
        var parts = LabelledTextParts(
            training: training, validation: validation, test: test, labelTexts: labels.texts, labelsAreNames: true)
        return try parts.dataset(as: identity, form: title, folder: folder.path, notes: notes)
    }

    /// The most bytes of one text.
    private static let largestBytes = 64 << 20

    private static func part(
        _ folders: [ClassFolders.ClassFolder], _ root: URL, _ labels: inout TextNumbers, _ left: inout [String]
    ) throws(Diagnostic) -> LabelledTexts {
        var part = LabelledTexts(fileName: root.path)
        for folder in folders {
            let label = labels.number(of: folder.name)
            let paths = folder.files.filter(FolderContent.texts.isOne)
            left += folder.files.filter { !FolderContent.texts.isOne($0) }
            let before = part.count
            try ConcurrentWork.forEach(0..<paths.count, batch: ConcurrentWork.largestBatch) { index throws(Diagnostic) in
                try text(of: paths[index])
            } take: { index, text throws(Diagnostic) in
                try part.append(text, label: label, line: 0, place: (paths[index] as NSString).lastPathComponent)
            }
            guard part.count > before else { throw ClassFolders.empty(folder.path, of: .texts) }
        }
        return part
    }

    private static func text(of path: String) throws(Diagnostic) -> [UInt8] {
        if let foreign = ForeignForm(path) {
            throw Diagnostic("is \(foreign.title), and texts are read from .txt files", file: path, hint: foreign.hint)
        }
        return try TextEncoding.text(try DataFile.read(URL(fileURLWithPath: path), atMost: largestBytes), file: path)
    }
}

extension FolderContent {
    static let texts = FolderContent(
        singular: "text", plural: "texts", formats: ".txt files", examples: ("pos", "neg"), pattern: nil,
        endings: ForeignForm.documentEndings.union(["txt", "text"]), canBeAnnotated: false, namesAreGuessed: false, noClasses: ["unsup"]
    ) { path in
        // The twenty newsgroups are files of numbers.
        let name = (path as NSString).lastPathComponent
        return !name.isEmpty && name.allSatisfy { $0.isASCII && $0.isNumber }
    }
}
