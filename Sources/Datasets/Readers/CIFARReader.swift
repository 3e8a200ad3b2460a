internal import Foundation
internal import NetworkGraph
internal import Support

/// A folder in the binary form of CIFAR-10 or CIFAR-100: records of one label (CIFAR-100: a coarse and a fine one) and
/// 3,072 bytes, the red, green and blue planes of a 32 x 32 image.
///
/// Source: A. Krizhevsky, "The CIFAR-10 dataset", section "Binary version".
struct CIFARReader: DataReader {
    enum Variant: CaseIterable {
        case ten, hundred

        var form: String { self == .ten ? "CIFAR-10 binary" : "CIFAR-100 binary" }
        var classes: Int { self == .ten ? 10 : 100 }
        var labelBytes: Int { self == .ten ? 1 : 2 }
        var recordBytes: Int { labelBytes + CIFARReader.shape.elements }
        var trainFiles: [String] { self == .ten ? (1...5).map { "data_batch_\($0).bin" } : ["train.bin"] }
        var testFile: String { self == .ten ? "test_batch.bin" : "test.bin" }
        var classNameFile: String { self == .ten ? "batches.meta.txt" : "fine_label_names.txt" }
    }

    static let shape = Shape(height: 32, width: 32, channels: 3)

    let title = "CIFAR binary"
    let options: Set<DataOptions.Key> = [.kind, .resize]
    let files = [
        "CIFAR-10 binary: data_batch_1.bin to data_batch_5.bin (as many as there are), test_batch.bin;",
        "     records of 1 label byte and 3,072 bytes, the red, green and blue planes of 32 x 32. Optional: batches.meta.txt.",
    ]

    func place(in folder: URL) -> URL? { CustomaryPlaces.places(in: folder).first { Self.variant(in: $0) != nil } }

    private static func variant(in folder: URL) -> Variant? {
        Variant.allCases.first { variant in
            (variant.trainFiles + [variant.testFile]).contains { DataFile.find([$0], in: folder) != nil }
        }
    }

    /// Reads the batches that are there; without the test batch the set has no customary test part.
    func read(_ folder: URL, as identity: DataIdentity) throws(Diagnostic) -> Dataset {
        guard let variant = Self.variant(in: folder) else { preconditionFailure("a folder is read where it has one of the files") }
        let trainURLs = variant.trainFiles.compactMap { DataFile.find([$0], in: folder) }
        guard !trainURLs.isEmpty else {
            throw Diagnostic(
                "\(variant.trainFiles[0]) is missing", file: folder.path, hint: "'\(Program.name) data' lists the files of this form")
        }
        let images = GrowingValues<UInt8>(in: identity.session)
        var labels: [UInt8] = []
        for url in trainURLs { try Self.append(url, variant: variant, to: images, &labels) }
        var testStart: Int?
        if let url = DataFile.find([variant.testFile], in: folder) {
            testStart = labels.count
            try Self.append(url, variant: variant, to: images, &labels)
        }
        let names = try DataFile.classNames([variant.classNameFile, "classes.txt"], in: folder)
        if let names, names.count != variant.classes {
            throw Diagnostic("the list of classes names \(names.count), \(variant.form) has \(variant.classes)", file: folder.path)
        }
        let known = identity.known ?? DataCatalog.entries.first { $0.form == variant.form }
        return Dataset(
            name: identity.name, kind: .pictures, shape: Self.shape,
            classNames: names ?? known?.classNames ?? (0..<variant.classes).map(String.init), values: try images.finished(), labels: labels,
            customaryTestStart: testStart,
            origin: Dataset.Origin(form: variant.form, folder: folder.path, source: known?.source, licence: known?.licence))
    }

    private static func append(_ url: URL, variant: Variant, to images: GrowingValues<UInt8>, _ labels: inout [UInt8]) throws(Diagnostic) {
        let content = try content(of: url)
        let record = variant.recordBytes
        guard !content.isEmpty, content.count % record == 0 else {
            throw Diagnostic(
                content.isEmpty
                    ? "is empty"
                    : "has \(content.count) bytes, which is not a whole number of \(variant.form) records of \(record) bytes: "
                        + "cut off, or another form",
                file: url.path, hint: content.isEmpty ? nil : "the binary version is wanted, not the Python or Matlab one")
        }
        let count = content.count / record
        let planeSize = shape.height * shape.width
        var own = [UInt8](repeating: 0, count: count * shape.elements)
        for index in 0..<count {
            let label = content[index * record + variant.labelBytes - 1]
            guard Int(label) < variant.classes else {
                throw Diagnostic(
                    "label \(label) of image \(index) is out of range: there are \(variant.classes) classes, 0 to \(variant.classes - 1)",
                    file: url.path)
            }
            labels.append(label)
            let source = index * record + variant.labelBytes
            let target = index * shape.elements
            for channel in 0..<shape.channels {
                for position in 0..<planeSize {
                    own[target + position * shape.channels + channel] = content[source + channel * planeSize + position]
                }
            }
        }
        images.append(contentsOf: own)
    }

    /// Plain, or gzip bounded to ten times a customary batch.
    private static func content(of url: URL) throws(Diagnostic) -> [UInt8] {
        let limit = 100_000 * Variant.hundred.recordBytes
        var reader = try GzipReader(try DataFile.read(url), fileName: url.path)
        let content = try reader.read(upTo: limit)
        guard try reader.read(upTo: 1).isEmpty else {
            throw Diagnostic("has more than \(Dimension.memory.format(Double(limit))), which no CIFAR batch has", file: url.path)
        }
        return content
    }
}
