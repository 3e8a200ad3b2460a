import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// The same sentences are the same examples, whatever form they come in; the Stanford Sentiment Treebank.
@Suite struct TextFormsAgreeTests {
    private static let folder = SharedData.url("sst2")

    private static func sentences(_ part: String) throws -> [(text: String, label: String)] {
        let text = try String(contentsOf: folder.appendingPathComponent(part + ".tsv"), encoding: .utf8)
        return text.split(separator: "\n").map { line in
            let fields = line.split(separator: "\t")
            return (String(fields[0]), String(fields[1]))
        }
    }

    private static func csv(_ sentences: [(text: String, label: String)]) -> String {
        "label,sentence\n" + sentences.map { "\($0.label),\"\($0.text.replacing("\"", with: "\"\""))\"\n" }.joined()
    }

    @Test(.enabled(if: SharedData.exists("sst2"), "needs ../shared/data/sst2")) func countsOfTheTreebank() throws {
        let data = try Dataset.load(folder: Self.folder)
        #expect(data.kind == .text && data.count == 6920 + 872 + 1821 && data.classNames == ["0", "1"])
        #expect(data.customaryValidationStart == 6920 && data.customaryTestStart == 7792)
        #expect(data.text(7792) == "no movement , no yuks , not much of anything" && data.labels[7792] == 0)
        let ones = (0..<6920).count { data.labels[$0] == 1 }
        #expect(try ones == Self.sentences("train").count { $0.label == "1" })
        let lengths = try TextLengths(data, DataSplit(data, seed: 1).training)
        let words = try Self.sentences("train").map { $0.text.split(separator: " ").count }.sorted()
        #expect(lengths.words.longest == words.last && lengths.words.median == words[words.count / 2 - 1])
        #expect(try lengths.vocabulary == Set(Self.sentences("train").flatMap { $0.text.split(separator: " ") }).count)
        #expect(try data.shape.width == Self.sentences("train").map { $0.text.utf8.count }.max())
    }

    @Test(.enabled(if: SharedData.exists("sst2"), "needs ../shared/data/sst2")) func formsOfTheTreebankAgree() throws {
        let data = try Dataset.load(folder: Self.folder)
        var forms: [String: [String: String]] = ["csv": [:], "header": [:], "label first": [:], "carriage returns": [:]]
        for part in ["train", "dev", "test"] {
            let sentences = try Self.sentences(part)
            let lines = sentences.map { "\($0.text)\t\($0.label)\n" }.joined()
            forms["csv"]?[part + ".csv"] = Self.csv(sentences)
            forms["header"]?[part + ".tsv"] = "sentence\tlabel\n" + lines
            forms["label first"]?[part + ".txt"] = sentences.map { "\($0.label)\t\($0.text)\n" }.joined()
            forms["carriage returns"]?[part + ".tsv"] = lines.replacing("\n", with: "\r\n")
        }
        for (form, files) in forms { #expect(try WrittenTexts.load(files).fingerprint == data.fingerprint, "\(form)") }

        // Class by class, and so in another order.
        let train = try Self.sentences("train")
        func all(_ data: Dataset, _ range: Range<Int>) -> [String] { range.map { data.fingerprint(ofExample: $0).description }.sorted() }
        let whole = all(data, 0..<6920)
        var files: [String: String] = [:]
        for label in ["0", "1"] { files[label + ".txt"] = train.filter { $0.label == label }.map { $0.text + "\n" }.joined() }
        let byClass = try WrittenTexts.load(files)
        #expect(all(byClass, 0..<byClass.count) == whole)
        var folders: [String: String] = [:]
        for (number, one) in train.enumerated() { folders["\(one.label)/\(number).txt"] = one.text + "\n" }
        let inFolders = try WrittenTexts.load(folders)
        #expect(all(inFolders, 0..<inFolders.count) == whole)
        #expect(inFolders.fingerprint != data.fingerprint && byClass.count == 6920)
    }

    @Test func lengthsAndWordsAreCounted() throws {
        let data = try WrittenTexts.load(["x.tsv": "ein schöner Tag\ta\nein Tag\tb\n👨‍👩‍👧 👍 ok x\ta\nTag tag\tb\n"])
        let lengths = TextLengths(data, Array(0..<4))
        #expect(lengths.characters == .init([15, 7, 8, 7]) && lengths.words == .init([3, 2, 4, 2]))
        #expect(lengths.vocabulary == 8 && lengths.words.median == 2 && lengths.words.most == 4 && lengths.words.longest == 4)
    }
}
