internal import Foundation
internal import NetworkGraph
internal import Support

/// One form in which people have data sets: tells whether something is in it, and reads it.
protocol DataReader: Sendable {
    /// What the form is called, as it stands behind "a known form".
    var title: String { get }

    /// Which files it takes and what is in them, for people: lines, of which all but the first of a form begin with spaces.
    var files: [String] { get }

    /// What can be read in this form.
    var kinds: Set<ExampleKind> { get }

    /// What its owner can say of a set in this form.
    var options: Set<DataOptions.Key> { get }

    /// Returns what is to be read where the user named a folder: the folder itself, or one that the customary archives make inside it.
    /// Nil where the form's files are not there; a folder whose files are damaged is there, so that reading says what is wrong.
    func place(in folder: URL) -> URL?

    /// Whether a single file is a whole data set in this form.
    func accepts(_ file: URL) -> Bool

    /// The same as `place(in:)` where its owner says more of the set: what it is, or how it is cut.
    func place(in folder: URL, _ options: DataOptions) -> URL?

    /// The same as `accepts(_:)` where its owner says more of the set.
    func accepts(_ file: URL, _ options: DataOptions) -> Bool

    /// Reads what `place(in:)` returned, or a file that is accepted.
    func read(_ place: URL, as identity: DataIdentity) throws(Diagnostic) -> Dataset
}

extension DataReader {
    func place(in folder: URL, _ options: DataOptions) -> URL? { place(in: folder) }

    func accepts(_ file: URL, _ options: DataOptions) -> Bool { accepts(file) }

    /// Reads what is accepted, and refuses options that the form knows nothing of. Pictures get the size that is asked for.
    func readChecked(_ place: URL, as identity: DataIdentity) throws(Diagnostic) -> Dataset {
        try identity.options.check(options, form: title, place: place.path)
        return try read(place, as: identity).resized(by: identity.resize)
    }

    var kinds: Set<ExampleKind> { [.pictures] }
    var options: Set<DataOptions.Key> { [.kind] }

    func accepts(_ file: URL) -> Bool { false }
}

/// Which data set is read, as far as that is known before.
struct DataIdentity {
    let name: String
    /// The public set it is meant to be, whose number of classes then holds.
    let known: DataCatalog.Entry?
    /// What its owner says of it.
    var options = DataOptions()
    /// That of the data that a network was trained on, which these are to be given to; nil for what suits the set.
    var form: ExampleForm?
    /// Where its values grow.
    var session = ReadingSession()

    /// The size that pictures are brought to, where one is asked for: that of the network's.
    var resize: PictureResize? {
        guard let resize = options.resize, let shape = form?.pictureShape else { return options.resize }
        return resize == .asTheyAre ? nil : .to(height: shape.height, width: shape.width)
    }
}

/// Every form, in the order in which they are looked for: exact names of files first, pictures of any name last.
enum DataReaders {
    static let all: [any DataReader] = [
        IDXReader(), CIFARReader(), NumPyReader(), TimeSeriesReader(), TextTableReader(), PixelTableReader(), LongTableReader(),
        TableReader(), TextFolderReader(), SoundReader(), TextFileReader(), PictureFolderReader(),
    ]

    /// Those that can read what its owner says it is.
    static func readers(for options: DataOptions) -> [any DataReader] {
        var readers = all
        if let kind = options.kind ?? (options.saysSeries ? .series : nil) {
            readers = all.filter { $0.kinds.contains(kind) }
        } else if options.saysTable {
            readers = all.filter { $0.kinds != [.pictures] }
        }
        // Names mean something to some forms alone.
        guard options.pattern != nil else { return readers }
        return readers.filter { $0.options.contains(.pattern) } + readers.filter { !$0.options.contains(.pattern) }
    }

    /// `IDX, CIFAR binary, NumPy, ... or folders of pictures`.
    static var titles: String { all.dropLast().map(\.title).joined(separator: ", ") + " or " + all[all.count - 1].title }
}

/// Where the customary archives and torchvision put the files inside the folder that the user named.
enum CustomaryPlaces {
    private static let inside = ["raw", "MNIST/raw", "FashionMNIST/raw", "cifar-10-batches-bin", "cifar-100-binary"]

    /// The folder itself, then those.
    static func places(in folder: URL) -> [URL] { [folder] + inside.map { folder.appendingPathComponent($0, isDirectory: true) } }
}
