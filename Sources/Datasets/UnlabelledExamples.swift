internal import Foundation
internal import NetworkGraph
public import Support

/// Examples whose class is asked for: pictures in files, or every series or row of a file.
public struct UnlabelledExamples: Sendable {
    /// What each example is called: its file, and where a file has several, its number there, from 1.
    public let names: [String]
    /// The examples; their labels mean nothing.
    public let dataset: Dataset

    /// Some examples that are read together.
    public struct Batch: Sendable {
        private let pictures: [String]
        private let form: ExampleForm
        private let whole: UnlabelledExamples?

        fileprivate init(pictures: [String], _ form: ExampleForm) { (self.pictures, self.form, whole) = (pictures, form, nil) }

        fileprivate init(_ examples: UnlabelledExamples, _ form: ExampleForm) { (pictures, self.form, whole) = ([], form, examples) }

        /// Reads the examples.
        ///
        /// - Returns: those that can be read, and why the others cannot.
        public func read() throws(Diagnostic) -> (examples: UnlabelledExamples, problems: [Diagnostic]) {
            if let whole { return (whole, []) }
            let read = try ConcurrentWork.map(pictures.count) { index throws(Diagnostic) in
                let result: Result<[UInt8], Diagnostic>
                do throws(Diagnostic) { result = .success(try pixels(of: pictures[index])) } catch { result = .failure(error) }
                return result
            }
            var names: [String] = []
            var images: [UInt8] = []
            var problems: [Diagnostic] = []
            for (name, result) in zip(pictures, read) {
                switch result {
                case .success(let pixels):
                    names.append(name)
                    images += pixels
                case .failure(let problem): problems.append(problem)
                }
            }
            let dataset = Dataset(
                name: "files", shape: form.shape, classNames: form.classNames, images: images,
                labels: [UInt8](repeating: 0, count: names.count),
                origin: Dataset.Origin(form: "pictures", folder: nil))
            return (UnlabelledExamples(names: names, dataset: dataset), problems)
        }

        private func pixels(of path: String) throws(Diagnostic) -> [UInt8] {
            guard let picture = try PictureFile(path) else {
                throw Diagnostic("is no picture", file: path, hint: "PNG and JPEG pictures are read")
            }
            return try picture.pixels(as: form.shape)
        }
    }

    private static let picturesInBatch = 512

    /// Finds what is at a path.
    ///
    /// - Throws: a diagnostic where nothing is there, or nothing that can be read.
    public static func batches(at path: String, like form: ExampleForm) throws(Diagnostic) -> [Batch] {
        let url = URL(fileURLWithPath: path)
        guard FileManager.default.fileExists(atPath: url.path) else { throw Diagnostic("no such file or folder", file: path) }
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
            pictures = Self.pictures(in: url.resolvingSymlinksInPath(), named: path)
            guard !pictures.isEmpty else { throw Diagnostic("holds no PNG or JPEG pictures", file: path) }
        } else if let reader = DataReaders.all.first(where: { $0.accepts(url) && $0.kinds.contains(.pictures) }) {
            let read = try reader.read(url, as: DataIdentity(name: url.lastPathComponent, known: nil))
            guard read.shape == form.shape else {
                throw Diagnostic("holds examples of \(read.shape), the model was trained on \(form.shape)", file: path)
            }
            return [Batch(UnlabelledExamples(names: (1...max(read.count, 1)).map { "\(path)[\($0)]" }, dataset: read), form)]
        }
        return stride(from: 0, to: pictures.count, by: picturesInBatch).map { first in
            Batch(pictures: Array(pictures[first..<min(first + picturesInBatch, pictures.count)]), form)
        }
    }

    /// The pictures in a folder and the folders in it, in the order of their paths; links to folders are not followed, for they may loop.
    private static func pictures(in folder: URL, named name: String) -> [String] {
        let prefix = name.hasSuffix("/") ? name : name + "/"
        let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return paths.filter { path in !path.split(separator: "/").contains { $0.hasPrefix(".") } }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { prefix + $0 }.filter(PictureFolders.looksLikePicture)
    }
}
