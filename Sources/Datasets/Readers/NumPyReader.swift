internal import Foundation
internal import NetworkGraph
internal import Support

/// NumPy arrays of images and labels, in one `.npz` or as `.npy` files in a folder, under the names that Keras, MedMNIST and most people
/// give them. Only numbers are read: arrays of objects are pickles, which are never executed.
struct NumPyReader: DataReader {
    let title = "NumPy"
    let kinds: Set<ExampleKind> = [.pictures, .series, .table]
    let options: Set<DataOptions.Key> = [.kind, .length, .classes, .resize]
    let files = [
        "NumPy: x_train, y_train, x_test, y_test in one .npz, or each as .npy (x and y, images and labels do too; x_val, y_val).",
        "     Images [count, height, width] or [count, height, width, channels]: 0 to 255, or 0 to 1. Labels from 0.",
        "     Series [count, moments, channels] and tables [count, columns] of other floats; kind=series or kind=table where it is open.",
    ]

    func place(in folder: URL) -> URL? {
        let names = DataFile.names(in: folder)
        return names.contains { $0.lowercased().hasSuffix(".npz") || $0.lowercased().hasSuffix(".npy") } ? folder : nil
    }

    /// An archive of anything but arrays is another thing.
    func accepts(_ file: URL) -> Bool {
        if file.pathExtension.lowercased() == "npz" { return true }
        guard ZipArchive.isZip(DataFile.start(of: file, upTo: 4)), let archive = try? ZipArchive(file) else { return false }
        return archive.members.contains { $0.name.lowercased().hasSuffix(".npy") }
    }

    func read(_ place: URL, as identity: DataIdentity) throws(Diagnostic) -> Dataset {
        let arrays = try NumPyArrays(place)
        var notes: [String] = []
        guard let training = try arrays.names(of: .training) ?? arrays.namesOfWholeSet() else { throw arrays.noTraining }
        let kind =
            if let kind = identity.options.kind ?? (identity.resize == nil ? nil : .pictures) { kind } else {
                try NumPyFloats.kind(try arrays.array(training.images))
            }
        guard kind == .pictures else { return try floats(arrays, training: training, kind: kind, from: place, as: identity) }
        var parts: [(names: NumPyArrays.Names, images: NumPyPixels, labels: [UInt8])] = []
        let validation = try arrays.names(of: .validation)
        let test = try arrays.names(of: .test)
        for names in [training, validation, test].compactMap({ $0 }) {
            let labels = try NumPyLabels.read(try arrays.array(names.labels))
            let images = try NumPyPixels(try arrays.array(names.images))
            guard images.count == labels.count else {
                throw Diagnostic(
                    "has \(images.count) images, but \(names.labels) has \(labels.count) labels", file: arrays.fileName(names.images))
            }
            parts.append((names, images, labels))
        }
        try Self.agree(&parts, arrays: arrays)
        var labelled: [LabelledImages] = []
        for index in parts.indices {
            let part = parts[index]
            if part.images.isRounded {
                notes.append("\(part.names.images): values of \(part.images.scale == .bytes ? "0 to 255" : "0 to 1") are rounded to bytes")
            }
            labelled.append(
                LabelledImages(
                    shape: part.images.shape, images: GrowingValues(part.images.bytes), labels: part.labels,
                    imagesFile: arrays.fileName(part.names.images), labelsFile: arrays.fileName(part.names.labels)))
        }
        parts = []
        for part in labelled.dropFirst() {
            try part.check(shape: labelled[0].shape)
            try part.check(classesOf: labelled[0])
        }
        if let unused = arrays.unused(besides: [training, validation, test].compactMap { $0 }) { notes.append(unused) }
        // Taken from the end, so that no part is held twice.
        var joined = LabelledParts(training: labelled[0])
        if test != nil { joined.test = labelled.removeLast() }
        if validation != nil { joined.validation = labelled.removeLast() }
        labelled = []
        return try joined.dataset(
            as: identity, classNames: try arrays.classNames(),
            origin: Dataset.Origin(
                form: title, folder: place.path, source: identity.known?.source, licence: identity.known?.licence, notes: notes))
    }

    /// Series or rows of a table.
    private func floats(
        _ arrays: NumPyArrays, training: NumPyArrays.Names, kind: ExampleKind, from place: URL, as identity: DataIdentity
    ) throws(Diagnostic) -> Dataset {
        guard identity.options.resize == nil else {
            throw Diagnostic("the data option 'resize' is for pictures, and these are read as \(kind.rawValue)", file: place.path)
        }
        let (validation, test) = (try arrays.names(of: .validation), try arrays.names(of: .test))
        var labels = TextNumbers()
        func part(_ names: NumPyArrays.Names) throws(Diagnostic) -> LabelledFloats {
            try NumPyFloats.read(
                try arrays.array(names.images), labels: try arrays.array(names.labels), kind: kind, labels: &labels, in: identity.session)
        }
        let first = try part(training)
        let (second, third) = (try validation.map(part), try test.map(part))
        var joined = LabelledFloatParts(
            training: first, validation: second, test: third, kind: kind, labelTexts: labels.texts,
            features: FeatureColumns((0..<first.channels).map { FeatureColumns.Column(name: "\($0 + 1)") }))
        return try joined.dataset(
            as: identity, form: title, folder: place.path,
            notes: arrays.unused(besides: [training, validation, test].compactMap { $0 }).map { [$0] } ?? [])
    }

    /// Zeros and ones are what the other parts are; parts that differ are refused.
    private static func agree(
        _ parts: inout [(names: NumPyArrays.Names, images: NumPyPixels, labels: [UInt8])], arrays: NumPyArrays
    ) throws(Diagnostic) {
        guard let inBytes = parts.first(where: { $0.images.scale == .bytes }) else { return }
        for index in parts.indices {
            parts[index].images.takeForBytes()
            guard parts[index].images.scale == .bytes else {
                throw Diagnostic(
                    "has values of 0 to 1, but \(inBytes.names.images) has 0 to 255", file: arrays.fileName(parts[index].names.images),
                    hint: "save all images alike")
            }
        }
    }
}
