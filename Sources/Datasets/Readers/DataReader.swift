internal import Foundation
internal import Support

/// One form in which people have data sets: tells whether something is in it, and reads it.
protocol DataReader: Sendable {
    /// What the form is called, as it stands behind "a known form".
    var title: String { get }

    /// Which files it takes and what is in them, for people: lines, of which all but the first of a form begin with spaces.
    var files: [String] { get }

    /// Returns what is to be read where the user named a folder: the folder itself, or one that the customary archives make inside it.
    /// Nil where the form's files are not there; a folder whose files are damaged is there, so that reading says what is wrong.
    func place(in folder: URL) -> URL?

    /// Whether a single file is a whole data set in this form.
    func accepts(_ file: URL) -> Bool

    /// Reads what `place(in:)` returned, or a file that is accepted.
    func read(_ place: URL, as identity: DataIdentity) throws(Diagnostic) -> Dataset
}

extension DataReader {
    func accepts(_ file: URL) -> Bool { false }
}

/// Which data set is read, as far as that is known before.
struct DataIdentity {
    let name: String
    /// The public set it is meant to be, whose number of classes then holds.
    let known: DataCatalog.Entry?
}

/// Every form, in the order in which they are looked for: exact names of files first, pictures of any name last.
enum DataReaders {
    static let all: [any DataReader] = [IDXReader(), CIFARReader(), NumPyReader(), PixelTableReader(), PictureFolderReader()]

    /// `IDX, CIFAR binary, NumPy, ... or folders of pictures`.
    static var titles: String { all.dropLast().map(\.title).joined(separator: ", ") + " or " + all[all.count - 1].title }
}

/// Where the customary archives and torchvision put the files inside the folder that the user named.
enum CustomaryPlaces {
    private static let inside = ["raw", "MNIST/raw", "FashionMNIST/raw", "cifar-10-batches-bin", "cifar-100-binary"]

    /// The folder itself, then those.
    static func places(in folder: URL) -> [URL] { [folder] + inside.map { folder.appendingPathComponent($0, isDirectory: true) } }
}
