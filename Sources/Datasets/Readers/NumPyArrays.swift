internal import Foundation
internal import Support

/// Arrays by name: the members of an `.npz`, or the `.npy` files of a folder.
struct NumPyArrays {
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

    /// Whether a part has images and labels: then all of a set is read.
    var isLabelled: Bool {
        namesOfWholeSet() != nil || ((try? names(of: .training)) ?? nil) != nil
    }

    /// The images where there are no labels, or these are not all: those of the test part first, or the only array.
    func imagesAlone() throws(Diagnostic) -> NumPyArray {
        let wanted = (Self.pairs(.test) + Self.words + Self.pairs(.validation) + Self.pairs(.training)).map(\.0)
        if let name = wanted.lazy.compactMap(find).first ?? (names.count == 1 ? names[0] : nil) { return try array(name) }
        throw Diagnostic(
            "holds \(names.prefix(6).joined(separator: ", "))\(names.count > 6 ? " ..." : ""), and none is called x or x_test",
            file: (archive?.url ?? place).path, hint: "numpy.savez('data.npz', x_test=x)")
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
