internal import Foundation
internal import NetworkGraph
public import Support
internal import Synchronization

/// Examples whose class is asked for: pictures or sounds in files, or every series or row of a file.
public struct UnlabelledExamples: Sendable {
    /// What each example is called: its file, and where a file has several, its number there, from 1.
    public let names: [String]
    /// The examples; their labels mean nothing.
    public let dataset: Dataset
    /// What was made of them that their owner may not expect. A line each.
    public var notes: [String] = []

    /// Some examples that are read together.
    public struct Batch: Sendable {
        private let files: [String]
        private let form: ExampleForm
        private let whole: UnlabelledExamples?

        fileprivate init(files: [String], _ form: ExampleForm) { (self.files, self.form, whole) = (files, form, nil) }

        fileprivate init(_ examples: UnlabelledExamples, _ form: ExampleForm) { (files, self.form, whole) = ([], form, examples) }

        /// Reads the examples.
        ///
        /// - Returns: those that can be read, and why the others cannot.
        public func read() throws(Diagnostic) -> (examples: UnlabelledExamples, problems: [Diagnostic]) {
            if let whole { return (whole, []) }
            if let sounds = form.sounds {
                let cut = Mutex<Set<String>>([])
                let (names, values, problems) = try Self.read(files) { path throws(Diagnostic) in
                    guard let file = try WAVFile(path) else {
                        throw Diagnostic("is no sound, and the model takes sounds", file: path, hint: "WAV files are read")
                    }
                    let samples = try sounds(file)
                    if file.isCutOff { cut.withLock { _ = $0.insert(path) } }
                    return samples
                }
                let note = WAVFile.cutOffNote(cut.withLock { $0 }.sorted())
                return (
                    UnlabelledExamples(
                        names: names, dataset: dataset(.floats(values), count: names.count), notes: [note].compactMap { $0 }), problems
                )
            }
            let (names, images, problems) = try Self.read(files) { path throws(Diagnostic) in try pixels(of: path) }
            return (UnlabelledExamples(names: names, dataset: dataset(.bytes(images), count: names.count)), problems)
        }

        private func dataset(_ values: ExampleValues, count: Int) -> Dataset {
            Dataset(
                name: "files", kind: form.kind, shape: form.shape, classNames: form.classNames, values: values,
                labels: [UInt8](repeating: 0, count: count), features: form.features,
                origin: Dataset.Origin(form: form.kind.rawValue, folder: nil))
        }

        /// The values of those that can be read, one file after the other.
        private static func read<Value: Sendable>(
            _ files: [String], _ values: @Sendable (String) throws(Diagnostic) -> [Value]
        ) throws(Diagnostic) -> (names: [String], values: [Value], problems: [Diagnostic]) {
            let read = try ConcurrentWork.map(files.count) { index throws(Diagnostic) in
                let result: Result<[Value], Diagnostic>
                do throws(Diagnostic) { result = .success(try values(files[index])) } catch { result = .failure(error) }
                return result
            }
            var (names, all, problems): ([String], [Value], [Diagnostic]) = ([], [], [])
            for (name, result) in zip(files, read) {
                switch result {
                case .success(let own):
                    names.append(name)
                    all += own
                case .failure(let problem): problems.append(problem)
                }
            }
            return (names, all, problems)
        }

        private func pixels(of path: String) throws(Diagnostic) -> [UInt8] {
            guard let picture = try PictureFile(path) else {
                throw Diagnostic("is no picture", file: path, hint: "PNG and JPEG pictures are read")
            }
            return try picture.pixels(as: form.shape)
        }
    }

    private static let filesInBatch = 512

    /// Finds what is at a path.
    ///
    /// - Throws: a diagnostic where nothing is there, or nothing that can be read.
    public static func batches(at path: String, like form: ExampleForm) throws(Diagnostic) -> [Batch] {
        let url = URL(fileURLWithPath: path)
        guard FileManager.default.fileExists(atPath: url.path) else { throw Diagnostic("no such file or folder", file: path) }
        guard form.kind != .text else { throw Diagnostic("no network takes texts yet", file: path) }
        // Series of such a length may come as arrays or tables too.
        if form.sounds != nil, !["npz", "npy", "ts", "csv", "tsv"].contains(url.pathExtension.lowercased()) || DataFile.isFolder(url) {
            let files = DataFile.isFolder(url) ? Self.files(of: .sounds, in: url.resolvingSymlinksInPath(), named: path) : [path]
            guard !files.isEmpty else { throw Diagnostic("holds no WAV files, and the model takes sounds", file: path) }
            return batches(of: files, form)
        }
        if let features = form.features, form.kind != .pictures {
            guard !DataFile.isFolder(url) else {
                throw Diagnostic("is a folder; the model takes \(form.kind.rawValue) from a file", file: path, hint: "name the file in it")
            }
            let read = try Dataset.unlabelled(
                url, kind: form.kind, shape: form.shape, features: features, classNames: form.classNames, options: form.options)
            return read.count == 0 ? [] : [Batch(UnlabelledExamples(names: (1...read.count).map { "\(path)[\($0)]" }, dataset: read), form)]
        }
        var pictures = [path]
        if DataFile.isFolder(url) {
            pictures = Self.files(of: .pictures, in: url.resolvingSymlinksInPath(), named: path)
            guard !pictures.isEmpty else { throw Diagnostic("holds no PNG or JPEG pictures", file: path) }
        } else if NumPyReader.isUnlabelled(url) {
            let read = try NumPyReader.unlabelled(url, shape: form.shape, form: form)
            return [Batch(UnlabelledExamples(names: (1...max(read.count, 1)).map { "\(path)[\($0)]" }, dataset: read), form)]
        } else if let reader = DataReaders.all.first(where: { $0.accepts(url) && $0.kinds.contains(.pictures) }) {
            let read = try reader.readChecked(
                url, as: DataIdentity(name: url.lastPathComponent, known: nil, options: form.options.only([.resize]), form: form))
            guard read.shape == form.shape else {
                throw Diagnostic("holds examples of \(read.shape), the model was trained on \(form.shape)", file: path)
            }
            return [Batch(UnlabelledExamples(names: (1...max(read.count, 1)).map { "\(path)[\($0)]" }, dataset: read), form)]
        }
        return batches(of: pictures, form)
    }

    private static func batches(of files: [String], _ form: ExampleForm) -> [Batch] {
        stride(from: 0, to: files.count, by: filesInBatch).map { first in
            Batch(files: Array(files[first..<min(first + filesInBatch, files.count)]), form)
        }
    }

    /// The pictures or sounds in a folder and the folders in it, in the order of their paths; links to folders are not followed, for they may loop.
    private static func files(of content: FolderContent, in folder: URL, named name: String) -> [String] {
        let prefix = name.hasSuffix("/") ? name : name + "/"
        let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return paths.filter { path in
            !path.split(separator: "/").contains { $0.hasPrefix(".") || content.noClasses.contains(String($0)) }
        }
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { prefix + $0 }.filter(content.isOne)
    }
}
