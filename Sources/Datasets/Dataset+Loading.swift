public import Foundation
public import Support

extension Dataset {
    /// Reads the set that `--data NAME|PATH` means. A text with a slash, or that starts with `.` or `~`, is a folder; `digits` is the
    /// embedded set; any other name is looked for in the places of `DataCatalog.places(for:)`, then as a folder here.
    ///
    /// - Throws: what is missing, malformed or unknown, with the file and a hint.
    public static func load(
        _ nameOrPath: String, environment: [String: String] = ProcessInfo.processInfo.environment,
        workingFolder: URL = URL(fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
    ) throws(Diagnostic) -> Dataset {
        let text = nameOrPath.trimmingCharacters(in: .whitespaces)
        guard !text.isEmpty else { throw Diagnostic("the data set's name is empty", hint: knownNames) }
        if text.lowercased() == DataCatalog.digits.name { return embeddedDigits }
        if text.contains("/") || text.hasPrefix(".") || text.hasPrefix("~") {
            let path = (text as NSString).expandingTildeInPath
            return try load(folder: URL(fileURLWithPath: path, isDirectory: true, relativeTo: workingFolder).standardizedFileURL)
        }
        let entry = DataCatalog.entry(named: text)
        let places = DataCatalog.places(for: entry?.name ?? text, environment: environment, workingFolder: workingFolder)
        for place in places + [workingFolder.appendingPathComponent(text, isDirectory: true)] where DataFile.isFolder(place) {
            return try load(folder: place, name: entry?.name ?? text, known: entry)
        }
        let looked = "looked in " + places.map(\.path).joined(separator: ", ")
        if let entry {
            throw Diagnostic("the data set '\(entry.name)' is not there", hint: "\(looked); to get it: \(entry.howToGet)")
        }
        let meant = Spelling.meant(by: text, among: DataCatalog.entries.map(\.name))
        throw Diagnostic("no data set is called '\(text)'", hint: "\(meant.map { $0 + " " } ?? "")\(looked); \(knownNames)")
    }

    /// Reads the set in a folder, whose form its files tell.
    ///
    /// - Parameters:
    ///   - folder: the folder with the files.
    ///   - name: what it is to be called; the folder's name without one.
    ///   - known: the public set it is meant to be: its shape and number of classes must then hold.
    public static func load(folder: URL, name: String? = nil, known: DataCatalog.Entry? = nil) throws(Diagnostic) -> Dataset {
        guard FileManager.default.fileExists(atPath: folder.path) else {
            throw Diagnostic("no such folder", file: folder.path, hint: knownNames)
        }
        guard DataFile.isFolder(folder) else {
            throw Diagnostic("is not a folder", file: folder.path, hint: "give the folder that holds the data set's files")
        }
        let name = name ?? folder.lastPathComponent
        let known = known ?? DataCatalog.entry(named: name)
        let dataset: Dataset
        if let (place, form) = found(in: folder) {
            dataset =
                switch form {
                case .idx: try IDXFolder.load(place, name: name, known: known)
                case .cifar(let variant): try CIFARFolder.load(place, variant: variant, name: name, known: known)
                }
        } else {
            throw unknownForm(folder)
        }
        if let known, dataset.task != known.task {
            throw Diagnostic(
                "holds \(dataset.classes) classes of \(dataset.shape) images, "
                    + "\(known.name) has \(known.classNames.count) of \(known.shape)",
                file: folder.path, hint: "rename the folder; '\(known.name)' is reserved")
        }
        return dataset
    }

    private enum Form {
        case idx
        case cifar(CIFARFolder.Variant)
    }

    /// In the folder itself, or in the one that the customary archives and torchvision make inside it.
    private static func found(in folder: URL) -> (URL, Form)? {
        let inside = ["raw", "MNIST/raw", "FashionMNIST/raw", "cifar-10-batches-bin", "cifar-100-binary"]
        for place in [folder] + inside.map({ folder.appendingPathComponent($0, isDirectory: true) }) {
            if IDXFolder.isPresent(in: place) { return (place, .idx) }
            if let variant = CIFARFolder.variant(in: place) { return (place, .cifar(variant)) }
        }
        return nil
    }

    private static func unknownForm(_ folder: URL) -> Diagnostic {
        let names = DataFile.names(in: folder)
        if let archive = names.first(where: { $0.hasSuffix(".tar.gz") || $0.hasSuffix(".tgz") || $0.hasSuffix(".zip") }) {
            return Diagnostic("holds an archive, \(archive), but no data set", file: folder.path, hint: "unpack it")
        }
        if names.contains("data_batch_1") || names.contains("cifar-10-batches-py") {
            return Diagnostic(
                "holds CIFAR in its Python version", file: folder.path, hint: "the binary version is wanted: \(DataCatalog.cifar10.source)")
        }
        let seen = names.isEmpty ? "it is empty" : "it holds " + names.prefix(4).joined(separator: ", ") + (names.count > 4 ? " ..." : "")
        return Diagnostic(
            "holds no data set in a known form (IDX or CIFAR binary); \(seen)", file: folder.path,
            hint: "'\(Program.name) data' lists the files a folder must hold")
    }

    private static var knownNames: String {
        "known names: " + DataCatalog.entries.map(\.name).joined(separator: ", ")
            + "; or give a folder (\(Program.command("help", "data")))"
    }
}
