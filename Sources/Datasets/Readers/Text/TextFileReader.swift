internal import Foundation
internal import NetworkGraph
internal import Support

/// A file for each class, a text a line: `pos.txt` and `neg.txt`, or `rt-polarity.pos` and `rt-polarity.neg`.
struct TextFileReader: DataReader {
    let title = "texts in files"
    let kinds: Set<ExampleKind> = [.text]
    let options: Set<DataOptions.Key> = [.kind, .classes, .length]
    let files = [
        "Texts in files: a .txt for each class, called by it, a text a line (pos.txt, neg.txt; also NAME.pos, NAME.neg)."
    ]

    /// Lists of names lie beside pictures and sounds.
    func place(in folder: URL) -> URL? {
        guard Self.classes(in: folder).count > 1, Self.classes(in: folder).allSatisfy({ Self.holdsTexts($0.url) }),
            ![FolderContent.pictures, .sounds].contains(where: { content in
                [false, true].contains { ClassFolders.hold(content, folder, inFolders: $0) }
            })
        else { return nil }
        return folder
    }

    func place(in folder: URL, _ options: DataOptions) -> URL? {
        options.kind == .text && Self.classes(in: folder).count > 1 ? folder : place(in: folder)
    }

    /// Files by what their classes are called, in the order of their names.
    private static func classes(in folder: URL) -> [(name: String, url: URL)] {
        let files = DataFile.names(in: folder).filter { !$0.hasPrefix(".") && !TextFileNames.isNote($0) }
            .map(folder.appendingPathComponent).filter { !DataFile.isFolder($0) }
        let polarities = files.filter { polarityEndings.contains($0.pathExtension.lowercased()) }
        if polarities.count > 1, Set(polarities.map { $0.deletingPathExtension().lastPathComponent }).count == 1 {
            return polarities.map { ($0.pathExtension, $0) }
        }
        let texts = files.filter { ["txt", "text"].contains($0.pathExtension.lowercased()) }
        guard texts.allSatisfy({ DataPart(textFile: $0.lastPathComponent) == nil }) else { return [] }
        return texts.map { ($0.deletingPathExtension().lastPathComponent, $0) }
    }

    private static let polarityEndings: Set = ["pos", "neg", "neu", "positive", "negative", "neutral"]

    /// Whether the lines of a file are words and not numbers, paths or names. One that is coded in another way is read, to say so.
    private static func holdsTexts(_ url: URL) -> Bool {
        let start = DataFile.start(of: url, upTo: 1 << 14)
        if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) { return true }
        var column = TextColumn(name: "")
        for line in start.split(whereSeparator: { $0 == 10 || $0 == 13 }).prefix(200) {
            // Delimited, and so no text alone.
            if line.contains(TextRecords.tab) { return false }
            column.append(String(decoding: line, as: UTF8.self))
        }
        return column.count > 0 && !column.isNumbers && column.meanWords >= 1.5
    }

    func read(_ place: URL, as identity: DataIdentity) throws(Diagnostic) -> Dataset {
        let files = Self.classes(in: place)
        var labels = TextNumbers()
        var part = LabelledTexts(fileName: place.path)
        for (name, url) in files {
            let label = labels.number(of: name)
            var lines = LineReader(try FileStream(url))
            let before = part.count
            while let line = try lines.next() {
                guard !TextEncoding.isBlank(line) else { continue }
                try TextEncoding.check(line, line: lines.number, file: url.path)
                try part.append(line, label: label, line: 0, place: "")
            }
            guard part.count > before else {
                throw Diagnostic("holds no texts", file: url.path, hint: "put a text a line into it, or remove it")
            }
        }
        let others = DataFile.names(in: place).filter { name in
            !name.hasPrefix(".") && !files.contains { $0.url.lastPathComponent == name }
        }
        var notes = ["a file is a class, and a line of it a text: \(files.prefix(6).map(\.url.lastPathComponent).joined(separator: ", "))"]
        if !others.isEmpty { notes.append("not used: \(others.prefix(6).joined(separator: ", "))") }
        var parts = LabelledTextParts(training: part, labelTexts: labels.texts, labelsAreNames: true)
        return try parts.dataset(as: identity, form: title, folder: place.path, notes: notes)
    }
}
