import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// Pictures in NumPy arrays whose class is asked for.
@Suite struct UnlabelledArraysTests {
    private let pixels = (0..<24).map { UInt8($0 * 10) }

    private func form(_ options: String = "", channels: Int = 1) throws -> ExampleForm {
        ExampleForm(
            kind: .pictures, shape: Shape(height: 3, width: 4, channels: channels), features: nil, classNames: ["a", "b"],
            options: try DataOptions(options))
    }

    private func read(_ bytes: [UInt8], _ name: String, like form: ExampleForm) throws -> UnlabelledExamples {
        let scratch = try Scratch()
        try scratch.write(name, bytes)
        let batches = try UnlabelledExamples.batches(at: scratch.url.appendingPathComponent(name).path, like: form)
        return try #require(batches.first).read().examples
    }

    private func array(_ shape: [Int]) -> [UInt8] { WrittenFile.npy("|u1", shape, pixels) }

    @Test func anArrayAloneAndArchivesWithoutLabels() throws {
        let alone = try read(array([2, 3, 4]), "x.npy", like: form())
        #expect(alone.dataset.images == pixels && alone.names.map { $0.suffix(8) } == ["x.npy[1]", "x.npy[2]"])
        for names in [["x_test"], ["x"], ["anything"], ["other", "x_test"], ["x_train", "x_test"], ["x_test", "y_test"], ["images"]] {
            let members = names.map { name in
                WrittenFile.Member(
                    name: name + ".npy",
                    content: name.hasPrefix("x_test") || names.count == 1 ? array([2, 3, 4]) : WrittenFile.npy("|u1", [1], [7]))
            }
            #expect(try read(WrittenFile.zip(members), "set.npz", like: form()).dataset.images == pixels, "\(names)")
        }
    }

    @Test func floatsOfZeroToOne() throws {
        let floats = WrittenFile.npy("<f4", [1, 3, 4], WrittenFile.floats((0..<12).map { Float($0) / 11 }))
        #expect(try read(floats, "x.npy", like: form()).dataset.images == (0..<12).map { UInt8((Float($0) / 11 * 255).rounded()) })
    }

    @Test func anotherShapeIsSaid() throws {
        let problem = try diagnostic { try read(array([2, 4, 3]), "x.npy", like: form()) }
        #expect(problem.message == "has the shape [2, 4, 3]: pictures of 4x3x1, and the model was trained on 3x4x1", "\(problem)")
        #expect(try diagnostic { try read(array([3, 4, 2]), "x.npy", like: form(channels: 2)) }.hint?.contains("newaxis") == true)
        #expect(try diagnostic { try read(array([24]), "x.npy", like: form()) }.message.contains("images are [count, height, width]"))
        let members = ["p", "q"].map { WrittenFile.Member(name: "\($0).npy", content: array([2, 3, 4])) }
        let unknown = try diagnostic { try read(WrittenFile.zip(members), "set.npz", like: form()) }
        #expect(unknown.message == "holds p, q, and none is called x or x_test")
    }

    /// What was resized for the training is resized here.
    @Test func ofAnotherSizeWhereTrainingWasResized() throws {
        let data = try read(array([1, 6, 4]), "x.npy", like: form("resize=3x4")).dataset
        #expect(data.shape == Shape(height: 3, width: 4, channels: 1) && data.count == 1)
    }
}
