import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// `.ts` files of the UCR/UEA archive.
@Suite struct TimeSeriesFileTests {
    static let header = "# a comment\n@problemName Test\n@timeStamps false\n@classLabel true up down\n@data\n"

    static func load(_ text: String, test: String? = nil, options: DataOptions = DataOptions()) throws -> Dataset {
        let scratch = try Scratch()
        try scratch.write("Test_TRAIN.ts", Array(text.utf8))
        if let test { try scratch.write("Test_TEST.ts", Array(test.utf8)) }
        return try Dataset.load(folder: scratch.url, options: options)
    }

    @Test func channelsComeLastAndClassesInOrder() throws {
        let data = try Self.load(
            Self.header + "1,2,3:-1,-2,-3:up\n4,5,6:-4,-5,-6:down\n", test: Self.header + "7,8,9:0.5,1e1,-0:down\n")
        #expect(data.kind == .series && data.shape == Shape(height: 1, width: 3, channels: 2))
        #expect(data.classNames == ["down", "up"], "as numpy.unique has them, not as the header does")
        #expect(data.labels == [1, 0, 0] && data.customaryTestStart == 2)
        #expect(data.values == .floats([1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, 0.5, 8, 10, 9, 0]))
        #expect(data.origin.form == "UCR/UEA archive" && data.origin.notes.isEmpty)
    }

    @Test func classesThatAreNumbersAreInTheirOrder() throws {
        let header = "@classLabel true 10 9 -1\n@data\n"
        let data = try Self.load(header + "1,2:10\n1,2:9\n1,2:-1\n")
        #expect(data.classNames == ["-1", "9", "10"] && data.labels == [2, 1, 0])
    }

    @Test func shorterSeriesEndWithoutValuesAndLongerOnesAreCut() throws {
        let data = try Self.load(
            Self.header + "1,2,3:up\n4:down\n", test: Self.header + "5,6,7,8,9:up\n5,?,7:up\n")
        guard case .floats(let values) = data.values else { throw Diagnostic("no floats") }
        #expect(data.shape.width == 3)
        #expect(values[..<4] == [1, 2, 3, 4] && values[4].isNaN && values[5].isNaN && values[6..<10] == [5, 6, 7, 5] && values[10].isNaN)
        #expect(
            data.origin.notes == [
                "series of 1 to 5 moments are brought to 3, the longest of training: 1 are filled up with the training part's mean, "
                    + "1 are cut at the end",
                "1 value missing (0 of them in training): the training part's mean is taken in their place",
            ])
        let given = try Self.load(Self.header + "1,2,3:up\n4:down\n", options: DataOptions("length=2"))
        #expect(given.shape.width == 2)
        #expect(given.origin.notes.first?.contains("the length that is asked for") == true)
    }

    @Test func aSubsetOfTheClassesCanBeLearned() throws {
        let header = "@classLabel true a b c\n@data\n"
        let data = try Self.load(header + "1:a\n2:b\n3:c\n4:b\n", test: header + "5:c\n6:a\n", options: DataOptions("classes=c:a"))
        #expect(data.classNames == ["a", "c"] && data.values == .floats([1, 3, 5, 6]) && data.labels == [0, 1, 1, 0])
        #expect(data.customaryTestStart == 2 && data.origin.notes == ["2 examples of other classes left out"])
        let problem = try diagnostic { try Self.load(header + "1:a\n2:b\n", options: DataOptions("classes=a:d")) }
        #expect(problem.message == "has no class 'd' for training", "\(problem)")
    }

    @Test func aSingleFileIsAWholeSet() throws {
        let scratch = try Scratch()
        try scratch.write("Motions.ts", Array((Self.header + "1,2:up\n3,4:down\n").utf8))
        let data = try Dataset.load(folder: scratch.url.appendingPathComponent("Motions.ts"))
        #expect(data.count == 2 && data.name == "Motions" && data.customaryTestStart == nil)
        // A program in TypeScript is none.
        try scratch.write("main.ts", Array("import x from 'y'\n".utf8))
        #expect(
            try diagnostic { try Dataset.load(folder: scratch.url.appendingPathComponent("main.ts")) }.message.hasPrefix("is no data set"))
    }

    @Test func mistakesHaveTheirLine() throws {
        let header = Self.header
        let cases: [(text: String, words: String, line: Int?, column: Int?)] = [
            ("", "is empty", nil, nil),
            (header, "holds no series behind @data", nil, nil),
            ("@problemName x\n", "has no line @data", nil, nil),
            ("@problemName x\n@data\n1:a\n", "comes before @classLabel", 2, 1),
            ("@problemName x\n1,2:a\n", "stands before @data", 2, 1),
            ("@targetLabel true\n@data\n1:0.5\n", "is a set for regression", 1, 1),
            ("@classLabel false\n@data\n1\n", "has no classes", 1, 1),
            ("@timeStamps true\n", "has time stamps", 1, 1),
            ("@timeStamps maybe\n", "@timeStamps is true or false, got 'maybe'", 1, 1),
            ("@dimensions none\n", "@dimensions is a whole number from 1", 1, 1),
            (header + "1,2:up\n1,2\n", "has no class", 7, 1),
            (header + "1,2:up\n1,2:\n", "the label is missing", 7, 1),
            (header + "1,2:up\n1,2:upp\n", "label 'upp' is none of @classLabel", 7, 5),
            (header + "1,2:1,2:up\n1,2:up\n", "has 1 dimension, the series before it have 2", 7, 1),
            ("@dimensions 3\n" + header + "1,2:1,2:up\n", "has 2 dimensions, the header says 3", 7, 1),
            (header + "1,2:1,2,3:up\n", "dimension 2 has 3 values, the first has 2", 6, 5),
            ("@equalLength true\n" + header + "1,2:up\n1,2,3:up\n", "has 3 moments, but with @equalLength true all have 2", 8, 1),
            ("@equalLength true\n@seriesLength 4\n" + header + "1,2:up\n", "has 2 moments, but with @equalLength true all have 4", 8, 1),
            (header + "1,2:up\n1,x:up\n", "expected a number, got 'x'", 7, 3),
            (header + "1,2:up\n1,:up\n", "a value is missing", 7, 3),
            (header + "1,2:up\n1,inf:up\n", "expected a number, got 'inf'", 7, 3),
            (header + "1,2:up\n1,1e300:up\n", "expected a number, got '1e300'", 7, 3),
            (header + "1,2:up\n1,2:up\n", "holds one class only, 'up'", nil, nil),
            (header + "1,?:1,?:up\n2,?:?,?:down\n", "", nil, nil),
        ]
        for (text, words, line, column) in cases where !words.isEmpty {
            let problem = try diagnostic { try Self.load(text) }
            #expect(problem.message.contains(words), "\(problem)")
            #expect(problem.location?.line == line && problem.location?.column == column, "\(problem)")
            #expect(problem.file?.hasSuffix("/Test_TRAIN.ts") == true, "\(problem)")
        }
    }

    @Test func partsMustAgree() throws {
        let problem = try diagnostic { try Self.load(Self.header + "1:up\n2:down\n", test: "@classLabel true left\n@data\n1:left\n") }
        #expect(problem.message == "label 'left' is that of no training example" && problem.location?.line == 3, "\(problem)")
        #expect(problem.file?.hasSuffix("/Test_TEST.ts") == true)
        let channels = try diagnostic { try Self.load(Self.header + "1:up\n2:down\n", test: Self.header + "1:2:up\n") }
        #expect(channels.message == "has 2 values a moment, the training part 1", "\(channels)")
        let silent = try diagnostic { try Self.load(Self.header + "1:?:up\n2:?:down\n") }
        #expect(silent.message == "channel '2' has no value in any training example", "\(silent)")
        let wide = try Scratch()
        try wide.write("x.ts", [0xFF, 0xFE, 0x40, 0])
        #expect(try diagnostic { try Dataset.load(folder: wide.url.appendingPathComponent("x.ts")) }.message == "is UTF-16 text")
        #expect(
            try diagnostic { try Self.load(Self.header + "1:up\n2:down\n", options: DataOptions("window=2s")) }.message.contains(
                "'window' says nothing"))
    }
}
