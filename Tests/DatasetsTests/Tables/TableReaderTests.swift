import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// Tables with a row an example.
@Suite struct TableReaderTests {
    static func load(_ files: [String: String], options: String = "") throws -> Dataset {
        let scratch = try Scratch()
        for (name, text) in files { try scratch.write(name, Array(text.utf8)) }
        if files.count == 1, let name = files.keys.first {
            return try Dataset.load(folder: scratch.url.appendingPathComponent(name), options: DataOptions(options))
        }
        return try Dataset.load(folder: scratch.url, options: DataOptions(options))
    }

    private func floats(_ data: Dataset) -> [Float] { if case .floats(let values) = data.values { values } else { [] } }

    @Test func numbersAndLabelsAreRead() throws {
        let text = "width,height,species\n1.5,2,setosa\n3e-2,-4,virginica\n 5 ,\"6\",setosa\n"
        let data = try Self.load(["iris.csv": text])
        #expect(data.kind == .table && data.shape == Shape(height: 1, width: 1, channels: 2))
        #expect(data.values == .floats([1.5, 2, 0.03, -4, 5, 6]) && data.labels == [0, 1, 0])
        #expect(data.classNames == ["setosa", "virginica"] && data.origin.form == "table" && data.origin.notes.isEmpty)
        for other in [
            text.replacing(",", with: ";"), text.replacing(",", with: "\t"), text.replacing("\n", with: "\r\n"), "\u{FEFF}" + text,
            text.replacing("setosa", with: "\"setosa\""), "\n\n" + text + "\n\n",
        ] { #expect(try Self.load(["iris.csv": other]).fingerprint == data.fingerprint, "\(other)") }
        #expect(try Self.load(["iris.tsv": text]).fingerprint == data.fingerprint)
        // The label where an option says; by number too.
        let first = "species,width,height\nsetosa,1.5,2\nvirginica,3e-2,-4\nsetosa,5,6\n"
        for options in ["label=species", "label=1", "label=Species"] {
            #expect(try Self.load(["iris.csv": first], options: options).fingerprint == data.fingerprint)
        }
    }

    @Test func withoutAHeaderColumnsHaveNumbers() throws {
        let data = try Self.load(["iris.data": "5.1,3.5,Iris-setosa\n4.9,3.0,Iris-setosa\n7.0,3.2,Iris-versicolor\n"])
        #expect(data.classNames == ["Iris-setosa", "Iris-versicolor"] && data.values == .floats([5.1, 3.5, 4.9, 3, 7, 3.2]))
        #expect(
            data.origin.notes == [
                "no column is called label or class: the last one, '3', is taken for the label (label= of the options names another)"
            ])
        // Numbers alone may be pixels, unless it is said that they are none.
        let numbers = "1,0.5,2\n0,0.25,3\n"
        #expect(throws: Diagnostic.self) { try Self.load(["x.csv": numbers]) }
        #expect(try Self.load(["x.csv": numbers], options: "kind=table,label=1").values == .floats([0.5, 2, 0.25, 3]))
    }

    @Test func textsBecomeCategories() throws {
        let train = "colour,size,label\nred,1,a\nblue,2,b\nred,3,b\n,4,a\n"
        let test = "size,label,colour\n5,a,green\n6,b,blue\n"
        let data = try Self.load(["train.csv": train, "test.csv": test])
        let values = floats(data)
        #expect(data.shape.channels == 3 && data.customaryTestStart == 4)
        #expect(data.features == FeatureColumns([.init(name: "colour", categories: ["blue", "red"]), .init(name: "size")]))
        #expect(values[..<9] == [0, 1, 1, 1, 0, 2, 0, 1, 3])
        #expect(values[9].isNaN && values[10].isNaN && values[11] == 4, "a missing category has no value")
        #expect(values[12...] == [0, 0, 5, 1, 0, 6], "a category that training lacks is none of them; columns go by their names")
        #expect(
            data.origin.notes == [
                "columns of texts become a value for each of their categories in training (one-hot): colour (2)",
                "1 field of categories that training does not have count as none of them",
                "2 values missing (2 of them in training): the training part's mean is taken in their place",
            ])
        // One row, as a trained network is asked.
        let features = try #require(data.features)
        #expect(try features.values(["colour": "blue", "size": "7"]) == [1, 0, 7])
        #expect(try features.values(["size": "?"]).allSatisfy(\.isNaN))
        #expect(try diagnostic { try features.values(["size": "big"]) }.message == "expected a number in column 'size', got 'big'")
    }

    @Test func whatOnlyNumbersRowsOrNamesThemIsNotUsed() throws {
        let rows = (0..<120).map { "\($0),Name \($0),\($0 % 7),\($0 % 2)" }.joined(separator: "\n")
        let data = try Self.load(["x.csv": "id,name,value,label\n" + rows])
        #expect(data.features == FeatureColumns([.init(name: "value")]) && data.count == 120)
        #expect(
            data.origin.notes == [
                "column 'id' is not used: by its name it numbers the rows ('columns' of the options says otherwise)",
                "not used, because they have more than 100 different texts: name",
            ])
        let chosen = try Self.load(["x.csv": "a,b,c,label\n1,2,3,x\n4,5,6,y\n"], options: "columns=c:a")
        #expect(chosen.values == .floats([3, 1, 6, 4]))
    }

    @Test func missingValuesAreSaidAndBecomeTheMean() throws {
        let data = try Self.load(["x.csv": "a,b,label\n1,?,x\n3,10,y\nNA,20,x\n,30,y\n"])
        #expect(
            data.origin.notes == ["3 values missing (3 of them in training): the training part's mean is taken in their place"])
        let normalisation = Normalisation(data, training: [0, 1, 2, 3])
        #expect(normalisation.mean == [2, 20])
        let examples = try PreparedExamples(data, indices: [0, 1, 2, 3], input: data.shape, normalisation: normalisation)
        let scale = Float(1 / (200.0 / 3).squareRoot())
        #expect(examples.gathered([0, 1, 2, 3]) == [-1, 0, 1, -10 * scale, 0, 0, 0, 10 * scale])
    }

    @Test func aColumnSaysTheParts() throws {
        let text = "a,part,label\n1,train,x\n2,test,y\n3,train,y\n4,val,x\n5,test,x\n"
        let data = try Self.load(["x.csv": text], options: "split=part")
        #expect(data.values == .floats([1, 3, 4, 2, 5]) && data.customaryValidationStart == 2 && data.customaryTestStart == 3)
        let problem = try diagnostic { try Self.load(["x.csv": text.replacing("val", with: "later")], options: "split=part") }
        #expect(problem.message == "'later' is no part" && problem.location == SourceLocation(line: 5, column: 3), "\(problem)")
    }

    @Test func theTestPartOfACompetitionHasNoLabels() throws {
        let data = try Self.load(["train.csv": "id,a,label\n1,5,x\n2,6,y\n3,7,x\n", "test.csv": "id,a\n4,8\n"])
        #expect(data.customaryTestStart == nil)
        #expect(data.origin.notes.contains("test.csv has no labels and is not used: a test part is drawn from the rest"))
    }

    @Test func mistakesHaveTheirLine() throws {
        let good = "a,b,label\n1,2,x\n3,4,y\n"
        let cases: [(text: String, words: String, line: Int?, column: Int?)] = [
            ("", "is empty", nil, nil),
            ("a,b,label\n", "holds no rows behind its header", nil, nil),
            (good + "5,6\n", "has 2 fields, the header has 3", 4, 1),
            (good + "5,6,7,x\n", "has 4 fields, the header has 3", 4, 1),
            (good + "5,nan,x\n", "expected a number in column 'b', got 'nan'", 4, 3),
            (good + "5,inf,x\n", "expected a number in column 'b', got 'inf'", 4, 3),
            (good + "-Infinity,6,x\n", "expected a number in column 'a', got '-Infinity'", 4, 1),
            (good + "5,1e39,x\n", "'1e39' in column 'b' is too large", 4, 3),
            (good + "5,6,\n", "the label is missing", 4, 5),
            (good + "5,6,?\n", "the label is missing", 4, 5),
            (good + "5,\"6,x\n", "a quote (\") is left open", 4, 1),
            ("a,a,label\n1,2,x\n", "has two columns called 'a'", 1, 1),
            ("label\nx\ny\n", "has no column besides the label", 1, 1),
            ("a,label\n1,0.5\n2,0.25\n", "label 0.5: fractions are regression", 2, 1),
            ("a,label\n1,x\n2,x\n", "holds one class only, 'x'", nil, nil),
            ("a,b,label\n1,,x\n2,,y\n", "column 'b' has no value in any training example", nil, nil),
            ("a,label\n" + (0..<300).map { "\($0),\($0)" }.joined(separator: "\n"), "has 300 different labels, at most 256", nil, nil),
            ("a\0,label\n", "is no text", nil, nil),
            (
                "a,label\n" + (0..<101).map { "word \($0),\($0 % 2)" }.joined(separator: "\n"), "holds no column of numbers or categories",
                nil, nil
            ),
            (
                "a,b,label\n" + (0..<30).map { "\($0),\($0),\($0 % 2)\n" }.joined() + "5,many,x\n",
                "expected a number in column 'b', got 'many'", 32, 3
            ),
        ]
        for (text, words, line, column) in cases {
            let problem = try diagnostic { try Self.load(["x.csv": text]) }
            #expect(problem.message.contains(words), "\(words): \(problem)")
            #expect(problem.location?.line == line && problem.location?.column == column, "\(problem)")
            #expect(problem.file?.hasSuffix("/x.csv") == true, "\(problem)")
        }
        for options in ["label=lable", "columns=c", "group=g", "split=s"] {
            let problem = try diagnostic { try Self.load(["x.csv": good], options: options) }
            #expect(problem.message.hasPrefix("has no column '") && problem.location?.line == 1, "\(problem)")
        }
        #expect(try diagnostic { try Self.load(["x.csv": good], options: "columns=a:label") }.message.contains("is the label"))
    }

    @Test func otherEncodingsAreRefusedWithTheCommandThatConverts() throws {
        let scratch = try Scratch()
        try scratch.write("latin.csv", Array("a,label\n1,gr".utf8) + [0xFC] + Array("n\n2,rot\n".utf8))
        let latin = try diagnostic { try Dataset.load(folder: scratch.url.appendingPathComponent("latin.csv")) }
        #expect(latin.message == "is not UTF-8 text" && latin.location?.line == 2, "\(latin)")
        #expect(latin.hint?.contains("iconv -f WINDOWS-1252 -t UTF-8 ") == true)
        try scratch.write("wide.csv", [0xFF, 0xFE, 0x61, 0, 0x2C, 0])
        let wide = try diagnostic { try Dataset.load(folder: scratch.url.appendingPathComponent("wide.csv")) }
        #expect(wide.message == "is UTF-16 text" && wide.hint?.contains("iconv -f UTF-16") == true)
    }

    @Test func partsMustAgree() throws {
        let train = "a,b,label\n1,2,x\n3,4,y\n"
        let unknown = try diagnostic { try Self.load(["train.csv": train, "test.csv": "a,b,label\n1,2,z\n"]) }
        #expect(unknown.message == "label 'z' is that of no training example" && unknown.location?.line == 2, "\(unknown)")
        #expect(unknown.file?.hasSuffix("/test.csv") == true)
        let columns = try diagnostic { try Self.load(["train.csv": train, "test.csv": "a,c,label\n1,2,x\n"]) }
        #expect(columns.message == "has no column 'b', which the training part has", "\(columns)")
        let header = try diagnostic { try Self.load(["train.csv": train, "test.csv": "1,2,x\n"]) }
        #expect(header.message == "has no header, the training part has one", "\(header)")
    }

    /// A table whose numbers could be pixels is one of pixels only where it says so.
    @Test func tablesAndPixelsAreTold() throws {
        var rows = ""
        for row in 0..<4 {
            rows += String(row % 2)
            for pixel in 0..<16 { rows += "," + String((pixel * 7 + row) % 256) }
            rows += "\n"
        }
        func header(_ prefix: String) -> String {
            let names = (0..<16).map { prefix + String($0) }
            return "label," + names.joined(separator: ",") + "\n"
        }
        #expect(try Self.load(["x.csv": header("pixel") + rows]).kind == .pictures)
        #expect(try Self.load(["x.csv": header("feature") + rows]).kind == .table)
        #expect(try Self.load(["x.csv": header("pixel") + rows], options: "kind=table").kind == .table)
        #expect(try Self.load(["x.csv": header("feature") + rows], options: "kind=pictures").kind == .pictures)
        let iris = "a,b,c,d,target\n5.1,3.5,1.4,0.2,0\n4.9,3,1.4,0.2,1\n"
        #expect(try Self.load(["x.csv": iris]).kind == .table, "four columns are a square too")
    }

    /// Pieces of the file end anywhere.
    @Test func manyRowsAreRead() throws {
        let rows = 60_000
        var text = "a,b,c,label\n"
        var expected: [Float] = []
        for row in 0..<rows {
            text += "\(row).25,\(-row),\(row % 10)e-3,k\(row % 3)\n"
            let small = Double(row % 10) / 1000
            expected += [Float(row) + 0.25, Float(-row), Float(small)]
        }
        let data = try Self.load(["x.csv": text])
        #expect(data.count == rows)
        #expect(data.values == .floats(expected))
    }
}
