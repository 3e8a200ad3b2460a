internal import Foundation
internal import NetworkGraph
internal import Support

/// PNG and JPEG pictures, in a folder for each class, as torchvision's `ImageFolder` and Keras's `image_dataset_from_directory` take them,
/// or with names that say the class.
struct PictureFolderReader: DataReader {
    let title = "folders of pictures"
    let options: Set<DataOptions.Key> = [.kind, .classes, .pattern, .resize]
    let files = [
        "Pictures: a folder of PNG or JPEG files for each class, named by it; or train/, test/ and, optional, val/ with such folders;",
        "     or names that say it (pattern={label}_{person}_{index}.png).",
        "     Pictures of several sizes are brought to a square of their median side, at most 64 pixels, or to another (resize=96).",
    ]

    func place(in folder: URL) -> URL? {
        if ClassFolders.hold(.pictures, folder, inFolders: true) { return folder }
        // Beside a table they may be of its documentation.
        let hasTable = DataFile.names(in: folder).contains { $0.lowercased().hasSuffix(".csv") }
        return !hasTable && ClassFolders.hold(.pictures, folder, inFolders: false) ? folder : nil
    }

    func place(in folder: URL, _ options: DataOptions) -> URL? {
        guard options.pattern != nil || options.kind == .pictures else { return place(in: folder) }
        return ClassFolders.hold(.pictures, folder, inFolders: false) || ClassFolders.hold(.pictures, folder, inFolders: true)
            ? folder : nil
    }

    func read(_ folder: URL, as identity: DataIdentity) throws(Diagnostic) -> Dataset {
        let options = identity.options
        var files = try ExampleFiles(folder, of: .pictures, options, like: identity.form)
        try files.keep(options.classes)
        let (found, left) = try Self.pictures(files, identity.session)
        let pictures = found.map(\.file)
        let sizes = try PictureSizes(pictures, resize: identity.resize, folder: folder.path)
        let shape =
            identity.form?.pictureShape
            ?? Shape(height: sizes.height, width: sizes.width, channels: pictures.allSatisfy(\.isGrey) ? 1 : 3)
        let bytes = found.count.multipliedReportingOverflow(by: shape.elements)
        guard !bytes.overflow, bytes.partialValue <= DataFile.largestBytes else {
            throw Diagnostic(
                "holds \(found.count) pictures of \(shape), \(Dimension.memory.format(Double(found.count) * Double(shape.elements))), "
                    + "more than can be held in memory", file: folder.path, hint: "take fewer pictures, or smaller ones (resize=32)")
        }
        let labels = try Self.labels(found, options, folder.path)
        let starts = (
            validation: found.firstIndex { $0.entry.part != .training }, test: found.firstIndex { $0.entry.part == .test }
        )
        let groups = Self.groups(found)
        return Dataset(
            name: identity.name, kind: .pictures, shape: shape, classNames: labels.names,
            values: try Self.pixels(pictures, shape, identity.session), labels: labels.labels,
            customaryValidationStart: starts.validation == starts.test ? nil : starts.validation, customaryTestStart: starts.test,
            groups: groups?.numbers,
            origin: Dataset.Origin(
                form: "pictures in folders", folder: folder.path, source: identity.known?.source, licence: identity.known?.licence,
                notes: [identity.form == nil ? sizes.note : nil, left].compactMap { $0 } + files.notes + [groups?.note].compactMap { $0 }))
    }

    private struct Picture {
        let entry: ExampleFiles.Entry
        let file: PictureFile
    }

    /// Reads the headers.
    ///
    /// - Returns: pictures part by part, and what is to be said of files that are none.
    private static func pictures(
        _ files: ExampleFiles, _ session: ReadingSession
    ) throws(Diagnostic) -> (found: [Picture], left: String?) {
        let entries = DataPart.allCases.flatMap { part in files.entries.filter { $0.part == part } }
        var read: [PictureFile?] = []
        read.reserveCapacity(entries.count)
        try ConcurrentWork.forEach(0..<entries.count, batch: ConcurrentWork.largestBatch) { index throws(Diagnostic) in
            try PictureFile(entries[index].path)
        } take: { index, file in
            read.append(file)
            session.report("looking through pictures", index + 1, of: entries.count)
        }
        let found = zip(entries, read).compactMap { entry, file in file.map { Picture(entry: entry, file: $0) } }
        let left = zip(entries, read).filter { $0.1 == nil }.map(\.0.path)
        let there = Set(found.lazy.filter { $0.entry.part == .training }.map(\.entry.label))
        if let empty = files.classFolders.keys.sorted().first(where: { label in
            !there.contains(label) && entries.contains { $0.label == label && $0.part == .training }
        }) {
            throw ClassFolders.empty(files.classFolders[empty] ?? files.root, of: .pictures)
        }
        guard !there.isEmpty else { throw Diagnostic("holds no pictures for training", file: files.root) }
        return (found, FolderContent.pictures.leftOut(left))
    }

    private static func labels(
        _ pictures: [Picture], _ options: DataOptions, _ folder: String
    ) throws(Diagnostic) -> (names: [String], labels: [UInt8]) {
        var texts = TextNumbers()
        let numbers = pictures.map { texts.number(of: $0.entry.label) }
        func met(_ isTraining: Bool) -> [Int: Int] {
            Dictionary(zip(pictures, numbers).filter { ($0.0.entry.part == .training) == isTraining }.map { ($0.1, 0) }) { $1 }
        }
        let classes = try ClassLabels(
            texts.texts, training: met(true), wanted: options.classes, areNames: true, fileName: folder)
        if let stranger = zip(pictures, numbers).first(where: { classes.number(of: $0.1) == nil }) {
            throw Diagnostic(
                "is of the class '\(stranger.0.entry.label)', which training lacks", file: stranger.0.file.path,
                hint: "leave its pictures out, or put some of them into the training part")
        }
        return (classes.names, numbers.map { classes.number(of: $0) ?? 0 })
    }

    private static func groups(_ pictures: [Picture]) -> (numbers: [Int], note: String?)? {
        var texts = TextNumbers()
        var numbers: [Int] = []
        for picture in pictures {
            guard let group = picture.entry.group else { return nil }
            numbers.append(texts.number(of: group))
        }
        let training = pictures.count { $0.entry.part == .training }
        let note = SharedGroups.note(training: Array(numbers[..<training]), others: Array(numbers[training...]), texts: texts.texts)
        return (numbers, note)
    }

    /// Decoded on all cores, some at a time, so that little is held twice. Those that an interrupted reading has decoded are taken.
    private static func pixels(_ pictures: [PictureFile], _ shape: Shape, _ session: ReadingSession) throws(Diagnostic) -> ExampleValues {
        var images = GrowingValues<UInt8>(in: session, resuming: "pictures")
        if images.count % shape.elements != 0 || images.count / shape.elements > pictures.count {
            images = GrowingValues(in: session)
        }
        images.reserveCapacity(pictures.count * shape.elements)
        let first = images.count / shape.elements
        if first > 0 { session.goesOn("preparing pictures", at: first, of: pictures.count) }
        let batch = ConcurrentWork.batch(ofBytes: shape.elements)
        try ConcurrentWork.forEach(first..<pictures.count, batch: batch) { index throws(Diagnostic) in
            try pictures[index].pixels(as: shape)
        } take: { index, pixels in
            images.append(contentsOf: pixels)
            images.record { Data() }
            session.report("preparing pictures", index + 1, of: pictures.count)
        }
        return try images.finished()
    }
}
