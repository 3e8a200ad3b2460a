internal import Foundation
internal import NetworkGraph
internal import Support

/// `NAME_TRAIN.ts` and `NAME_TEST.ts` of the UCR/UEA archive, or a single `.ts` file.
struct TimeSeriesReader: DataReader {
    let title = "UCR/UEA archive"
    let kinds: Set<ExampleKind> = [.series]
    let options: Set<DataOptions.Key> = [.kind, .length, .classes]
    let files = [
        "Series of the UCR/UEA archive: NAME_TRAIN.ts and NAME_TEST.ts, or one .ts file. Series of several lengths are filled up or",
        "     cut to the longest of training.",
    ]

    func place(in folder: URL) -> URL? { Self.files(in: folder).isEmpty ? nil : folder }

    func accepts(_ file: URL) -> Bool { Self.isOne(file) }

    private static func files(in folder: URL) -> [URL] {
        DataFile.names(in: folder).filter { !$0.hasPrefix(".") && $0.lowercased().hasSuffix(".ts") }
            .map(folder.appendingPathComponent).filter(isOne)
    }

    /// Programs in TypeScript and films have that ending too.
    private static func isOne(_ file: URL) -> Bool {
        guard file.pathExtension.lowercased() == "ts" else { return false }
        let start = DataFile.start(of: file, upTo: 1 << 14)
        return TimeSeriesFile.isOne(start) || start.isEmpty || start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF])
    }

    func read(_ place: URL, as identity: DataIdentity) throws(Diagnostic) -> Dataset {
        var notes: [String] = []
        let files =
            DataFile.isFolder(place) ? try DataPart.files(Self.files(in: place), in: place, notes: &notes) : [.training: place]
        guard let trainingFile = files[.training] else { preconditionFailure("a part for training is required") }
        var labels = TextNumbers()
        func part(_ file: URL) throws(Diagnostic) -> LabelledFloats {
            try TimeSeriesFile(try FileStream(file), labels: &labels, in: identity.session).part
        }
        let training = try part(trainingFile)
        let validation = try files[.validation].map(part)
        let test = try files[.test].map(part)
        var parts = LabelledFloatParts(
            training: training, validation: validation, test: test, kind: .series, labelTexts: labels.texts,
            features: FeatureColumns((0..<training.channels).map { FeatureColumns.Column(name: "\($0 + 1)") }))
        return try parts.dataset(as: identity, form: title, folder: place.path, notes: notes)
    }
}

extension DataPart {
    /// A folder's files by the part that their names say; a single one is all there is.
    ///
    /// - Parameters:
    ///   - files: those of the form, at least one.
    ///   - notes: takes what is not used.
    ///   - part: the part that a file is of by its name.
    static func files(
        _ files: [URL], in folder: URL, notes: inout [String],
        by part: (URL) -> DataPart? = { DataPart(file: $0.deletingPathExtension().lastPathComponent) }
    ) throws(Diagnostic) -> [DataPart: URL] {
        var found: [DataPart: URL] = [:]
        var others: [URL] = []
        for file in files {
            guard let part = part(file) else {
                others.append(file)
                continue
            }
            if let other = found[part] {
                throw Diagnostic(
                    "holds both \(other.lastPathComponent) and \(file.lastPathComponent)", file: folder.path,
                    hint: "keep one of them here, or name one as --data")
            }
            found[part] = file
        }
        if found[.training] == nil {
            let ending = files.first?.pathExtension ?? "csv"
            guard found.isEmpty, others.count == 1 else {
                throw Diagnostic(
                    "holds \(files.prefix(4).map(\.lastPathComponent).joined(separator: ", ")), of which none is called train.\(ending)",
                    file: folder.path, hint: "call the training part train.\(ending), or name a file as --data")
            }
            found[.training] = others.removeFirst()
        }
        if !others.isEmpty { notes.append("not used: \(others.prefix(6).map(\.lastPathComponent).joined(separator: ", "))") }
        return found
    }
}
