import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

@Suite struct IDXFolderTests {
    /// Twelve training and four test images of 2x3 in three classes.
    private func folder() throws -> Scratch {
        let scratch = try Scratch()
        try scratch.write("train-images-idx3-ubyte", idx([12, 2, 3], noise(72)))
        try scratch.write("train-labels-idx1-ubyte", idx([12], (0..<12).map { UInt8($0 % 3) }))
        try scratch.write("t10k-images-idx3-ubyte", idx([4, 2, 3], noise(24, seed: 2)))
        try scratch.write("t10k-labels-idx1-ubyte", idx([4], [2, 1, 0, 2]))
        return scratch
    }

    @Test func readsPlainAndCompressedFilesAlike() throws {
        let scratch = try folder()
        let plain = try Dataset.load(folder: scratch.url)
        #expect(plain.shape.description == "2x3x1")
        #expect(plain.classes == 3)
        #expect(plain.count == 16)
        #expect(plain.customaryTestStart == 12)
        #expect(plain.images == noise(72) + noise(24, seed: 2))
        #expect(Array(plain.labels[12...]) == [2, 1, 0, 2])
        #expect(plain.origin.form == "IDX")
        for name in ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte"] { try scratch.gzip(name) }
        #expect(try Dataset.load(folder: scratch.url).fingerprint == plain.fingerprint)
    }

    @Test func readsConcatenatedGzipMembers() throws {
        let scratch = try folder()
        let bytes = try scratch.read("train-images-idx3-ubyte")
        try scratch.write("first", Array(bytes[..<30]))
        try scratch.write("second", Array(bytes[30...]))
        try scratch.gzip("first")
        try scratch.gzip("second")
        try scratch.write("train-images-idx3-ubyte.gz", try scratch.read("first.gz") + scratch.read("second.gz"))
        try FileManager.default.removeItem(at: scratch.url.appendingPathComponent("train-images-idx3-ubyte"))
        #expect(try Array(Dataset.load(folder: scratch.url).images[..<72]) == noise(72))
    }

    @Test func readsColourAndNamedClassesAndWorksWithoutATestPart() throws {
        let scratch = try Scratch()
        try scratch.write("train-images-idx4-ubyte", idx([6, 1, 5, 2], noise(60)))
        try scratch.write("train-labels-idx1-ubyte", idx([6], [7, 7, 7, 0, 0, 0]))
        try scratch.write("classes.txt", Array("a\nb\n c \n\nd\ne\nf\ng\nh\n".utf8))
        let data = try Dataset.load(folder: scratch.url)
        #expect(data.shape.description == "1x5x2")
        #expect(data.classNames == ["a", "b", "c", "d", "e", "f", "g", "h"])
        #expect(data.customaryTestStart == nil)
    }

    /// What is done to the folder, the file the diagnostic must name, and words it must have.
    enum Damage: String, CaseIterable {
        case wrongMagic, floats, wrongRank, exchanged, truncated, tooLong, shortHeader, empty, zeroImages, hugeDimensions, hugeSide,
            countMismatch, testLabelOutOfRange, gaps, oneClass, testShape, missingLabels, missingTestImages, truncatedGzip, damagedGzip,
            rubbishGzip, folderInsteadOfFile

        func apply(to scratch: Scratch) throws {
            switch self {
            case .wrongMagic: try scratch.write("train-images-idx3-ubyte", Array("<html><body>not found".utf8))
            case .floats: try scratch.write("train-images-idx3-ubyte", idx([12, 2, 3], noise(288), type: 0x0d))
            case .wrongRank: try scratch.write("train-images-idx3-ubyte", idx([12, 6], noise(72)))
            case .exchanged: try scratch.write("train-labels-idx1-ubyte", idx([12, 2, 3], noise(72)))
            case .truncated: try scratch.write("train-images-idx3-ubyte", idx([12, 2, 3], noise(71)))
            case .tooLong: try scratch.write("train-images-idx3-ubyte", idx([12, 2, 3], noise(73)))
            case .shortHeader: try scratch.write("train-images-idx3-ubyte", Array(idx([12, 2, 3], [])[..<10]))
            case .empty: try scratch.write("train-images-idx3-ubyte", [])
            case .zeroImages: try scratch.write("train-images-idx3-ubyte", idx([0, 2, 3], []))
            case .hugeDimensions: try scratch.write("train-images-idx3-ubyte", idx([0xffff_ffff, 0xffff_ffff, 0xffff_ffff], []))
            case .hugeSide:
                try scratch.write("train-images-idx3-ubyte", idx([12, 1, 5000], [UInt8](repeating: 0, count: 60_000)))
            case .countMismatch: try scratch.write("train-labels-idx1-ubyte", idx([11], (0..<11).map { UInt8($0 % 3) }))
            case .testLabelOutOfRange: try scratch.write("t10k-labels-idx1-ubyte", idx([4], [2, 1, 3, 2]))
            case .gaps: try scratch.write("train-labels-idx1-ubyte", idx([12], (0..<12).map { $0 == 3 ? 255 : UInt8($0 % 3) }))
            case .oneClass: try scratch.write("train-labels-idx1-ubyte", idx([12], [UInt8](repeating: 0, count: 12)))
            case .testShape: try scratch.write("t10k-images-idx3-ubyte", idx([4, 3, 2], noise(24)))
            case .missingLabels: try FileManager.default.removeItem(at: scratch.url.appendingPathComponent("train-labels-idx1-ubyte"))
            case .missingTestImages: try FileManager.default.removeItem(at: scratch.url.appendingPathComponent("t10k-images-idx3-ubyte"))
            case .truncatedGzip:
                try scratch.gzip("train-images-idx3-ubyte")
                let bytes = try scratch.read("train-images-idx3-ubyte.gz")
                try scratch.write("train-images-idx3-ubyte.gz", Array(bytes[..<60]))
            case .damagedGzip:
                try scratch.gzip("train-images-idx3-ubyte")
                var bytes = try scratch.read("train-images-idx3-ubyte.gz")
                bytes[bytes.count - 8] ^= 0xff  // the checksum
                try scratch.write("train-images-idx3-ubyte.gz", bytes)
            case .rubbishGzip:
                try FileManager.default.removeItem(at: scratch.url.appendingPathComponent("train-images-idx3-ubyte"))
                try scratch.write("train-images-idx3-ubyte.gz", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3] + [UInt8](repeating: 0xff, count: 99))
            case .folderInsteadOfFile:
                try FileManager.default.removeItem(at: scratch.url.appendingPathComponent("train-images-idx3-ubyte"))
                try FileManager.default.createDirectory(
                    at: scratch.url.appendingPathComponent("train-images-idx3-ubyte"), withIntermediateDirectories: true)
            }
        }

        var expected: (file: String, words: String) {
            switch self {
            case .wrongMagic: ("train-images-idx3-ubyte", "is not an IDX file: it starts with 3c 68 74 6d")
            case .floats: ("train-images-idx3-ubyte", "IDX type 0d")
            case .wrongRank: ("train-images-idx3-ubyte", "has 2 dimensions, expected 3 or 4")
            case .exchanged: ("train-labels-idx1-ubyte", "has 3 dimensions, expected 1")
            case .truncated: ("train-images-idx3-ubyte", "promises 12 x 2 x 3 = 72 bytes, 71 are there")
            case .tooLong: ("train-images-idx3-ubyte", "goes on after the 12 x 2 x 3 = 72 bytes")
            case .shortHeader: ("train-images-idx3-ubyte", "ends within its header")
            case .empty: ("train-images-idx3-ubyte", "too short for an IDX file (0 bytes)")
            case .zeroImages: ("train-images-idx3-ubyte", "is empty: its dimensions are 0 x 2 x 3")
            case .hugeDimensions: ("train-images-idx3-ubyte", "more than can be held in memory")
            case .hugeSide: ("train-images-idx3-ubyte", "images of 1x5000x1")
            case .countMismatch: ("train-images-idx3-ubyte", "has 12 images, but train-labels-idx1-ubyte has 11 labels")
            case .testLabelOutOfRange: ("t10k-labels-idx1-ubyte", "label 3 of image 2 is out of range: there are 3 classes")
            case .gaps: ("train-labels-idx1-ubyte", "holds 4 different labels, the largest is 255")
            case .oneClass: ("train-labels-idx1-ubyte", "holds one class only, label")
            case .testShape: ("t10k-images-idx3-ubyte", "images of 3x2x1, the training images are 2x3x1")
            case .missingLabels: ("", "train-labels-idx1-ubyte (or train-labels-idx1-ubyte.gz) is missing")
            case .missingTestImages: ("", "t10k-images-idx3-ubyte (or t10k-images-idx3-ubyte.gz) is missing")
            case .truncatedGzip: ("train-images-idx3-ubyte.gz", "the gzip data are cut off after 60 bytes")
            case .damagedGzip: ("train-images-idx3-ubyte.gz", "the gzip data are damaged")
            case .rubbishGzip: ("train-images-idx3-ubyte.gz", "the gzip data are damaged")
            case .folderInsteadOfFile: ("train-images-idx3-ubyte", "is a folder")
            }
        }
    }

    @Test(arguments: Damage.allCases) func damageIsADiagnosticThatNamesTheFile(_ damage: Damage) throws {
        let scratch = try folder()
        try damage.apply(to: scratch)
        let problem = try diagnostic { try Dataset.load(folder: scratch.url) }
        #expect(problem.message.contains(damage.expected.words), "\(problem)")
        #expect(problem.file?.hasSuffix(damage.expected.file) == true, "\(problem)")
    }

    @Test func everyTruncationOfAFileIsADiagnostic() throws {
        let scratch = try folder()
        let whole = try scratch.read("train-images-idx3-ubyte")
        try scratch.gzip("train-images-idx3-ubyte")
        let compressed = try scratch.read("train-images-idx3-ubyte.gz")
        for length in 0..<compressed.count {
            try scratch.write("train-images-idx3-ubyte.gz", Array(compressed[..<length]))
            _ = try diagnostic { try Dataset.load(folder: scratch.url) }
        }
        for length in 0..<whole.count {
            try scratch.write("train-images-idx3-ubyte", Array(whole[..<length]))
            _ = try diagnostic { try Dataset.load(folder: scratch.url) }
        }
    }

    @Test func aBombInflatesNoFurtherThanItsHeaderPromises() throws {
        let scratch = try folder()
        // 64 MB of zeros behind a header that promises 72 bytes: some 64 KB compressed.
        try scratch.write("train-images-idx3-ubyte", idx([12, 2, 3], [UInt8](repeating: 0, count: 64 << 20)))
        try scratch.gzip("train-images-idx3-ubyte")
        let file = scratch.url.appendingPathComponent("train-images-idx3-ubyte.gz")
        let input = [UInt8](try Data(contentsOf: file))
        var reader = try GzipReader(input, fileName: "bomb")
        _ = try IDXFile(next: &reader, fileName: "bomb", ranks: 3...3)
        #expect(reader.consumed < input.count / 100)
        let problem = try diagnostic { try Dataset.load(folder: scratch.url) }
        #expect(problem.message.contains("goes on after"))
    }
}
