import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// Names of pictures say what names of sounds say.
@Suite struct PictureNamesTests {
    private func grey(_ value: Int) -> [UInt8] {
        WrittenFile.png(width: 4, height: 4, channels: 1, [UInt8](repeating: UInt8(value), count: 16))
    }

    private func load(_ scratch: Scratch, _ options: String, like form: ExampleForm? = nil) throws -> Dataset {
        try Dataset.load(folder: scratch.url.appendingPathComponent("set", isDirectory: true), options: DataOptions(options), like: form)
    }

    private func named(_ names: [String]) throws -> Scratch {
        let scratch = try Scratch()
        for (index, name) in names.enumerated() { try scratch.write("set/\(name)", grey(index)) }
        return scratch
    }

    private let flat = ["cat_al_1.png", "cat_bo_1.png", "dog_al_1.png", "dog_bo_1.jpg"]

    @Test func theySayTheClassAndThePerson() throws {
        let scratch = try named(flat)
        try scratch.write("set/readme.txt", [65])
        let problem = try diagnostic { try load(scratch, "") }
        #expect(problem.hint?.contains("pattern={label}_{person}_{index}.png") == true, "\(problem)")
        let data = try load(scratch, "pattern={label}_{person}_{index}.png")
        #expect(data.kind == .pictures && data.classNames == ["cat", "dog"] && data.labels == [0, 0, 1, 1])
        #expect(data.groups == [0, 1, 0, 1] && (0..<4).map { data.images[$0 * 16] } == [0, 1, 2, 3])
        #expect(data.origin.notes == ["names are read as {label}_{person}_{index}.png"])
        #expect(data.origin.options.text == "pattern={label}_{person}_{index}.png")
        #expect(try load(scratch, data.origin.options.text).fingerprint == data.fingerprint)
        #expect(try load(scratch, "pattern={label}_{any}").groups == nil)
        let other = try diagnostic { try load(scratch, "pattern={label}-{index}") }
        #expect(other.message == "does not match the pattern {label}-{index}" && other.file?.hasSuffix("cat_al_1.png") == true)
        #expect(try load(scratch, "pattern={label}_{any},classes=cat:dog").count == 4)
        #expect(try diagnostic { try load(scratch, "pattern={label}_{any},classes=cat:dgo") }.message == "has no class 'dgo'")
        #expect(try diagnostic { try load(scratch, "pattern={any}_{label}_{index},rate=8") }.message.contains("known form"))
    }

    @Test func aSplitKeepsAPersonInOnePart() throws {
        var names: [String] = []
        for person in "abcdefgh" { for label in ["x", "y"] { for index in 1...3 { names.append("\(label)_\(person)_\(index).png") } } }
        let data = try load(try named(names), "pattern={label}_{person}_{index}")
        let groups = try #require(data.groups)
        let split = try DataSplit(data, seed: 3)
        let parts = [split.training, split.validation, split.test.indices].map { Set($0.map { groups[$0] }) }
        #expect(parts.allSatisfy { !$0.isEmpty } && parts.reduce(0) { $0 + $1.count } == 8)
    }

    @Test func theySayThePart() throws {
        let scratch = try named(["test_a_1.png", "test_b_1.png", "train_a_1.png", "train_b_1.png", "val_b_1.png"])
        let data = try load(scratch, "pattern={split}_{label}_{index}")
        #expect(data.labels == [0, 1, 1, 0, 1] && data.customaryValidationStart == 2 && data.customaryTestStart == 3)
        #expect((0..<5).map { data.images[$0 * 16] } == [2, 3, 4, 0, 1], "training, validation, test")
        try scratch.write("set/test_c_1.png", grey(9))
        let problem = try diagnostic { try load(scratch, "pattern={split}_{label}_{index}") }
        #expect(problem.message == "is of the class 'c', which training lacks" && problem.file?.hasSuffix("test_c_1.png") == true)
    }

    @Test func withinFoldersTheySayTheGroupAndThePart() throws {
        let scratch = try named([
            "a/train_jo_1.png", "a/train_al_1.png", "a/test_jo_1.png", "b/train_jo_1.png", "b/train_al_1.png", "b/test_jo_1.png",
        ])
        let data = try load(scratch, "pattern={part}_{person}_{index}")
        #expect(data.classNames == ["a", "b"] && data.customaryTestStart == 4 && data.groups == [0, 1, 0, 1, 1, 1])
        #expect(
            data.origin.notes == [
                "1 group of training is in test or validation too ('jo'): the accuracy there says little about others"
            ])
        #expect(try diagnostic { try load(scratch, "pattern={person}-{index}") }.message.hasPrefix("does not match"))
    }

    @Test func foldersMayBeInThePattern() throws {
        let scratch = try named(["al/cat_1.png", "al/dog_1.png", "bo/cat_1.png", "bo/dog_1.png"])
        let data = try load(scratch, "pattern={person}/{label}_{index}.png")
        #expect(data.classNames == ["cat", "dog"] && data.labels == [0, 1, 0, 1] && data.groups == [0, 0, 1, 1])
        let both = try load(scratch, "pattern={person}/{scene}_{index}.png")
        #expect(both.classNames == ["al", "bo"] && both.groups == [0, 1, 0, 1])
        #expect(both.origin.notes == ["{scene}, the last of those, says which pictures belong together"])
    }

    /// A network's data had names; those that it is measured on have folders.
    @Test func otherDataMayHaveFoldersInstead() throws {
        let trained = try load(try named(flat), "pattern={label}_{person}_{index}.png")
        let form = ExampleForm(
            kind: .pictures, shape: trained.shape, features: nil, classNames: trained.classNames, options: trained.origin.options)
        let folders = try named(["cat/1.png", "dog/2.png"])
        let data = try load(folders, form.options.text, like: form)
        #expect(data.classNames == ["cat", "dog"] && data.groups == nil)
        #expect(
            data.origin.notes == [
                "no name is like {label}_{person}_{index}.png, as the model's data had them: its folders are taken for the classes"
            ])
        #expect(try load(try named(["sub/cat_al_1.png", "sub/dog_al_2.png"]), form.options.text, like: form).labels == [0, 1])
        let strangers = try named(["x/1.png", "y/2.png"])
        #expect(try diagnostic { try load(strangers, form.options.text, like: form) }.message.hasPrefix("does not match"))
        #expect(try diagnostic { try load(folders, form.options.text) }.message.hasPrefix("does not match"), "in a training, said")
    }

    /// Of folders that hold both, the ending of the pattern says what is meant.
    @Test func soundsMayLieBesidePictures() throws {
        let scratch = try named(["a_1.png", "a_2.png", "b_1.png", "b_2.png"])
        for name in ["a_1", "b_1"] { try scratch.write("set/\(name).wav", WrittenSound.wav([1, 2])) }
        #expect(try load(scratch, "pattern={label}_{index}.png").count == 4)
        #expect(try load(scratch, "pattern={label}_{index}.wav").kind == .series)
        #expect(try load(scratch, "pattern={label}_{index},kind=pictures").count == 4)
    }
}
