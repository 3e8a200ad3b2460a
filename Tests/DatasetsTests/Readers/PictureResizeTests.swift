import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// Pictures of every form at the size that is asked for.
@Suite struct PictureResizeTests {
    private func load(_ scratch: Scratch, _ place: String, _ options: String, like form: ExampleForm? = nil) throws -> Dataset {
        try Dataset.load(folder: scratch.url.appendingPathComponent(place), options: DataOptions(options), like: form)
    }

    private let pixels = (0..<48).map { UInt8($0 * 5) }

    /// The same two pictures, 4 high and 6 wide, in every form.
    private func scratch() throws -> Scratch {
        let scratch = try Scratch()
        for (index, name) in ["a", "b"].enumerated() {
            let part = Array(pixels[index * 24..<index * 24 + 24])
            try scratch.write("folders/\(name)/1.png", WrittenFile.png(width: 6, height: 4, channels: 1, part))
        }
        func array(_ name: String, _ shape: [Int], _ bytes: [UInt8]) -> WrittenFile.Member {
            .init(name: name, content: WrittenFile.npy("|u1", shape, bytes))
        }
        try scratch.write("set.npz", WrittenFile.zip([array("x.npy", [2, 4, 6], pixels), array("y.npy", [2], [0, 1])]))
        let sides = [2, 4, 6].flatMap(WrittenFile.bigEndian)
        try scratch.write("idx/train-images-idx3-ubyte", [0, 0, 8, 3] + sides + pixels)
        try scratch.write("idx/train-labels-idx1-ubyte", [0, 0, 8, 1] + WrittenFile.bigEndian(2) + [0, 1])
        return scratch
    }

    @Test(arguments: [("resize=2", "2x2x1"), ("resize=8x12", "8x12x1"), ("resize=3x5", "3x5x1")])
    func everyFormGivesTheSame(option: String, shape: String) throws {
        let scratch = try scratch()
        let folders = try load(scratch, "folders", option)
        #expect(folders.shape.description == shape)
        for place in ["set.npz", "idx"] {
            let data = try load(scratch, place, option)
            #expect(data.values == folders.values && data.shape == folders.shape, "\(place)")
            #expect(data.origin.options.text == option)
            let note = "pictures of 4x6 are brought to \(shape.dropLast(2)): the middle of each, scaled"
            #expect(data.origin.notes == [note] && folders.origin.notes == [note])
            #expect(try data.fingerprint != load(scratch, place, "").fingerprint)
        }
    }

    @Test func csvOfPixelsAndCIFAR() throws {
        let scratch = try Scratch()
        let rows = (0..<4).map { row in "\(row % 2)," + (0..<16).map { String(row * 16 + $0) }.joined(separator: ",") + "\n" }
        try scratch.write("train.csv", Array(rows.joined().utf8))
        #expect(try load(scratch, "train.csv", "resize=2,kind=pictures").shape.description == "2x2x1")
        try scratch.write("c/data_batch_1.bin", [0] + [UInt8](repeating: 9, count: 3072) + [1] + [UInt8](repeating: 7, count: 3072))
        let data = try load(scratch, "c", "resize=16")
        #expect(data.shape.description == "16x16x3" && data.images == [UInt8](repeating: 9, count: 768) + [UInt8](repeating: 7, count: 768))
    }

    @Test func theDigitsThatAreAlwaysThere() throws {
        let data = try Dataset.load("digits", options: DataOptions("resize=12"))
        #expect(data.shape.description == "12x12x1" && data.count == 1797 && data.origin.options.text == "resize=12")
    }

    @Test func noneKeepsLargePicturesOfOneSize() throws {
        let scratch = try Scratch()
        for name in ["a", "b"] {
            try scratch.write("\(name)/1.png", WrittenFile.png(width: 300, height: 2, channels: 1, [UInt8](repeating: 1, count: 600)))
        }
        #expect(try load(scratch, "", "").shape.description == "8x8x1")
        #expect(try load(scratch, "", "resize=none").shape.description == "2x300x1")
        try scratch.write("b/2.png", WrittenFile.png(width: 3, height: 2, channels: 1, [UInt8](repeating: 1, count: 6)))
        let problem = try diagnostic { try load(scratch, "", "resize=none") }
        #expect(problem.message.contains("several sizes (2 to 2 high, 3 to 300 wide)"), "\(problem)")
        #expect(problem.hint == "resize=64 brings all to 64x64")
    }

    @Test(arguments: ["0", "0x5", "5x0", "5000", "-3", "large", "3x4x1", "x", "5x", "99999999999999999999", "1.5"])
    func wrongSizesAreSaid(size: String) throws {
        #expect(try diagnostic { try DataOptions("resize=\(size)") }.message.hasPrefix("resize "))
    }

    @Test func otherKindsRefuseItByName() throws {
        let scratch = try Scratch()
        try scratch.write("t.csv", Array("a,b,label\n1,2,x\n3,4,y\n".utf8))
        #expect(try diagnostic { try load(scratch, "t.csv", "resize=8") }.message.contains("'resize' says nothing"))
        for name in ["a", "b"] { try scratch.write("s/\(name)/1.wav", WrittenSound.wav([1, 2])) }
        #expect(try diagnostic { try load(scratch, "s", "resize=8") }.message.contains("'resize' says nothing"))
        let member = WrittenFile.Member(
            name: "x.npy", content: WrittenFile.npy("<f4", [2, 3, 2], WrittenFile.floats([Float](repeating: 2, count: 12))))
        let labels = WrittenFile.Member(name: "y.npy", content: WrittenFile.npy("|u1", [2], [0, 1]))
        try scratch.write("s.npz", WrittenFile.zip([member, labels]))
        #expect(try diagnostic { try load(scratch, "s.npz", "resize=8,kind=series") }.message.contains("'resize' is for pictures"))
    }

    /// New pictures are brought to the size that the network knows, whatever is said of them.
    @Test func aNetworkKeepsItsSize() throws {
        let scratch = try scratch()
        let trained = try load(scratch, "folders", "resize=4")
        let form = ExampleForm(
            kind: .pictures, shape: trained.shape, features: nil, classNames: trained.classNames, options: trained.origin.options)
        #expect(try load(scratch, "set.npz", form.options.text, like: form).shape == trained.shape)
        #expect(try form.reading(DataOptions("resize=4x4")).options.resize == .to(height: 4, width: 4))
        let problem = try diagnostic { try form.reading(DataOptions("resize=8")) }
        #expect(problem.message.contains("trained on pictures of 4x4") && problem.hint == "leave resize out")
    }
}
