internal import Foundation
internal import NetworkGraph
internal import Support

/// Folders of PNG and JPEG pictures, a folder a class, as torchvision's `ImageFolder` and Keras's `image_dataset_from_directory` take them.
struct PictureFolderReader: DataReader {
    let title = "folders of pictures"
    let files = [
        "Pictures: a folder of PNG or JPEG files for each class, named by it; or train/, test/ and, optional, val/ with such folders.",
        "     Pictures of several sizes are brought to a square of their median side, at most 64 pixels.",
    ]

    func place(in folder: URL) -> URL? {
        if ClassFolders.hold(.pictures, folder, inFolders: true) { return folder }
        // Beside a table they may be of its documentation.
        let hasTable = DataFile.names(in: folder).contains { $0.lowercased().hasSuffix(".csv") }
        return !hasTable && ClassFolders.hold(.pictures, folder, inFolders: false) ? folder : nil
    }

    func read(_ folder: URL, as identity: DataIdentity) throws(Diagnostic) -> Dataset {
        let session = identity.session
        let folders = try ClassFolders(folder, of: .pictures)
        let classNames = folders.training.map(\.name)
        var left = LeftOut()
        var all = try Self.part(folders.training, classNames, &left, session, isTraining: true)
        var starts: (validation: Int?, test: Int?)
        if let part = folders.validation {
            starts.validation = all.count
            all += try Self.part(part, classNames, &left, session)
        }
        if let part = folders.test {
            starts.test = all.count
            all += try Self.part(part, classNames, &left, session)
        }
        let sizes = PictureSizes(all.lazy.map(\.picture))
        let shape =
            identity.form?.pictureShape
            ?? Shape(height: sizes.height, width: sizes.width, channels: all.allSatisfy(\.picture.isGrey) ? 1 : 3)
        let bytes = all.count.multipliedReportingOverflow(by: shape.elements)
        guard !bytes.overflow, bytes.partialValue <= DataFile.largestBytes else {
            throw Diagnostic(
                "holds \(all.count) pictures of \(shape), \(Dimension.memory.format(Double(all.count) * Double(shape.elements))), "
                    + "more than can be held in memory", file: folder.path, hint: "take fewer or smaller pictures")
        }
        return Dataset(
            name: identity.name, kind: .pictures, shape: shape, classNames: classNames, values: try Self.pixels(all, shape, session),
            labels: all.map(\.label), customaryValidationStart: starts.validation, customaryTestStart: starts.test,
            origin: Dataset.Origin(
                form: "pictures in folders", folder: folder.path, source: identity.known?.source, licence: identity.known?.licence,
                notes: [identity.form == nil ? sizes.note : nil, left.note].compactMap { $0 } + folders.notes))
    }

    private struct Labelled {
        let picture: PictureFile
        let label: UInt8
    }

    /// Files that are no pictures.
    private struct LeftOut {
        var count = 0
        var first: String?

        var note: String? {
            guard let first else { return nil }
            let name = (first as NSString).lastPathComponent
            return count == 1 ? "\(name) is no picture and is left out" : "\(count) files that are no pictures are left out (\(name) ...)"
        }
    }

    /// The pictures of a part, class by class.
    private static func part(
        _ folders: [ClassFolders.ClassFolder], _ classNames: [String], _ left: inout LeftOut, _ session: ReadingSession,
        isTraining: Bool = false
    ) throws(Diagnostic) -> [Labelled] {
        let files = folders.flatMap(\.files)
        var found: [PictureFile?] = []
        found.reserveCapacity(files.count)
        let batch = 4096
        for start in stride(from: 0, to: files.count, by: batch) {
            session.report("looking through pictures", start, of: files.count)
            found += try ConcurrentWork.map(min(batch, files.count - start)) { index throws(Diagnostic) in
                try PictureFile(files[start + index])
            }
        }
        var labelled: [Labelled] = []
        var index = 0
        for folder in folders {
            let label = UInt8(classNames.firstIndex(of: folder.name) ?? 0)
            let before = labelled.count
            for file in folder.files {
                if let picture = found[index] {
                    labelled.append(Labelled(picture: picture, label: label))
                } else {
                    left.count += 1
                    left.first = left.first ?? file
                }
                index += 1
            }
            guard labelled.count > before || !isTraining else { throw ClassFolders.empty(folder, of: .pictures) }
        }
        guard !labelled.isEmpty else {
            let part = folders.first.map { ($0.path as NSString).deletingLastPathComponent }
            throw Diagnostic("holds no pictures", file: part, hint: "put pictures into its folders, or remove it")
        }
        return labelled
    }

    /// Decoded on all cores, some at a time, so that little is held twice. Those that an interrupted reading has decoded are taken.
    private static func pixels(_ pictures: [Labelled], _ shape: Shape, _ session: ReadingSession) throws(Diagnostic) -> ExampleValues {
        var images = GrowingValues<UInt8>(in: session, resuming: "pictures")
        if images.count % shape.elements != 0 || images.count / shape.elements > pictures.count {
            images = GrowingValues(in: session)
        }
        images.reserveCapacity(pictures.count * shape.elements)
        let first = images.count / shape.elements
        if first > 0 { session.goesOn("preparing pictures", at: first, of: pictures.count) }
        let batch = min(session.limits.picturesAtOnce, max(64, (32 << 20) / shape.elements))
        for start in stride(from: first, to: pictures.count, by: batch) {
            let decoded = try ConcurrentWork.map(min(batch, pictures.count - start)) { index throws(Diagnostic) in
                try pictures[start + index].picture.pixels(as: shape)
            }
            for image in decoded { images.append(contentsOf: image) }
            images.record { Data() }
            session.report("preparing pictures", start + decoded.count, of: pictures.count)
        }
        return try images.finished()
    }
}
