import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

@Suite struct PixelTableTests {
    private let pixels = noise(6 * 16)
    private let labels: [UInt8] = [0, 1, 2, 0, 1, 2]

    private func rows(separator: String = ",", end: String = "\n", from first: Int = 0) -> String {
        (first..<6).map { index in
            ([labels[index]] + pixels[index * 16..<(index + 1) * 16]).map(String.init).joined(separator: separator) + end
        }.joined()
    }

    private let header = "label," + (0..<16).map { "pixel\($0)" }.joined(separator: ",") + "\n"

    private func load(_ text: String, name: String = "train.csv") throws -> Dataset {
        let scratch = try Scratch()
        try scratch.write(name, Array(text.utf8))
        return try Dataset.load(folder: scratch.url.appendingPathComponent(name))
    }

    @Test func kagglesTablesAreRead() throws {
        let data = try load(header + rows())
        #expect(data.images == pixels && data.labels == labels)
        #expect(data.shape.description == "4x4x1" && data.origin.form == "CSV of pixels" && data.classNames == ["0", "1", "2"])
        let quoted = rows(separator: "\",\"").split(separator: "\n").map { "\"\($0)\"" }.joined(separator: "\n")
        for text in [
            rows(), rows(end: "\r\n"), rows(separator: ";"), rows(separator: "\t"), "\u{FEFF}" + header + rows(), rows(end: "\n\n"),
            String(rows().dropLast()), rows(separator: ".0,"), quoted,
        ] { #expect(try load(text).fingerprint == data.fingerprint, "\(text.prefix(60))") }
    }

    /// Without a header the first number is the label; it is said, and refused where it looks like the last.
    @Test func withoutAHeaderTheFirstNumberIsTheLabel() throws {
        #expect(try load(rows()).origin.notes == ["train.csv has no header: the first number of each row is taken as its label"])
        #expect(try load(header + rows()).origin.notes.isEmpty)
        let last = (0..<6).map { index -> String in
            let row: [UInt8] = Array(pixels[index * 16..<(index + 1) * 16]) + [labels[index]]
            return row.map { String($0) }.joined(separator: ",")
        }
        let problem = #expect(throws: Diagnostic.self) { try load(last.joined(separator: "\n")) }
        #expect(problem?.message.contains("its last numbers look like the labels") == true, "\(String(describing: problem))")
    }

    @Test func theLabelIsWhereTheHeaderSays() throws {
        let lines = (0..<6).map { index in
            "\(index)," + pixels[index * 16..<(index + 1) * 16].map(String.init).joined(separator: ",") + ",\(labels[index])\n"
        }
        let header = "," + (0..<16).map { "p\($0)" }.joined(separator: ",") + ",class\n"
        #expect(try load(header + lines.joined()).images == pixels)
    }

    @Test func colourIsThreeNumbersAPixel() throws {
        let pixels = noise(2 * 27)
        let text = (0..<2).map { index in "\(index)," + pixels[index * 27..<(index + 1) * 27].map(String.init).joined(separator: ",") }
        let data = try load(text.joined(separator: "\n"))
        #expect(data.shape.description == "3x3x3" && data.images == pixels)
    }

    @Test func aFolderHasPartsByName() throws {
        for (train, test) in [("train.csv", "test.csv"), ("fashion-mnist_train.csv", "fashion-mnist_test.csv")] {
            let scratch = try Scratch()
            try scratch.write(train, Array((header + rows()).utf8))
            try scratch.write(test, Array((header + rows(from: 3)).utf8))
            try scratch.write("sample_submission.csv", Array("ImageId,Label\n1,0\n".utf8))
            let data = try Dataset.load(folder: scratch.url)
            #expect(data.count == 9 && data.customaryTestStart == 6)
            #expect(data.origin.notes == ["not used: sample_submission.csv"])
        }
    }

    @Test func tablesAndPicturesBesideEachOtherAreTold() throws {
        let picture = WrittenFile.png(width: 4, height: 4, channels: 1, noise(16))
        let results = try Scratch()
        try results.write("train.csv", Array((header + rows()).utf8))
        try results.write("plots/curve.png", picture)
        #expect(try Dataset.load(folder: results.url).origin.form == "CSV of pixels")
        let photos = try Scratch()
        for name in ["a", "b"] { try photos.write("\(name)/1.png", picture) }
        try photos.write("train.csv", Array(([String](repeating: "x", count: 30).joined(separator: ",") + "\na,b\n").utf8))
        #expect(try Dataset.load(folder: photos.url).origin.form == "pictures in folders")
    }

    @Test func aTestPartWithoutLabelsIsSaidNotUsed() throws {
        let scratch = try Scratch()
        try scratch.write("train.csv", Array((header + rows()).utf8))
        try scratch.write("test.csv", Array((0..<16).map { "pixel\($0)" }.joined(separator: ",").utf8))
        let data = try Dataset.load(folder: scratch.url)
        #expect(data.customaryTestStart == nil)
        #expect(data.origin.notes == ["test.csv has no labels and is not used: a test part is drawn from the rest"])
    }

    @Test func mistakesHaveTheirLine() throws {
        let row = "1," + [String](repeating: "7", count: 16).joined(separator: ",")
        func with(_ index: Int, _ value: String) -> String {
            var fields = row.split(separator: ",").map(String.init)
            fields[index] = value
            return fields.joined(separator: ",") + "\n"
        }
        let cases: [(text: String, words: String, line: Int?)] = [
            ("", "is empty", nil),
            (header, "holds no images", nil),
            (rows() + with(3, "256"), "pixel '256'", 7),
            (rows() + with(3, "-1"), "pixel '-1'", 7),
            (rows() + with(3, "nan"), "pixel 'nan'", 7),
            (rows() + with(3, "0.5"), "pixel '0.5'", 7),
            (rows() + with(3, ""), "pixel is missing", 7),
            (rows() + with(16, "99999999999999999999"), "pixel '99999999999999999999'", 7),
            (rows() + with(0, ""), "the label is missing", 7),
            (rows() + with(0, "0.5"), "label 0.5: fractions are regression", 7),
            (rows() + with(0, "-1"), "label -1: labels are the classes from 0", 7),
            (rows() + with(0, "cat"), "label 'cat' is no number", 7),
            (rows() + with(0, "nan"), "label 'nan' is no number", 7),
            (header + rows() + "1,2,3\n", "has 3 values, the lines before it have 17", 8),
            (rows() + row + ",7\n", "has 18 values, the lines before it have 17", 7),
            ("1,2,3,4,5,6\n", "has 5 values beside the label in its first line", 1),
            ((0..<17).map { "p\($0)" }.joined(separator: ",") + "\n", "has no column of labels", 1),
            ("a\0,b", "is no text", nil),
            (rows(from: 5) + rows(from: 5), "holds one class only, label 2", nil),
        ]
        for (text, words, line) in cases {
            let problem = try diagnostic { try load(text) }
            #expect(problem.message.contains(words), "\(problem)")
            #expect(problem.location?.line == line, "\(problem)")
            #expect(problem.file?.hasSuffix("/train.csv") == true)
        }
        let wide = try Scratch()
        try wide.write("train.csv", [0xFF, 0xFE, 49, 0, 44, 0])
        #expect(try diagnostic { try Dataset.load(folder: wide.url.appendingPathComponent("train.csv")) }.message == "is UTF-16 text")
    }

    @Test func aClassThatTrainingLacksIsRefused() throws {
        let scratch = try Scratch()
        try scratch.write("train.csv", Array((header + rows().replacing("\n2,", with: "\n1,")).utf8))
        try scratch.write("test.csv", Array((header + rows()).utf8))
        let problem = try diagnostic { try Dataset.load(folder: scratch.url) }
        #expect(problem.message == "label 2 of image 2 is that of no training image", "\(problem)")
        #expect(problem.file?.hasSuffix("/test.csv") == true)
    }

    /// Pieces of the file end anywhere: lines longer than one are joined.
    @Test func linesCrossPieces() throws {
        let wide = 1000 * 1000
        let image = noise(wide)
        let text = (0..<2).map { "\($0)," + image.map(String.init).joined(separator: ",") }.joined(separator: "\r\n")
        let data = try load(text)
        #expect(data.shape.description == "1000x1000x1" && data.images == image + image && data.labels == [0, 1])
    }
}
