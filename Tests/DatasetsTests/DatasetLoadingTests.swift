import Foundation
import Support
import TestSupport
import Testing

@testable import Datasets

@Suite struct DatasetLoadingTests {
    private func put(_ place: String, in scratch: Scratch) throws {
        try scratch.write(place + "/train-images-idx3-ubyte", idx([12, 28, 28], noise(12 * 784)))
        try scratch.write(place + "/train-labels-idx1-ubyte", idx([12], (0..<12).map { UInt8($0 % 4) }))
    }

    private func load(_ text: String, _ scratch: Scratch, _ environment: [String: String] = [:]) throws -> Dataset {
        try Dataset.load(text, environment: environment, workingFolder: scratch.url)
    }

    @Test func digitsNeedNothing() throws {
        #expect(try Dataset.load("digits").fingerprint == Dataset.embeddedDigits.fingerprint)
        #expect(try Dataset.load(" Digits ").count == 1797)
    }

    @Test func aNameIsLookedForInItsPlaces() throws {
        let scratch = try Scratch()
        let missing = try diagnostic { try load("mnist", scratch, ["HOME": "/nowhere"]) }
        #expect(missing.message == "the data set 'mnist' is not there")
        #expect(missing.hint?.contains(scratch.url.path + "/data/mnist, /nowhere/.local/share/nas/mnist; to get it: download") == true)

        try put("home/.local/share/nas/mnist", in: scratch)
        let environment = ["HOME": scratch.url.path + "/home", "NAS_DATA": "sets"]
        #expect(try load("mnist", scratch, environment).origin.folder?.hasSuffix("home/.local/share/nas/mnist") == true)
        try put("data/mnist", in: scratch)
        #expect(try load("mnist", scratch, environment).origin.folder?.hasSuffix("/data/mnist") == true)
        try put("sets/mnist/MNIST/raw", in: scratch)  // as torchvision leaves it
        let data = try load("MNIST", scratch, environment)
        #expect(data.origin.folder?.hasSuffix("sets/mnist/MNIST/raw") == true)
        #expect(data.name == "mnist")
        #expect(data.classes == 10, "a known set has its classes, even where few are seen")
        #expect(data.origin.licence == "CC BY-SA 3.0")
        let entry = try #require(DataCatalog.entry(named: "mnist"))
        #expect(
            DataCatalog.presence(of: entry, environment: environment, workingFolder: scratch.url)
                == .folder(
                    scratch.url.appendingPathComponent("sets/mnist", isDirectory: true)))
    }

    @Test func aFolderOfOnesOwnIsFoundByNameAndByPath() throws {
        let scratch = try Scratch()
        try put("leaves", in: scratch)
        #expect(try load("leaves", scratch).classes == 4)
        #expect(try load("./leaves", scratch).name == "leaves")
        #expect(try load(scratch.url.path + "/leaves/", scratch).fingerprint == load("leaves", scratch).fingerprint)
    }

    @Test func unknownNamesAndFoldersAreExplained() throws {
        let scratch = try Scratch()
        let unknown = try diagnostic { try load("imagenet", scratch) }
        #expect(unknown.message == "no data set is called 'imagenet'")
        #expect(unknown.hint?.contains("known names: digits, mnist, fashion-mnist, cifar10, cifar100; or give a folder or a file") == true)
        #expect(try diagnostic { try load("./nothing", scratch) }.message == "no such folder or file")
        #expect(try diagnostic { try load("", scratch) }.message == "the data set's name is empty")
        try scratch.write("file", [1])
        #expect(try diagnostic { try load("./file", scratch) }.message.hasPrefix("is no data set in a known form: a file must be .npz"))
        try scratch.write("films/a.mov", [1])
        let films = try diagnostic { try load("./films", scratch) }
        #expect(
            films.message
                == "holds no data set in a known form (IDX, CIFAR binary, NumPy, UCR/UEA archive, table of texts, CSV of pixels, long table, "
                + "table, folders of texts, folders of sounds, texts in files or folders of pictures); it holds a.mov"
        )
        try scratch.write("archive/cifar-10-binary.tar.gz", [1])
        #expect(try diagnostic { try load("./archive", scratch) }.hint == "unpack it")
        try scratch.write("python/data_batch_1", [1])
        #expect(try diagnostic { try load("./python", scratch) }.message.contains("Python version"))
    }

    @Test func aKnownNameWithOtherContentIsRefused() throws {
        let scratch = try Scratch()
        try scratch.write("data/mnist/train-images-idx3-ubyte", idx([12, 2, 3], noise(72)))
        try scratch.write("data/mnist/train-labels-idx1-ubyte", idx([12], (0..<12).map { UInt8($0 % 3) }))
        let problem = try diagnostic { try load("mnist", scratch) }
        #expect(problem.message == "holds 10 classes of 2x3x1 images, mnist has 10 of 28x28x1")
    }

    @Test(.enabled(if: SharedData.exists("mnist"), "needs ../shared/data/mnist"))
    func readsMNIST() throws {
        let data = try Dataset.load("mnist", environment: ["NAS_DATA": SharedData.root.path])
        #expect(data.count == 70_000)
        #expect(data.customaryTestStart == 60_000)
        #expect(data.fingerprint.description == "9a885f2daaca79d31a54c3f91254e846", "stored runs name their data by it")
        #expect(Array(data.labels[..<5]) == [5, 0, 4, 1, 9])
        #expect(Array(data.labels[60_000..<60_005]) == [7, 2, 1, 0, 4])
        // The published mean of the training pixels is 0.1307.
        let sum = data.images[..<(60_000 * 784)].reduce(into: 0) { $0 += Int($1) }
        #expect(abs(Double(sum) / Double(60_000 * 784) / 255 - 0.1307) < 0.0001)
    }
}
