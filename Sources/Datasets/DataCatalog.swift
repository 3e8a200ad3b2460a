public import NetworkGraph

/// The public data sets `nas` knows by name: where each comes from, and which files its folder holds. Nothing is
/// downloaded; the user puts a copy where `places(for:)` says.
public enum DataCatalog {
    /// A public data set: what it is, and how to get it.
    public struct Entry: Sendable, Hashable {
        /// The name that it is asked for by, in lower case.
        public let name: String
        /// What it is called by people, and what is in it.
        public let title: String
        /// The shape of one image.
        public let shape: Shape
        /// One name a class, in the order of the labels.
        public let classNames: [String]
        /// Images besides the customary test part.
        public let trainingCount: Int
        /// The customary test part; 0 where there is none.
        public let testCount: Int
        /// How the files are written; `embedded` for the set that is part of the program.
        public let form: String
        /// The files of its folder. Each may have `.gz` behind its name.
        public let files: [String]
        /// Who made it and where it is published.
        public let source: String
        /// The licence, or what its makers say instead of one.
        public let licence: String
        /// How to get it, in words.
        public let howToGet: String

        /// What a search space needs to know of the data.
        public var task: TaskShape { TaskShape(input: shape, classes: classNames.count) }
    }

    /// Every known set, the embedded default first.
    public static let entries = [digits, mnist, fashionMNIST, cifar10, cifar100]

    /// Returns the known set of this name, whatever its case; nil where there is none.
    public static func entry(named name: String) -> Entry? { entries.first { $0.name == name.lowercased() } }

    /// What a folder or a file of a user's own holds, by form, a line of text each; what goes on begins with spaces.
    public static var formsOfOnesOwn: [String] { DataReaders.all.reversed().flatMap(\.files) }

    static let digits = Entry(
        name: "digits", title: "Optical Recognition of Handwritten Digits, 8x8 (the default, part of nas)",
        shape: Shape(height: 8, width: 8, channels: 1), classNames: tenDigits, trainingCount: 1797, testCount: 0, form: "embedded",
        files: [], source: "E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998, https://doi.org/10.24432/C50P49",
        licence: "CC BY 4.0", howToGet: "nothing to do: it is part of nas")

    static let mnist = Entry(
        name: "mnist", title: "MNIST handwritten digits", shape: Shape(height: 28, width: 28, channels: 1), classNames: tenDigits,
        trainingCount: 60_000, testCount: 10_000, form: "IDX", files: idxFiles,
        source: "Y. LeCun, C. Cortes and C. Burges, http://yann.lecun.com/exdb/mnist/", licence: "CC BY-SA 3.0",
        howToGet: "download the four .gz files (12 MB), for example from https://ossci-datasets.s3.amazonaws.com/mnist/")

    static let fashionMNIST = Entry(
        name: "fashion-mnist", title: "Fashion-MNIST, articles of clothing", shape: Shape(height: 28, width: 28, channels: 1),
        classNames: [
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
        ], trainingCount: 60_000, testCount: 10_000, form: "IDX", files: idxFiles,
        source: "H. Xiao, K. Rasul and R. Vollgraf, Zalando Research, https://github.com/zalandoresearch/fashion-mnist", licence: "MIT",
        howToGet: "download the four .gz files (30 MB) named on that page")

    static let cifar10 = Entry(
        name: "cifar10", title: "CIFAR-10, small colour photographs", shape: CIFARReader.shape,
        classNames: ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"], trainingCount: 50_000,
        testCount: 10_000, form: CIFARReader.Variant.ten.form,
        files: CIFARReader.Variant.ten.trainFiles + [CIFARReader.Variant.ten.testFile],
        source: "A. Krizhevsky, University of Toronto, 2009, https://www.cs.toronto.edu/~kriz/cifar.html",
        licence: "none given; for research, with citation",
        howToGet: "download and unpack cifar-10-binary.tar.gz (162 MB) from that page: the binary version")

    static let cifar100 = Entry(
        name: "cifar100", title: "CIFAR-100, small colour photographs", shape: CIFARReader.shape, classNames: (0..<100).map(String.init),
        trainingCount: 50_000, testCount: 10_000, form: CIFARReader.Variant.hundred.form,
        files: CIFARReader.Variant.hundred.trainFiles + [CIFARReader.Variant.hundred.testFile],
        source: "A. Krizhevsky, University of Toronto, 2009, https://www.cs.toronto.edu/~kriz/cifar.html",
        licence: "none given; for research, with citation",
        howToGet: "download and unpack cifar-100-binary.tar.gz (161 MB) from that page: the binary version")

    private static let tenDigits = (0..<10).map(String.init)
    private static let idxFiles = [
        "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte",
    ]
}
