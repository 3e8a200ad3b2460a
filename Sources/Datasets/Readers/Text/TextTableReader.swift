internal import Foundation
internal import NetworkGraph
internal import Support

/// Tables with a text a row: lines `text<TAB>label`, or CSV and TSV with a header, a column of texts and one of classes.
struct TextTableReader: DataReader {
    let title = "table of texts"
    let kinds: Set<ExampleKind> = [.text]
    let options: Set<DataOptions.Key> = [.kind, .label, .group, .columns, .classes, .split, .length]
    let files = [
        "Texts in tables: train.tsv and, optional, dev.tsv and test.tsv, or a single .tsv, .csv or .txt: text, tab, label, a line each;",
        "     or with a header, a column of texts and one of labels. In UTF-8. A text beside numbers and categories leaves a table a table.",
    ]

    func place(in folder: URL) -> URL? { place(in: folder, DataOptions()) }

    func accepts(_ file: URL) -> Bool { accepts(file, DataOptions()) }

    func place(in folder: URL, _ options: DataOptions) -> URL? {
        Self.tables(in: folder).contains { Self.isOne($0, options, isForced: options.kind == .text) } ? folder : nil
    }

    func accepts(_ file: URL, _ options: DataOptions) -> Bool {
        let ending = file.pathExtension.lowercased()
        guard Self.endings.contains(ending) || ending.isEmpty else { return false }
        // A text file alone says no classes unless they stand in its lines, and is told so.
        return options.kind == .text || ["txt", "text"].contains(ending) || Self.isOne(file, options)
    }

    static let endings: Set = ["csv", "tsv", "tab", "txt", "text", "data"]

    private static func tables(in folder: URL) -> [URL] {
        DataFile.names(in: folder).map(folder.appendingPathComponent).filter {
            !$0.lastPathComponent.hasPrefix(".") && endings.contains($0.pathExtension.lowercased())
                && !TextFileNames.isNote($0.lastPathComponent) && !DataFile.isFolder($0)
        }
    }

    /// Whether a file is one by its content.
    ///
    /// - Parameter isForced: whether its owner says that the data are texts.
    private static func isOne(_ file: URL, _ options: DataOptions, isForced: Bool = false) -> Bool {
        guard let sample = TextTableSample(file), sample.names.count > 1 else { return false }
        let ending = file.pathExtension.lowercased()
        guard let roles = try? TextRoles(sample, options: options, file: file.path) else { return isForced }
        if isForced || roles.isTable { return true }
        guard roles.label != nil, let text = roles.texts.first else { return false }
        // Numbers between tabs are no texts.
        if ["txt", "text"].contains(ending) { return roles.isFound }
        // Lines of a text, a tab and a label, however short the texts are and however often they come again.
        return ["tsv", "tab"].contains(ending) && !sample.hasHeader && sample.names.count == 2 && !sample.columns[text].isNumbers
    }

    func read(_ place: URL, as identity: DataIdentity) throws(Diagnostic) -> Dataset {
        let table = try TextTable(place, files: Self.found(place, identity.options), options: identity.options)
        return try table.dataset(as: identity, form: title)
    }

    /// Those of a folder that are tables of texts.
    private static func found(_ place: URL, _ options: DataOptions) throws(Diagnostic) -> [URL]? {
        guard DataFile.isFolder(place) else { return nil }
        let tables = tables(in: place)
        let texts = tables.filter { isOne($0, options, isForced: options.kind == .text) }
        // A part without labels, or in which something is wrong, is one by its name.
        let parts = tables.filter { !texts.contains($0) && DataPart(textFile: $0.lastPathComponent) != nil }
        return texts + parts.filter { part in texts.contains { $0.pathExtension == part.pathExtension } }
    }
}

extension DataPart {
    /// The part that a file of texts is called by; language processing calls validation dev.
    init?(textFile name: String) {
        let stem = (name as NSString).deletingPathExtension
        if let part = DataPart(file: stem) {
            self = part
        } else if ["dev", "devel", "development"].contains(stem.lowercased().split { !$0.isLetter }.last.map(String.init) ?? "") {
            self = .validation
        } else {
            return nil
        }
    }
}

/// What names of files beside texts mean.
enum TextFileNames {
    /// What says something about the data, and is none of them.
    static func isNote(_ name: String) -> Bool {
        let stem = name.lowercased().prefix { $0 != "." }
        return ["readme", "license", "licence", "copying", "citation", "changelog", "notes", "requirements"].contains(String(stem))
            || name.lowercased().contains("readme")
    }
}
