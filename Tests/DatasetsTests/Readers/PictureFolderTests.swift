import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

@Suite struct PictureFolderTests {
    private func grey(_ value: UInt8, width: Int = 6, height: Int = 5) -> [UInt8] {
        WrittenFile.png(width: width, height: height, channels: 1, [UInt8](repeating: value, count: width * height))
    }

    private func load(_ scratch: Scratch, _ place: String = "") throws -> Dataset {
        try Dataset.load(folder: scratch.url.appendingPathComponent(place, isDirectory: true))
    }

    @Test func aFolderIsAClass() throws {
        let scratch = try Scratch()
        try scratch.write("dogs/b.png", grey(4))
        try scratch.write("dogs/a.png", grey(3))
        try scratch.write("dogs/2024/z.PNG", grey(2))
        try scratch.write("cats/1", grey(1))
        for name in ["cats/.DS_Store", "cats/Thumbs.db", "__MACOSX/dogs/._a.png", ".git/x.png"] { try scratch.write(name, [0]) }
        try scratch.write("README.txt", [65])
        try scratch.write("cats/notes.txt", [65])
        try scratch.write("dogs/notes.txt", [65])
        let data = try load(scratch)
        #expect(data.classNames == ["cats", "dogs"])
        #expect(data.shape.description == "5x6x1")
        #expect(data.labels == [0, 1, 1, 1])
        #expect((0..<4).map { data.images[$0 * 30] } == [1, 2, 3, 4], "in the order of their paths")
        #expect(data.customaryTestStart == nil && data.customaryValidationStart == nil)
        #expect(data.origin.form == "pictures in folders")
        #expect(data.origin.notes == ["2 files that are no pictures are left out (notes.txt ...)"])
        #expect(try load(scratch).fingerprint == data.fingerprint)
    }

    @Test func oneInColourMakesAllOfThemSo() throws {
        let scratch = try Scratch()
        try scratch.write("a/1.png", grey(7))
        try scratch.write("b/1.png", WrittenFile.png(width: 6, height: 5, channels: 3, noise(90)))
        let data = try load(scratch)
        #expect(data.shape.description == "5x6x3")
        #expect(data.images == [UInt8](repeating: 7, count: 90) + noise(90))
    }

    @Test func partsOfOnesOwnAreRespected() throws {
        for validation in ["val", "valid", "validation", "Val"] {
            let scratch = try Scratch()
            for (index, name) in ["train/x/1", "train/y/1", "train/y/2", "\(validation)/y/1", "test/x/1", "test/y/1"].enumerated() {
                try scratch.write("pictures/\(name).png", grey(UInt8(index)))
            }
            // One folder more, as archives unpack.
            let data = try load(scratch)
            #expect(data.labels == [0, 1, 1, 1, 0, 1])
            #expect(data.customaryValidationStart == 3 && data.customaryTestStart == 4)
            let split = try DataSplit(data, seed: 5)
            #expect(split.training == [0, 1, 2] && split.validation == [3] && split.test.indices == [4, 5])
        }
    }

    @Test func testWithoutClassesIsSaidNotUsed() throws {
        let scratch = try Scratch()
        for index in 0..<10 { for name in ["x", "y"] { try scratch.write("train/\(name)/\(index).png", grey(UInt8(index))) } }
        try scratch.write("test/1.png", grey(1))
        try scratch.write("sample/1.png", grey(1))
        let data = try load(scratch)
        #expect(data.count == 20 && data.customaryTestStart == nil)
        #expect(
            data.origin.notes == [
                "test/ has no folder for each class and is not used: such a part is drawn from the rest", "not used beside train/: sample/",
            ])
    }

    /// As some collections on Kaggle call them.
    @Test func partsMayHaveMoreInTheirNames() throws {
        for (training, test) in [("training_set", "test_set"), ("seg_train", "seg_test"), ("train2017", "test2017")] {
            let scratch = try Scratch()
            for index in 0..<3 {
                for name in ["x", "y"] {
                    try scratch.write("\(training)/\(name)/\(index).png", grey(UInt8(index)))
                    try scratch.write("\(test)/\(name)/\(index).png", grey(UInt8(9 + index)))
                }
            }
            let data = try load(scratch)
            #expect(data.classNames == ["x", "y"] && data.count == 12 && data.customaryTestStart == 6)
            let flat = try Scratch()
            for name in [training, test] { try flat.write("\(name)/1.png", grey(1)) }
            #expect(throws: Diagnostic.self) { try load(flat) }
        }
    }

    @Test func partsInsideClassesAreRefused() throws {
        let scratch = try Scratch()
        for name in ["a", "b"] { for part in ["train", "test"] { try scratch.write("set/\(name)/\(part)/1.png", grey(1)) } }
        let problem = try diagnostic { try load(scratch, "set") }
        #expect(problem.message.contains("inside each class") && problem.hint?.contains("train/a/") == true, "\(problem)")
    }

    @Test func picturesBesideFoldersAreSaid() throws {
        let scratch = try Scratch()
        for name in ["a", "b"] { try scratch.write("set/\(name)/1.png", grey(1)) }
        for index in 1...2 { try scratch.write("set/\(index).png", grey(3)) }
        #expect(try load(scratch, "set").origin.notes == ["2 pictures in set/, beside its folders, are not used (1.png)"])
    }

    /// Two names that look alike are two folders, and would be one class.
    @Test func accentsThatAreCodedTwiceAreRefused() throws {
        let scratch = try Scratch()
        for name in ["caf\u{E9}", "cafe\u{301}", "other"] { try scratch.write("set/\(name)/1.png", grey(1)) }
        #expect(try diagnostic { try load(scratch, "set") }.message.contains("coded in two ways"))
    }

    @Test func namesOfPartsCanBeClasses() throws {
        let scratch = try Scratch()
        try scratch.write("valid/1.png", grey(1))
        try scratch.write("invalid/1.png", grey(2))
        #expect(try load(scratch).classNames == ["invalid", "valid"])
        let traffic = try Scratch()
        for name in ["train", "car"] { try traffic.write("\(name)/1.png", grey(1)) }
        #expect(try load(traffic).classNames == ["car", "train"])
    }

    @Test func picturesOfSeveralSizesGetTheMedianOne() throws {
        let scratch = try Scratch()
        for (index, (width, height)) in [(30, 21), (32, 22), (100, 50)].enumerated() {
            for name in ["a", "b"] { try scratch.write("\(name)/\(index).png", grey(9, width: width, height: height)) }
        }
        let data = try load(scratch)
        #expect(data.shape.description == "24x24x1")
        #expect(data.images.allSatisfy { $0 == 9 })
        #expect(data.origin.notes.first?.hasPrefix("pictures of several sizes (21 to 50 high, 30 to 100 wide) are brought to ") == true)
    }

    @Test func largePicturesAreBroughtTo64() throws {
        let scratch = try Scratch()
        for name in ["a", "b"] { try scratch.write("\(name)/1.png", grey(9, width: 400, height: 300)) }
        let data = try load(scratch)
        #expect(data.shape.description == "64x64x1")
        #expect(data.origin.notes == ["pictures of 300x400 are brought to 64x64: the middle of each, scaled"])
        let kept = try Scratch()
        for name in ["a", "b"] { try kept.write("\(name)/1.png", grey(9, width: 224, height: 224)) }
        #expect(try load(kept).shape.description == "224x224x1", "one size that is small enough is kept")
    }

    @Test func cameraPicturesStandUpright() throws {
        let scratch = try Scratch()
        for index in 1...8 {
            try scratch.write("\(index % 2)/\(index).jpg", GoldenPicture.named("orientation-\(index).jpg"))
        }
        let data = try load(scratch)
        // Half of them are 13 high and 9 wide: their median is rounded to multiples of 4.
        #expect(data.shape.description == "12x12x1")
        #expect(data.count == 8)
    }

    @Test func whatIsNoSuchSetIsOneError() throws {
        struct Case {
            let files: [(String, [UInt8])]
            let message: String
            let file: String
        }
        let cases = [
            Case(files: [("a.png", grey(1)), ("b.png", grey(1))], message: "holds pictures beside each other", file: ""),
            Case(files: [("train/a.png", grey(1)), ("test/b.png", grey(1))], message: "holds pictures beside each other", file: "/train"),
            Case(files: [("cats/a.png", grey(1))], message: "holds one class only, cats", file: ""),
            Case(files: [("cats/a.png", grey(1)), ("dogs/notes.txt", [65])], message: "holds no pictures", file: "/dogs"),
            Case(
                files: [("train/a/1.png", grey(1)), ("train/b/1.png", grey(1)), ("test/c/1.png", grey(1))],
                message: "is a class that training lacks", file: "/test/c"),
            Case(
                files: [("test/a/1.png", grey(1)), ("val/b/1.png", grey(1))], message: "holds test/ and val/, but no train/", file: ""),
            Case(
                files: [("train/a/1.png", grey(1)), ("val/a/1.png", grey(1)), ("valid/b/1.png", grey(1))],
                message: "holds both val/ and valid/", file: ""),
            Case(files: [("images/1.png", grey(1)), ("labels/1.txt", [49])], message: "holds images/ beside labels/", file: ""),
            Case(
                files: [("train/images/1.png", grey(1)), ("train/labels/1.txt", [49])], message: "holds images/ beside labels/",
                file: "/train"),
            Case(files: [("a/1.png", grey(1)), ("a/1.xml", [49]), ("b/1.png", grey(1))], message: "annotates pictures", file: "/a/1.xml"),
            Case(
                files: [("train/1.png", grey(1)), ("train/_annotations.coco.json", [49])], message: "annotates pictures",
                file: "/train/_annotations.coco.json"),
            Case(files: [("a/1.png", grey(1)), ("b/1.png", [])], message: "it is empty", file: "/b/1.png"),
            Case(files: [("a/1.png", grey(1)), ("b/1.png", Array(grey(1).dropLast(30)))], message: "is damaged", file: "/b/1.png"),
            Case(files: [("a/1.png", grey(1)), ("b/1.png", WrittenFile.hugePNG())], message: "60000 x 60000", file: "/b/1.png"),
            Case(files: [("a/1.mov", [1]), ("b/1.mov", [1])], message: "holds no data set in a known form", file: ""),
        ]
        for expected in cases {
            let scratch = try Scratch()
            for (name, bytes) in expected.files { try scratch.write("set/" + name, bytes) }
            let problem = try diagnostic { try load(scratch, "set") }
            #expect(problem.message.contains(expected.message), "\(problem)")
            #expect(problem.file?.hasSuffix("/set" + expected.file) == true, "\(problem)")
            #expect(problem.hint != nil, "\(problem)")
        }
    }

    @Test func emptyFoldersAreSaid() throws {
        let scratch = try Scratch()
        let manager = FileManager.default
        try manager.createDirectory(at: scratch.url.appendingPathComponent("none"), withIntermediateDirectories: true)
        #expect(try diagnostic { try load(scratch, "none") }.message.hasSuffix("it is empty"))
        try scratch.write("set/a/1.png", grey(1))
        try manager.createDirectory(at: scratch.url.appendingPathComponent("set/b"), withIntermediateDirectories: true)
        let problem = try diagnostic { try load(scratch, "set") }
        #expect(problem.message == "holds no pictures" && problem.file?.hasSuffix("/set/b") == true)
    }

    @Test func linksAreFollowedButNotForEver() throws {
        let scratch = try Scratch()
        let manager = FileManager.default
        for name in ["a", "b"] { try scratch.write("set/\(name)/1.png", grey(1)) }
        try scratch.write("elsewhere/2.png", grey(2))
        func link(_ name: String, _ target: String) throws {
            try manager.createSymbolicLink(atPath: scratch.url.appendingPathComponent(name).path, withDestinationPath: target)
        }
        try link("set/c", "../elsewhere")
        #expect(try load(scratch, "set").classNames == ["a", "b", "c"])
        try link("set/b/up", "..")
        let loop = try diagnostic { try load(scratch, "set") }
        #expect(loop.message.contains("leads back"), "\(loop)")
        try manager.removeItem(at: scratch.url.appendingPathComponent("set/b/up"))
        try link("set/b/self", "self")
        let itself = try diagnostic { try load(scratch, "set") }
        #expect(itself.message.contains("or to itself") && itself.file?.hasSuffix("/set/b/self") == true)
    }
}
