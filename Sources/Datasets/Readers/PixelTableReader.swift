internal import Foundation
internal import NetworkGraph
internal import Support

/// CSV files of labels and pixels, as Kaggle has MNIST (`train.csv`) and Fashion-MNIST (`fashion-mnist_train.csv`, `..._test.csv`).
struct PixelTableReader: DataReader {
    let title = "CSV of pixels"
    let options: Set<DataOptions.Key> = [.kind, .resize]
    let files = [
        "CSV of pixels: train.csv, test.csv (or mnist_train.csv ...), a row an image: label, then its pixels, 0 to 255."
    ]

    /// Tables of other things are common beside pictures, and pictures of results beside tables.
    func place(in folder: URL) -> URL? {
        let starts = Self.tables(in: folder).map { DataFile.start(of: $0, upTo: 1 << 16) }.filter(PixelTable.isMeant)
        if starts.contains(where: PixelTable.isOne) { return folder }
        return starts.contains(where: PixelTable.looksLikeOne) && !ClassFolders.hold(.pictures, folder, inFolders: true) ? folder : nil
    }

    func accepts(_ file: URL) -> Bool {
        Self.isTable(file.lastPathComponent) && PixelTable.isMeant(DataFile.start(of: file, upTo: 1 << 16))
    }

    func place(in folder: URL, _ options: DataOptions) -> URL? {
        guard options.kind == .pictures, !Self.tables(in: folder).isEmpty,
            !ClassFolders.hold(.pictures, folder, inFolders: true)
        else { return place(in: folder) }
        return folder
    }

    func accepts(_ file: URL, _ options: DataOptions) -> Bool {
        options.kind == .pictures ? Self.isTable(file.lastPathComponent) : accepts(file)
    }

    private static func isTable(_ name: String) -> Bool { [".csv", ".tsv"].contains(where: name.lowercased().hasSuffix) }

    private static func tables(in folder: URL) -> [URL] {
        DataFile.names(in: folder).filter { isTable($0) && !$0.hasPrefix(".") }.map(folder.appendingPathComponent)
    }

    func read(_ place: URL, as identity: DataIdentity) throws(Diagnostic) -> Dataset {
        var notes: [String] = []
        let isFolder = DataFile.isFolder(place)
        let files = isFolder ? try DataPart.files(Self.tables(in: place), in: place, notes: &notes) : [.training: place]
        guard let trainingFile = files[.training] else { preconditionFailure("a part for training is required") }
        let session = identity.session
        let training = try Self.table(in: trainingFile, session, resuming: "training")
        if !training.hasHeader {
            notes.append("\(trainingFile.lastPathComponent) has no header: the first number of each row is taken as its label")
        }
        var parts = LabelledParts(training: training.labelled(trainingFile))
        if let file = files[.validation] { parts.validation = try Self.table(in: file, session, resuming: "validation").labelled(file) }
        if let file = files[.test] {
            if isFolder, Self.hasNoLabels(file) {
                notes.append("\(file.lastPathComponent) has no labels and is not used: a test part is drawn from the rest")
            } else {
                parts.test = try Self.table(in: file, session, resuming: "test").labelled(file)
            }
        }
        for part in [parts.validation, parts.test] {
            try part?.check(shape: parts.training.shape)
            try part?.check(classesOf: parts.training)
        }
        let classNames = isFolder ? try DataFile.classNames(["classes.txt"], in: place) : nil
        return try parts.dataset(
            as: identity, classNames: classNames,
            origin: Dataset.Origin(
                form: title, folder: place.path, source: identity.known?.source, licence: identity.known?.licence, notes: notes))
    }

    private static func table(in file: URL, _ session: ReadingSession, resuming name: String) throws(Diagnostic) -> PixelTable {
        let stream = try FileStream(file)
        let table = try PixelTable(stream, size: stream.size, in: session, resuming: name)
        guard !table.hasLabelsLast else {
            throw Diagnostic(
                "has no header, and its last numbers look like the labels, not its first", file: file.path,
                hint: "give it a header that calls the column of labels label, or put that column first")
        }
        return table
    }

    /// Kaggle keeps the labels of its competitions' test parts.
    private static func hasNoLabels(_ file: URL) -> Bool {
        let line = String(decoding: DataFile.start(of: file, upTo: 1 << 12).prefix { $0 != 10 && $0 != 13 }, as: UTF8.self).lowercased()
        return line.contains("pixel") && !["label", "class", "target"].contains(where: line.contains)
    }
}

extension PixelTable {
    fileprivate consuming func labelled(_ file: URL) -> LabelledImages {
        LabelledImages(shape: shape, images: images, labels: labels, imagesFile: file.path, labelsFile: file.path)
    }
}
