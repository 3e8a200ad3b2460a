internal import Foundation
internal import NetworkGraph
internal import Support

/// NumPy arrays of images and labels, in one `.npz` or as `.npy` files in a folder, under the names that Keras, MedMNIST and most people
/// give them. Only numbers are read: arrays of objects are pickles, which are never executed.
struct NumPyReader: DataReader {
    let title = "NumPy"
    let kinds = Set(ExampleKind.allCases)
    let options: Set<DataOptions.Key> = [.kind, .length, .classes]
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
        let kind = if let kind = identity.options.kind { kind } else { try NumPyFloats.kind(try arrays.array(training.images)) }
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
        let (validation, test) = (try arrays.names(of: .validation), try arrays.names(of: .test))
        var labels = TextNumbers()
        func part(_ names: NumPyArrays.Names) throws(Diagnostic) -> LabelledFloats {
            try NumPyFloats.read(
                try arrays.array(names.images), labels: try arrays.array(names.labels), kind: kind, labels: &labels, in: identity.session)
        }
        let first = try part(training)
        let (second, third) = (try validation.map(part), try test.map(part))
        let joined = LabelledFloatParts(
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

/// Arrays by name: the members of an `.npz`, or the `.npy` files of a folder.
private struct NumPyArrays {
    /// The names of a part's two arrays.
    struct Names {
        let images: String
        let labels: String
    }

    private let place: URL
    private let archive: ZipArchive?
    /// Without their ending, sorted.
    private let names: [String]

    init(_ place: URL) throws(Diagnostic) {
        self.place = place
        var files: [String] = []
        if DataFile.isFolder(place) {
            let names = DataFile.names(in: place)
            let archives = names.filter { $0.lowercased().hasSuffix(".npz") }
            guard archives.count < 2 else {
                throw Diagnostic(
                    "holds \(archives.count) .npz files: \(archives.prefix(4).joined(separator: ", "))", file: place.path,
                    hint: "name the one that is meant: --data \(place.appendingPathComponent(archives[0]).path)")
            }
            archive = if let name = archives.first { try ZipArchive(place.appendingPathComponent(name)) } else { nil }
            files = names
        } else {
            archive = try ZipArchive(place)
        }
        if let archive { files = archive.members.map(\.name) }
        // Names that a terminal would obey are nobody's.
        let isPlain: (String) -> Bool = { $0.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } }
        names = files.filter { $0.lowercased().hasSuffix(".npy") && isPlain($0) }.map { String($0.dropLast(4)) }.sorted()
        guard !names.isEmpty else {
            throw Diagnostic(
                "holds no array (.npy)", file: (archive?.url ?? place).path, hint: "numpy.savez('data.npz', x_train=x, y_train=y)")
        }
    }

    /// `data.npz/x_train.npy`
    func fileName(_ name: String) -> String { "\((archive?.url ?? place).path)/\(name).npy" }

    func array(_ name: String) throws(Diagnostic) -> NumPyArray {
        guard let archive else {
            let file = DataFile.names(in: place).first { $0.dropLast(4) == name && $0.lowercased().hasSuffix(".npy") }
            return try NumPyArray(try FileStream(place.appendingPathComponent(file ?? name + ".npy")))
        }
        guard let member = archive.members.first(where: { $0.name.dropLast(4) == name }) else {
            throw Diagnostic("is not in the archive", file: fileName(name))
        }
        return try NumPyArray(try archive.stream(member))
    }

    /// What a part's arrays are called here; nil where it has none.
    func names(of part: DataPart) throws(Diagnostic) -> Names? {
        for (images, labels) in Self.pairs(part) {
            let (image, label) = (find(images), find(labels))
            if let image, let label { return Names(images: image, labels: label) }
            if let found = image ?? label {
                throw Diagnostic(
                    "is there, but its \(image == nil ? "images" : "labels"), \(image == nil ? images : labels), are not",
                    file: fileName(found),
                    hint: "images and labels are called x_train and y_train, x and y, or images and labels")
            }
        }
        return nil
    }

    private func find(_ name: String) -> String? { names.first { $0.lowercased() == name } }

    private static let words = [("x", "y"), ("images", "labels"), ("data", "labels"), ("data", "target"), ("data", "targets")]

    private static func pairs(_ part: DataPart) -> [(String, String)] {
        var pairs: [(String, String)] = []
        for name in part.names {
            for (images, labels) in words.prefix(2) {
                pairs += [("\(images)_\(name)", "\(labels)_\(name)"), ("\(name)_\(images)", "\(name)_\(labels)")]
            }
        }
        return pairs
    }

    /// A set without parts is all for training.
    func namesOfWholeSet() -> Names? {
        for (images, labels) in Self.words {
            if let image = find(images), let label = find(labels) { return Names(images: image, labels: label) }
        }
        return nil
    }

    var noTraining: Diagnostic {
        Diagnostic(
            "holds \(names.prefix(6).joined(separator: ", "))\(names.count > 6 ? " ..." : ""), but no images and labels for training",
            file: (archive?.url ?? place).path, hint: "they are called x_train and y_train, x and y, or images and labels")
    }

    /// What is left over, in a line.
    func unused(besides parts: [Names]) -> String? {
        let used = parts.flatMap { [$0.images, $0.labels] }
        let rest = names.filter { !used.contains($0) }
        return rest.isEmpty ? nil : "not used: \(rest.prefix(6).joined(separator: ", "))\(rest.count > 6 ? " ..." : "")"
    }

    func classNames() throws(Diagnostic) -> [String]? {
        DataFile.isFolder(place) ? try DataFile.classNames(["classes.txt"], in: place) : nil
    }
}
