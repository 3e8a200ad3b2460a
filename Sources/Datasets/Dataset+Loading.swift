public import Foundation
public import Support

extension Dataset {
    /// Reads the set that `--data NAME|PATH` means. A text with a slash, or that starts with `.` or `~`, is a folder or a file; `digits`
    /// is the embedded set; any other name is looked for in the places of `DataCatalog.places(for:)`, then as a folder or a file here.
    ///
    /// - Parameters:
    ///   - options: what its owner says of it, beyond the folder's own `data.yaml`.
    ///   - form: of the data that a network was trained on: pictures in folders are brought to its shape, columns are found by its names;
    ///     nil for what suits the set.
    ///   - loading: where a large set is kept, and who is told how far it is.
    /// - Throws: what is missing, malformed or unknown, with the file and a hint.
    public static func load(
        _ nameOrPath: String, options: DataOptions = DataOptions(), like form: ExampleForm? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        workingFolder: URL = URL(fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true),
        loading: DataLoading = DataLoading()
    ) throws(Diagnostic) -> Dataset {
        let text = nameOrPath.trimmingCharacters(in: .whitespaces)
        guard !text.isEmpty else { throw Diagnostic("the data set's name is empty", hint: knownNames) }
        if text.lowercased() == DataCatalog.digits.name {
            var digits = try embeddedDigits.resized(by: options.resize)
            digits.origin.options = digits.origin.options.overridden(by: options.only([.resize]))
            return digits
        }
        if text.contains("/") || text.hasPrefix(".") || text.hasPrefix("~") {
            let path = (text as NSString).expandingTildeInPath
            return try load(
                folder: URL(fileURLWithPath: path, isDirectory: true, relativeTo: workingFolder).standardizedFileURL, options: options,
                like: form, loading: loading)
        }
        let entry = DataCatalog.entry(named: text)
        let places = DataCatalog.places(for: entry?.name ?? text, environment: environment, workingFolder: workingFolder)
        for place in places + [workingFolder.appendingPathComponent(text, isDirectory: true)] where DataFile.isFolder(place) {
            return try load(folder: place, name: entry?.name ?? text, known: entry, options: options, like: form, loading: loading)
        }
        let file = workingFolder.appendingPathComponent(text)
        if FileManager.default.fileExists(atPath: file.path) {
            return try load(folder: file.standardizedFileURL, options: options, like: form, loading: loading)
        }
        let looked = "looked in " + places.map(\.path).joined(separator: ", ")
        if let entry {
            throw Diagnostic("the data set '\(entry.name)' is not there", hint: "\(looked); to get it: \(entry.howToGet)")
        }
        let meant = Spelling.meant(by: text, among: DataCatalog.entries.map(\.name))
        throw Diagnostic("no data set is called '\(text)'", hint: "\(meant.map { $0 + " " } ?? "")\(looked); \(knownNames)")
    }

    /// Reads the set in a folder or a file, whose form its content tells.
    ///
    /// - Parameters:
    ///   - folder: the folder with the files, or a file that is a whole set (`.npz`, `.csv`, `.tsv`, `.txt`, `.ts`).
    ///   - name: what it is to be called; the folder's or the file's name without one.
    ///   - known: the public set it is meant to be: its shape and number of classes must then hold.
    ///   - options: what its owner says of it; it goes before what the folder's `data.yaml` says.
    ///   - form: of the data that a network was trained on; nil for what suits the set.
    ///   - loading: where a large set is kept, and who is told how far it is.
    public static func load(
        folder: URL, name: String? = nil, known: DataCatalog.Entry? = nil, options: DataOptions = DataOptions(),
        like form: ExampleForm? = nil, loading: DataLoading = DataLoading()
    ) throws(Diagnostic) -> Dataset {
        defer { loading.observe(.ended) }
        guard FileManager.default.fileExists(atPath: folder.path) else {
            throw Diagnostic("no such folder or file", file: folder.path, hint: knownNames)
        }
        let isFolder = DataFile.isFolder(folder)
        let name = name ?? (isFolder ? folder : folder.deletingPathExtension()).lastPathComponent
        let known = known ?? DataCatalog.entry(named: name)
        let options = isFolder ? try DataOptions(folder: folder).overridden(by: options) : options
        let identity = DataIdentity(name: name, known: known, options: options, form: form)
        let (reader, place) = try reader(of: folder, isFolder: isFolder, options)
        let dataset = try loading.dataset(at: folder, as: identity) { identity throws(Diagnostic) in
            var dataset = try reader.readChecked(place, as: identity)
            // With what its reader found out, so that it can be read again as it is.
            dataset.origin.options = options.overridden(by: dataset.origin.options)
            return dataset
        }
        if let known, dataset.classes != known.classNames.count || (dataset.shape != known.shape && identity.resize == nil) {
            throw Diagnostic(
                "holds \(dataset.classes) classes of \(dataset.shape) images, "
                    + "\(known.name) has \(known.classNames.count) of \(known.shape)",
                file: folder.path, hint: "rename the \(isFolder ? "folder" : "file"); '\(known.name)' is reserved")
        }
        return dataset
    }

    /// What can read a folder or a file, and where in it.
    private static func reader(
        of url: URL, isFolder: Bool, _ options: DataOptions
    ) throws(Diagnostic) -> (reader: any DataReader, place: URL) {
        for reader in DataReaders.readers(for: options) {
            if isFolder {
                if let place = reader.place(in: url, options) { return (reader, place) }
            } else if reader.accepts(url, options) {
                return (reader, url)
            }
        }
        throw isFolder ? unknownForm(url) : unknownForm(file: url)
    }

    private static func unknownForm(file: URL) -> Diagnostic {
        if let archive = ArchiveName(file.lastPathComponent) {
            return Diagnostic("is an archive, no data set", file: file.path, hint: archive.hint)
        }
        if let foreign = ForeignForm(file.path) {
            return Diagnostic("is \(foreign.title), which is not read", file: file.path, hint: foreign.hint)
        }
        if file.pathExtension.lowercased() == "npy" {
            return Diagnostic(
                "holds one array, images or labels", file: file.path,
                hint: "give the folder that holds x_train.npy and y_train.npy, or one .npz of both")
        }
        return Diagnostic(
            "is no data set in a known form: a file must be .npz (NumPy), .csv or .tsv (tables), .txt (texts) or .ts (series), "
                + "anything else is given as a folder",
            file: file.path, hint: "'\(Program.name) data' lists the files a folder must hold")
    }

    private static func unknownForm(_ folder: URL) -> Diagnostic {
        let names = DataFile.names(in: folder)
        if let archive = names.first(where: { ArchiveName($0) != nil }) {
            return Diagnostic("holds an archive, \(archive), but no data set", file: folder.path, hint: "unpack it")
        }
        if names.contains("data_batch_1") || names.contains("cifar-10-batches-py") {
            return Diagnostic(
                "holds CIFAR in its Python version", file: folder.path, hint: "the binary version is wanted: \(DataCatalog.cifar10.source)")
        }
        if let (name, foreign) = names.lazy.compactMap({ name in ForeignForm(name).map { (name, $0) } }).first {
            return Diagnostic("holds \(foreign.title), \(name), which is not read, but no data set", file: folder.path, hint: foreign.hint)
        }
        let seen = names.isEmpty ? "it is empty" : "it holds " + names.prefix(4).joined(separator: ", ") + (names.count > 4 ? " ..." : "")
        return Diagnostic(
            "holds no data set in a known form (\(DataReaders.titles)); \(seen)", file: folder.path,
            hint: "'\(Program.name) data' lists the files a folder must hold")
    }

    private static var knownNames: String {
        "known names: " + DataCatalog.entries.map(\.name).joined(separator: ", ")
            + "; or give a folder or a file (\(Program.command("help", "data")))"
    }
}

/// A file that is to be unpacked first.
private struct ArchiveName {
    let hint: String

    init?(_ name: String) {
        let name = name.lowercased()
        guard [".zip", ".tar", ".tgz", ".tar.gz", ".tar.xz", ".tar.bz2", ".7z", ".rar"].contains(where: name.hasSuffix) else { return nil }
        hint = "unpack it, and give the folder that comes out"
    }
}
