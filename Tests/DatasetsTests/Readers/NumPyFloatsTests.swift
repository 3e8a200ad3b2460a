import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// Series and tables in NumPy arrays.
@Suite struct NumPyFloatsTests {
    private typealias Member = WrittenFile.Member

    private func load(_ x: [UInt8], labels: [Int] = [0, 1, 0, 1], options: String = "") throws -> Dataset {
        let scratch = try Scratch()
        let y = WrittenFile.npy("<i8", [labels.count], labels.flatMap { WrittenFile.little($0, 8) })
        try scratch.write("set.npz", WrittenFile.zip([Member(name: "x.npy", content: x), Member(name: "y.npy", content: y)]))
        return try Dataset.load(folder: scratch.url.appendingPathComponent("set.npz"), options: DataOptions(options))
    }

    private let numbers = (0..<24).map { Float($0) - 3.5 }

    @Test func threeAxesOfNumbersThatAreNoPixelsAreSeries() throws {
        let data = try load(WrittenFile.npy("<f4", [4, 3, 2], WrittenFile.floats(numbers)))
        #expect(data.kind == .series && data.shape == Shape(height: 1, width: 3, channels: 2) && data.values == .floats(numbers))
        // In Fortran's order the first index runs fastest.
        var turned = [Float](repeating: 0, count: 24)
        for example in 0..<4 {
            for moment in 0..<3 {
                for channel in 0..<2 { turned[example + 4 * (moment + 3 * channel)] = numbers[(example * 3 + moment) * 2 + channel] }
            }
        }
        #expect(try load(WrittenFile.npy("<f4", [4, 3, 2], WrittenFile.floats(turned), fortran: true)).fingerprint == data.fingerprint)
        let doubles = numbers.flatMap { WrittenFile.little(Int(bitPattern: UInt(Double($0).bitPattern)), 8) }
        #expect(try load(WrittenFile.npy("<f8", [4, 3, 2], doubles)).fingerprint == data.fingerprint)
    }

    @Test func twoAxesAreATable() throws {
        let data = try load(WrittenFile.npy("<f4", [4, 6], WrittenFile.floats(numbers)))
        #expect(data.kind == .table && data.shape == Shape(height: 1, width: 1, channels: 6) && data.values == .floats(numbers))
        // A square of columns, but no pixels.
        let square = (0..<16).map { Float($0) - 3.5 }
        #expect(try load(WrittenFile.npy("<f4", [4, 4], WrittenFile.floats(square))).kind == .table)
        #expect(try load(WrittenFile.npy("<f4", [4, 4], WrittenFile.floats(square.map { ($0 + 3.5) / 15 }))).kind == .pictures)
        let whole = (0..<24).flatMap { WrittenFile.little($0 - 3, 2) }
        #expect(try load(WrittenFile.npy("<i2", [4, 6], whole)).values == .floats((0..<24).map { Float($0 - 3) }))
    }

    @Test func anOptionDecidesWhatCouldBePictures() throws {
        let shares = (0..<24).map { Float($0) / 23 }
        let file = WrittenFile.npy("<f4", [4, 3, 2], WrittenFile.floats(shares))
        #expect(try load(file).kind == .pictures)
        #expect(try load(file, options: "kind=series").values == .floats(shares))
        let bytes = WrittenFile.npy("|u1", [4, 3, 2], (0..<24).map { $0 })
        #expect(try load(bytes).kind == .pictures)
        #expect(try load(bytes, options: "kind=series").values == .floats((0..<24).map { Float($0) }))
        let lines = try load(WrittenFile.npy("<f4", [4, 6], WrittenFile.floats(numbers)), options: "kind=series")
        #expect(lines.shape == Shape(height: 1, width: 6, channels: 1))
    }

    @Test func aSeriesMayEndInNumbersThatAreNone() throws {
        var values = numbers
        for place in [4, 5, 10, 13] { values[place] = .nan }
        let data = try load(WrittenFile.npy("<f4", [4, 3, 2], WrittenFile.floats(values)))
        #expect(
            data.origin.notes == [
                "series of 2 to 3 moments are brought to 3, the longest of training: 1 are filled up with the training part's mean",
                "2 values missing (2 of them in training): the training part's mean is taken in their place",
            ])
    }

    @Test func labelsAreAnyWholeNumbers() throws {
        let data = try load(WrittenFile.npy("<f4", [4, 6], WrittenFile.floats(numbers)), labels: [1000, -1, 1000, 3])
        #expect(data.classNames == ["-1", "3", "1000"] && data.labels == [2, 0, 2, 1])
    }

    @Test func mistakesNameTheArray() throws {
        let good = WrittenFile.npy("<f4", [4, 6], WrittenFile.floats(numbers))
        var infinite = numbers
        infinite[7] = .infinity
        let cases: [(x: [UInt8], labels: [Int], options: String, words: String)] = [
            (WrittenFile.npy("<f4", [4, 6], WrittenFile.floats(infinite)), [0, 1, 0, 1], "", "element 7 is infinite"),
            (good, [0, 1, 0], "", "has 4 examples, but "),
            (good, [1, 1, 1, 1], "", "holds one class only, '1'"),
            (good, [0, 1, 0, 1], "kind=table,length=3", ""),
            (WrittenFile.npy("<f4", [0, 6], []), [0, 1], "kind=table", "is empty"),
            (
                WrittenFile.npy("<f4", [4, 3, 2, 1], WrittenFile.floats(numbers)), [0, 1, 0, 1], "kind=series", "has the shape [4, 3, 2, 1]"
            ),
            (
                WrittenFile.npy("<f4", [4, 3, 2], WrittenFile.floats(numbers)), [0, 1, 0, 1], "kind=table",
                "has the shape [4, 3, 2]; a table is"
            ),
            (WrittenFile.npy("<f4", [4, 6], WrittenFile.floats(Array(numbers.dropLast()))), [0, 1, 0, 1], "", "is cut off"),
            (
                WrittenFile.npy("<f4", [4, 6], WrittenFile.floats(numbers.enumerated().map { $0 % 6 == 2 ? .nan : $1 })), [0, 1, 0, 1], "",
                "column '3' has no value in any training example"
            ),
        ]
        for (x, labels, options, words) in cases where !words.isEmpty {
            let problem = try diagnostic { try load(x, labels: labels, options: options) }
            #expect(problem.message.contains(words), "\(problem)")
            #expect(problem.file?.hasSuffix(".npy") == true, "\(problem)")
        }
    }
}
