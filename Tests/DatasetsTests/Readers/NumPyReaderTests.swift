import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

@Suite struct NumPyReaderTests {
    private typealias Member = WrittenFile.Member

    private let pixels = noise(6 * 4 * 4)
    private let labels: [UInt8] = [0, 1, 2, 0, 1, 2]

    private func labelsFile() -> [UInt8] { WrittenFile.npy("|u1", [6], labels) }

    private func load(_ members: [Member], name: String = "set.npz") throws -> Dataset {
        let scratch = try Scratch()
        try scratch.write(name, WrittenFile.zip(members))
        return try Dataset.load(folder: scratch.url.appendingPathComponent(name))
    }

    /// A set of these images.
    private func images(_ file: [UInt8]) throws -> Dataset {
        try load([Member(name: "x.npy", content: file), Member(name: "y.npy", content: labelsFile())])
    }

    @Test func kerasPartsAreRead() throws {
        let test = noise(2 * 16, seed: 3)
        let data = try load([
            Member(name: "x_train.npy", content: WrittenFile.npy("|u1", [6, 4, 4], pixels)),
            Member(name: "y_train.npy", content: WrittenFile.npy("<i8", [6], labels.flatMap { WrittenFile.little(Int($0), 8) })),
            Member(name: "x_test.npy", content: WrittenFile.npy("|u1", [2, 4, 4], test)),
            Member(name: "y_test.npy", content: WrittenFile.npy("|u1", [2, 1], [2, 0])),
        ])
        #expect(data.images == pixels + test)
        #expect(data.labels == labels + [2, 0])
        #expect(data.customaryTestStart == 6 && data.customaryValidationStart == nil)
        #expect(data.name == "set" && data.origin.form == "NumPy" && data.origin.folder?.hasSuffix("/set.npz") == true)
    }

    @Test(arguments: [("x_train", "y_train"), ("X", "y"), ("train_images", "train_labels"), ("images", "labels"), ("data", "labels")])
    func arraysAreCalledInSeveralWays(names: (String, String)) throws {
        let data = try load([
            Member(name: names.0 + ".npy", content: WrittenFile.npy("|u1", [6, 4, 4], pixels)),
            Member(name: names.1 + ".npy", content: labelsFile()),
        ])
        #expect(data.images == pixels && data.labels == labels)
    }

    /// As resizing and rounding leave them; what is neither 0 to 1 nor 0 to 255 is not guessed.
    @Test func floatsALittleAboveOneAreOfZeroToOne() throws {
        let shares = (0..<96).map { Float($0) / 95 }
        let above = shares.map { $0 == 1 ? 1.0000001 : $0 }
        let (exact, over) = (
            try images(WrittenFile.npy("<f4", [6, 4, 4], WrittenFile.floats(shares))),
            try images(WrittenFile.npy("<f4", [6, 4, 4], WrittenFile.floats(above)))
        )
        #expect(over.images == exact.images && exact.images.contains(255) && Set(exact.images).count == 96)
        let early = try images(WrittenFile.npy("<f4", [6, 4, 4], WrittenFile.floats(above.reversed())))
        #expect(early.images == exact.images.reversed())
        #expect(throws: Diagnostic.self) { try images(WrittenFile.npy("<f4", [6, 4, 4], WrittenFile.floats(shares.map { $0 * 1.5 }))) }
        let bytes = try images(WrittenFile.npy("<f4", [6, 4, 4], WrittenFile.floats((0..<96).map { Float($0 * 2) })))
        #expect(bytes.images == (0..<96).map { UInt8($0 * 2) })
    }

    @Test func labelsFromOneAreSaid() throws {
        let from1 = try load([
            Member(name: "x.npy", content: WrittenFile.npy("|u1", [6, 4, 4], pixels)),
            Member(name: "y.npy", content: WrittenFile.npy("|u1", [6], [1, 2, 3, 1, 2, 3])),
        ])
        let note = "no training image has the label 0: labels that begin with 1 leave a class without images"
        #expect(from1.classes == 4 && from1.origin.notes.contains(note), "\(from1.origin.notes)")
    }

    @Test func aFolderOfArraysIsRead() throws {
        let scratch = try Scratch()
        for (name, start) in [("x_train", 0), ("x_val", 1), ("x_test", 2)] {
            try scratch.write("\(name).npy", WrittenFile.npy("|u1", [6, 4, 4], noise(96, seed: UInt64(start))))
            try scratch.write("y\(name.dropFirst()).npy", labelsFile())
        }
        try scratch.write("classes.txt", Array("a\nb\nc\n".utf8))
        try scratch.write("features.npy", WrittenFile.npy("<f4", [6, 2], WrittenFile.floats([Float](repeating: 0.5, count: 12))))
        let data = try Dataset.load(folder: scratch.url)
        #expect(data.count == 18 && data.customaryValidationStart == 6 && data.customaryTestStart == 12)
        #expect(data.images == noise(96, seed: 0) + noise(96, seed: 1) + noise(96, seed: 2))
        #expect(data.classNames == ["a", "b", "c"])
        #expect(data.origin.notes == ["not used: features"])
    }

    @Test func everyTypeAndOrderGivesTheSameBytes() throws {
        let expected = try images(WrittenFile.npy("|u1", [6, 4, 4], pixels)).fingerprint
        func same(_ type: String, _ data: [UInt8], shape: [Int] = [6, 4, 4], fortran: Bool = false, version: UInt8 = 1) throws {
            let read = try images(WrittenFile.npy(type, shape, data, fortran: fortran, version: version))
            #expect(read.fingerprint == expected && read.origin.notes.isEmpty, "\(type) \(shape)")
        }
        for (type, size) in [("<i2", 2), ("<u2", 2), ("<i4", 4), ("<i8", 8), ("<u4", 4), ("<u8", 8)] {
            try same(type, pixels.flatMap { WrittenFile.little(Int($0), size) })
            try same(">" + type.dropFirst(), pixels.flatMap { WrittenFile.little(Int($0), size).reversed() })
        }
        try same("<f4", WrittenFile.floats(pixels.map(Float.init)))
        try same(">f4", pixels.flatMap { WrittenFile.little(Int(Float($0).bitPattern), 4).reversed() })
        try same("<f4", WrittenFile.floats(pixels.map { Float($0) / 255 }))
        try same("<f8", pixels.flatMap { WrittenFile.little(Int(bitPattern: UInt((Double($0) / 255).bitPattern)), 8) })
        try same(">f8", pixels.flatMap { WrittenFile.little(Int(bitPattern: UInt(Double($0).bitPattern)), 8).reversed() })
        try same("|u1", pixels, shape: [6, 16])
        try same("|u1", pixels, shape: [6, 4, 4, 1])
        try same("|u1", pixels, shape: [6, 1, 4, 4])
        try same("|u1", pixels, version: 2)
        // The first index runs fastest.
        var turned: [UInt8] = []
        for column in 0..<4 { for row in 0..<4 { for image in 0..<6 { turned.append(pixels[image * 16 + row * 4 + column]) } } }
        try same("|u1", turned, fortran: true)
        var flat: [UInt8] = []
        for pixel in 0..<16 { for image in 0..<6 { flat.append(pixels[image * 16 + pixel]) } }
        try same("|u1", flat, shape: [6, 16], fortran: true)
    }

    @Test func channelsMayComeFirst() throws {
        let last = noise(6 * 5 * 4 * 3)
        var first: [UInt8] = []
        for image in 0..<6 {
            for channel in 0..<3 { for pixel in 0..<20 { first.append(last[(image * 20 + pixel) * 3 + channel]) } }
        }
        let expected = try images(WrittenFile.npy("|u1", [6, 5, 4, 3], last))
        #expect(expected.shape.description == "5x4x3" && expected.images == last)
        #expect(try images(WrittenFile.npy("|u1", [6, 3, 5, 4], first)).fingerprint == expected.fingerprint)
    }

    @Test func floatsAreBytesOrSharesOfThem() throws {
        func read(_ values: [Float]) throws -> (images: [UInt8], notes: [String]) {
            let data = try images(WrittenFile.npy("<f4", [6, 4, 4], WrittenFile.floats(values)))
            return (data.images, data.origin.notes)
        }
        let binary = (0..<96).map { Float($0 % 2) }
        #expect(try read(binary).images == binary.map { $0 == 0 ? 0 : 255 })
        let bytes = (0..<96).map { Float($0) }
        #expect(try read(bytes).images == bytes.map { UInt8($0) })
        let shares = (0..<96).map { Float($0) / 100 }
        #expect(try read(shares).images == shares.map { UInt8((Double($0) * 255).rounded()) })
        #expect(try read(shares).notes == ["x: values of 0 to 1 are rounded to bytes"])
        // Fractions first, as interpolation leaves them at an edge.
        let mixed = [0.25, 0.75, 1] + (3..<96).map { Float($0) + 0.25 }
        #expect(try read(mixed).images == mixed.map { UInt8($0.rounded()) })
        #expect(try read(mixed).notes == ["x: values of 0 to 255 are rounded to bytes"])
        let problem = try diagnostic {
            try load([
                Member(name: "x_train.npy", content: WrittenFile.npy("<f4", [6, 4, 4], WrittenFile.floats(shares))),
                Member(name: "y_train.npy", content: labelsFile()),
                Member(name: "x_test.npy", content: WrittenFile.npy("<f4", [6, 4, 4], WrittenFile.floats(bytes))),
                Member(name: "y_test.npy", content: labelsFile()),
            ])
        }
        #expect(problem.message == "has values of 0 to 1, but x_test has 0 to 255", "\(problem)")
    }

    @Test func compressedAndWideArchivesAreRead() throws {
        let file = WrittenFile.npy("|u1", [6, 4, 4], [UInt8](repeating: 9, count: 96))
        let members = [
            Member(name: "x.npy", content: file, deflated: try WrittenFile.deflated(file)), Member(name: "y.npy", content: labelsFile()),
        ]
        for wide in [false, true] {
            let scratch = try Scratch()
            try scratch.write("set.npz", WrittenFile.zip(members, wide: wide))
            #expect(try Dataset.load(folder: scratch.url).images == [UInt8](repeating: 9, count: 96))
        }
    }

    @Test func whatIsNoSetOfImagesIsRefused() throws {
        let good = WrittenFile.npy("|u1", [6, 4, 4], pixels)
        func floats(_ value: Float) -> [UInt8] {
            WrittenFile.npy("<f4", [6, 4, 4], WrittenFile.floats([Float](repeating: 3, count: 95) + [value]))
        }
        let cases: [(x: [UInt8], y: [UInt8], words: String)] = [
            (WrittenFile.npy("|O", [6], [0x80, 4, 0x95]), labelsFile(), "holds Python objects, a pickle"),
            ([0x80, 4, 0x95, 0, 0, 0, 0, 0, 0], labelsFile(), "is no NumPy array"),
            (good, WrittenFile.npy("|O", [6], [0x80]), "holds Python objects"),
            (good, WrittenFile.npy("<U4", [6], [UInt8](repeating: 0, count: 96)), "holds texts"),
            (WrittenFile.npy("<c8", [6, 4, 4], []), labelsFile(), "elements of type '<c8'"),
            (good, WrittenFile.npy("|u1", [6, 3], [UInt8](repeating: 0, count: 18)), "has the shape [6, 3]; labels are [count]"),
            (good, WrittenFile.npy("<f4", [6], WrittenFile.floats([0, 1, 2, 0, 1, 0.5])), "label 5 is 0.5: fractions are regression"),
            (good, WrittenFile.npy("|i1", [6], [0, 1, 2, 0, 1, 0xFF]), "label 5 is -1:"),
            (good, WrittenFile.npy("|u1", [5], [0, 1, 2, 0, 1]), "has 6 images, but y has 5 labels"),
            (good, WrittenFile.npy("|u1", [6], [0, 0, 0, 0, 0, 0]), "holds one class only, label 0"),
            (floats(.nan), labelsFile(), "element 95 is NaN"),
            (floats(-1), labelsFile(), "element 95 is -1:"),
            (floats(256), labelsFile(), "element 95 is 256:"),
            (WrittenFile.npy("|u1", [6, 15], noise(90)), labelsFile(), "has rows of 15 numbers, which are no square"),
            (WrittenFile.npy("|u1", [6, 4, 4, 2, 1], noise(192)), labelsFile(), "has the shape [6, 4, 4, 2, 1]"),
            (WrittenFile.npy("|u1", [0, 4, 4], []), labelsFile(), "is empty"),
            (WrittenFile.npy("|u1", [6, 4, 4], noise(95)), labelsFile(), "is cut off"),
            (WrittenFile.npy("|u1", [6, 4, 4], noise(97)), labelsFile(), "goes on after"),
            (WrittenFile.npy("|u1", [1 << 40, 1 << 40], []), labelsFile(), "more than can be held in memory"),
            ([], labelsFile(), "is empty"),
            (Array(good.prefix(40)), labelsFile(), "ends within its header"),
        ]
        for (x, y, words) in cases {
            let problem = try diagnostic { try load([Member(name: "x.npy", content: x), Member(name: "y.npy", content: y)]) }
            #expect(problem.message.contains(words), "\(problem)")
            #expect(problem.file?.hasSuffix(".npy") == true, "\(problem)")
        }
    }

    @Test func damagedArchivesAreRefused() throws {
        let file = WrittenFile.npy("|u1", [6, 4, 4], [UInt8](repeating: 9, count: 96))
        let deflated = try WrittenFile.deflated(file)
        let y = Member(name: "y.npy", content: labelsFile())
        let cases: [(x: Member, words: String)] = [
            (Member(name: "x.npy", content: file, checksum: 1), "its checksum is not"),
            (Member(name: "x.npy", content: file, deflated: deflated, size: file.count + 9), "ends 9 bytes before"),
            (Member(name: "x.npy", content: file, deflated: deflated, size: file.count - 9), "goes on behind"),
            (Member(name: "x.npy", content: file, deflated: Array(deflated.prefix(20))), "cut off"),
            (Member(name: "x.npy", content: file, size: file.count - 9), "stored with two different sizes"),
            (Member(name: "x.npy", content: file, deflated: deflated, size: 5 << 30 & 0xFFFF_FFFF | 0xF000_0000), "before the size"),
            (Member(name: "../x.npy", content: file), "no images and labels for training"),
            (Member(name: "notes.txt", content: file), "no images and labels for training"),
        ]
        for (x, words) in cases {
            let problem = try diagnostic { try load([y, x]) }
            #expect(problem.message.contains(words), "\(words): \(problem)")
        }
        // Cut off anywhere, it is an error and nothing else.
        let whole = WrittenFile.zip([Member(name: "x.npy", content: file, deflated: deflated), y])
        let scratch = try Scratch()
        for count in stride(from: 0, to: whole.count, by: 5) {
            try scratch.write("cut.npz", Array(whole.prefix(count)))
            let problem = try diagnostic { try Dataset.load(folder: scratch.url.appendingPathComponent("cut.npz")) }
            #expect(problem.file?.contains("/cut.npz") == true)
        }
    }

    @Test func aFileAloneHasToBeAWholeSet() throws {
        let scratch = try Scratch()
        try scratch.write("x.npy", WrittenFile.npy("|u1", [6, 4, 4], pixels))
        #expect(try diagnostic { try Dataset.load("./x.npy", workingFolder: scratch.url) }.message.hasPrefix("holds one array"))
        try scratch.write("photos.zip", WrittenFile.zip([Member(name: "a/1.png", content: [1])]))
        let archive = try diagnostic { try Dataset.load("./photos.zip", workingFolder: scratch.url) }
        #expect(archive.message == "is an archive, no data set" && archive.hint?.hasPrefix("unpack it") == true)
        let whole = WrittenFile.zip([
            Member(name: "x.npy", content: WrittenFile.npy("|u1", [6, 4, 4], pixels)), Member(name: "y.npy", content: labelsFile()),
        ])
        try scratch.write("set.npz", whole)
        // By name alone, as a folder is.
        #expect(try Dataset.load("set.npz", environment: [:], workingFolder: scratch.url).count == 6)
        try scratch.write("two/a.npz", whole)
        try scratch.write("two/b.npz", whole)
        #expect(try diagnostic { try Dataset.load("./two", workingFolder: scratch.url) }.message == "holds 2 .npz files: a.npz, b.npz")
    }
}
