import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// Files of texts as a test writes them, and the set that is read of them.
enum WrittenTexts {
    /// - Parameter files: contents by name; a single one is given as a file, several as a folder.
    static func load(_ files: [String: String], options: String = "") throws -> Dataset {
        try load(bytes: files.mapValues { Array($0.utf8) }, options: options)
    }

    static func load(bytes files: [String: [UInt8]], options: String = "") throws -> Dataset {
        let scratch = try Scratch()
        for (name, bytes) in files { try scratch.write(name, bytes) }
        let only = files.count == 1 && !files.keys.contains { $0.contains("/") } ? files.keys.first : nil
        let place = only.map(scratch.url.appendingPathComponent) ?? scratch.url
        return try Dataset.load(folder: place, name: "texts", options: DataOptions(options))
    }
}

extension Dataset {
    /// A text; of other kinds nothing.
    func text(_ index: Int) -> String { kind == .text ? text(ofExample: index) : "" }

    /// All texts with the names of their classes.
    var labelledTexts: [String] { (0..<count).map { "\(classNames[Int(labels[$0])]): \(text($0))" } }
}

/// Tables with a text a row.
@Suite struct TextTableTests {
    static let lines = "a fine film\t1\nno laughs at all , sadly\t0\nwarm and wise\t1\nit is a mess\t0\n"

    /// Short texts that come again and again are no categories of a table, and their first line is no header.
    @Test(
        arguments: [["yes, please\tpos", "oh, no\tneg"], ["good\tpos", "bad\tneg", "fine\tpos"], ["good\t1", "bad\t0"]],
        ["tsv", "tab"])
    func linesOfShortTextsAreTextsToo(lines: [String], ending: String) throws {
        let text = (0..<60).map { lines[$0 % lines.count] + "\n" }.joined()
        let data = try WrittenTexts.load(["x.\(ending)": text])
        #expect(data.kind == .text && data.count == 60 && data.classes == 2)
        #expect(data.text(0) == lines[0].split(separator: "\t")[0])
    }

    /// Commas within columns that tabs part.
    @Test func aTableBetweenTabsStaysATable() throws {
        let data = try WrittenTexts.load([
            "x.tsv": "a, b, c\tsize\tlabel\n" + (0..<20).map { "\($0 % 3), 1, 2\t\($0)\t\(["x", "y"][$0 % 2])\n" }.joined()
        ])
        #expect(data.kind == .table && data.count == 20 && data.classNames == ["x", "y"] && data.shape.channels == 4)
    }

    @Test func linesOfTextTabLabelAreRead() throws {
        let data = try WrittenTexts.load(["reviews.tsv": Self.lines])
        #expect(data.kind == .text && data.shape == Shape(height: 1, width: 24, channels: 1) && data.classNames == ["0", "1"])
        #expect(data.labels == [1, 0, 1, 0] && data.features == nil && data.images.isEmpty)
        #expect(data.labelledTexts == ["1: a fine film", "0: no laughs at all , sadly", "1: warm and wise", "0: it is a mess"])
        guard case .bytes(let bytes) = data.values else { throw CancellationError() }
        #expect(bytes[..<24] == ArraySlice(Array("a fine film".utf8) + [UInt8](repeating: 0, count: 13)), "zeros behind its end")
        for (name, text) in [
            ("reviews.txt", Self.lines), ("r.tsv", Self.lines.replacing("\n", with: "\r\n")), ("r.tsv", "\u{FEFF}" + Self.lines),
            ("r.tsv", "\n\n" + Self.lines + "\n\n"), ("r.tsv", "sentence\tlabel\n" + Self.lines), ("reviews", Self.lines),
            ("r.csv", "text,label\na fine film,1\n\"no laughs at all , sadly\",0\nwarm and wise,1\n\"it is a mess\",0\n"),
            ("r.csv", "label;text\n1;a fine film\n0;no laughs at all , sadly\n1;warm and wise\n0;it is a mess\n"),
            ("r.txt", "1\ta fine film\n0\tno laughs at all , sadly\n1\twarm and wise\n0\tit is a mess\n"),
        ] {
            let other = try WrittenTexts.load([name: text])
            #expect(other.fingerprint == data.fingerprint, "\(name): \(text)")
        }
        #expect(try WrittenTexts.load(["r.tsv": Self.lines.replacing("fine", with: "Fine")]).fingerprint != data.fingerprint)
    }

    @Test func labelsMayBeNamesWithoutAHeader() throws {
        let spam = "ham\tGo until jurong point , crazy\nspam\tWINNER ! you have won\nham\t\"Nah I do n't think he goes\nham\tok lar\n"
        let data = try WrittenTexts.load(["SMSSpamCollection": spam])
        #expect(data.classNames == ["ham", "spam"] && data.count == 4)
        #expect(data.text(2) == "\"Nah I do n't think he goes", "a quote between tabs is part of the text")
        // A header that no name gives away: no other row has that label.
        let rows = (0..<12).map { "this is message number \($0 % 2 == 0 ? "one" : "two") \($0)\t\($0 % 3 == 0 ? "yes" : "no")" }
        #expect(try WrittenTexts.load(["x.tsv": "was heard\tanswer\n" + rows.joined(separator: "\n")]).count == 12)
        #expect(try WrittenTexts.load(["x.tsv": rows.joined(separator: "\n")]).count == 12)
    }

    @Test func quotesAreResolvedWhereTheyAreNoText() throws {
        let csv =
            "review,sentiment\n\"He said \"\"no\"\" ,\nthen left\",negative\n\"A \"\"must\"\" see\",positive\nfine \"as\" is,positive\n"
        let data = try WrittenTexts.load(["imdb.csv": csv])
        #expect(
            data.labelledTexts == ["negative: He said \"no\" ,\nthen left", "positive: A \"must\" see", "positive: fine \"as\" is"])
        #expect(try WrittenTexts.load(["imdb.csv": csv.replacing("\n", with: "\r\n")]).fingerprint == data.fingerprint)
        // As pandas writes them with tabs: what could not be written without quotes has them.
        let tabs =
            "review\tsentiment\n\"He said \"\"no\"\" ,\nthen left\"\tnegative\n\"A \"\"must\"\" see\"\tpositive\nfine \"as\" is\tpositive\n"
        #expect(try WrittenTexts.load(["imdb.tsv": tabs]).fingerprint == data.fingerprint)
        let quoted = tabs.replacing("fine \"as\" is", with: "\"fine \"\"as\"\" is\"")
        #expect(try WrittenTexts.load(["imdb.tsv": quoted]).fingerprint == data.fingerprint)
        // As others do: all of them, or none.
        let all = "\"text\"\t\"label\"\n\"one two three\"\t\"a\"\n\"four five six\"\t\"b\"\n\"seven eight nine\"\t\"a\"\n"
        #expect(try WrittenTexts.load(["x.tsv": all]).labelledTexts == ["a: one two three", "b: four five six", "a: seven eight nine"])
        let some = try WrittenTexts.load(["x.tsv": "\"one two three\"\ta\nfour \"five six\"\tb\n\"seven\" eight nine\ta\n"])
        #expect(some.labelledTexts == ["a: \"one two three\"", "b: four \"five six\"", "a: \"seven\" eight nine"])
    }

    @Test func partsAreThoseThatTheirOwnerMade() throws {
        let train = "sentence\tlabel\nhide new secretions \t0\na gem of a film \t1\nall too long , alas \t0\n"
        let dev = "sentence\tlabel\nit 's charming all the way \t1\n"
        let data = try WrittenTexts.load([
            "train.tsv": train, "dev.tsv": dev, "test.tsv": "index\tsentence\n0\tuneasy mishmash of styles\n",
        ])
        #expect(data.count == 4 && data.customaryValidationStart == 3 && data.customaryTestStart == nil)
        #expect(data.text(0) == "hide new secretions ", "blanks stay as they are")
        #expect(data.origin.notes.contains("test.tsv has no labels and is not used: a test part is drawn from the rest"))
        let kept = try WrittenTexts.load(["train.tsv": train, "test.tsv": "sentence\tlabel\nuneasy mishmash of styles\t-1\nso it is\t-1\n"])
        #expect(kept.count == 3 && kept.origin.notes.contains { $0.hasPrefix("test.tsv has no labels but -1") })
        let other = try WrittenTexts.load(["train.tsv": train, "test.tsv": "label\tsentence\n1\tcharming , all of it\n"])
        #expect(other.customaryTestStart == 3 && other.labelledTexts[3] == "1: charming , all of it", "columns go by their names")
        let column = "part,text,label\ntrain,one two three,a\ntest,four five six,b\ndev,seven eight nine,a\ntrain,ten eleven twelve,b\n"
        let split = try WrittenTexts.load(["x.csv": column], options: "split=part")
        #expect(split.labels == [0, 1, 0, 1] && split.customaryValidationStart == 2 && split.customaryTestStart == 3)
    }

    @Test func severalColumnsOfTextsAreJoined() throws {
        let news = """
            Class Index,Title,Description
            3,Wall St. Bears Claw Back,"Short-sellers, Wall Street's dwindling band, are seeing green"
            4,Comets may hold the key,Scientists say that comets carry what life is made of
            3,Oil prices soar to record,Crude climbs as exports halt in the south
            4,New phones are thinner still,The makers leave out what nobody has asked for

            """
        let data = try WrittenTexts.load(["ag.csv": news])
        #expect(data.classNames == ["3", "4"])
        #expect(data.text(2) == "Oil prices soar to record Crude climbs as exports halt in the south")
        #expect(data.origin.notes.contains("the columns of texts are joined by a space ('columns' of the options names those that count)"))
        let titles = try WrittenTexts.load(["ag.csv": news], options: "columns=Title")
        #expect(titles.text(2) == "Oil prices soar to record" && titles.origin.notes.contains("not used: 'Description'"))
    }

    @Test func groupsStayTogether() throws {
        let rows = (0..<60).map { "author \($0 / 6),it was number \($0) that they wrote of,\($0 % 2 == 0 ? "a" : "b")" }
        let text = "author,text,label\n" + rows.joined(separator: "\n")
        let data = try WrittenTexts.load(["x.csv": text])
        #expect(data.groups?.count == 60 && Set(data.groups ?? []).count == 10)
        let split = try DataSplit(data, seed: 3)
        let groups = try #require(data.groups)
        #expect(Set(split.training.map { groups[$0] }).isDisjoint(with: split.test.indices.map { groups[$0] }))
        #expect(try WrittenTexts.load(["x.csv": text], options: "group=none").groups == nil)
        let both = try WrittenTexts.load(["train.csv": text, "test.csv": text], options: "group=author")
        #expect(both.origin.notes.contains { $0.hasPrefix("10 groups of training are in test or validation too ('author 0' ...)") })
    }

    @Test func lengthsAreThoseOfTrainingOrTheOption() throws {
        let long = String(repeating: "ä", count: 1500)
        let data = try WrittenTexts.load(["x.tsv": "one two three four five\ta\n" + long + "\tb\nx y z\ta\n"])
        #expect(data.shape.width == 2048 && data.text(1).count == 1024)
        #expect(data.origin.notes.contains("1 text of over 2048 bytes (up to 3000) cut to their first 2048 (length= says otherwise)"))
        let short = try WrittenTexts.load(["x.tsv": "one two three four five\ta\n" + long + "\tb\nx y z\ta\n"], options: "length=5")
        #expect(short.shape.width == 5 && (0..<3).map { short.text($0) } == ["one t", "ää", "x y z"], "no half of a character")
        let whole = try WrittenTexts.load(["x.tsv": "one two three four five\ta\n" + long + "\tb\n"], options: "length=4000")
        #expect(whole.shape.width == 4000 && whole.text(1) == long)
        // A longer one in the test part is cut to what training has.
        let parts = try WrittenTexts.load(["train.tsv": "one two three\ta\nfour five six\tb\n", "test.tsv": "five six seven eight\ta\n"])
        #expect(parts.shape.width == 13 && parts.text(2) == "five six seve")
        #expect(try diagnostic { try WrittenTexts.load(["x.tsv": Self.lines], options: "length=1s") }.message.contains("bytes for texts"))
        // As a network that was trained on texts of other lengths takes them.
        let scratch = try Scratch()
        try scratch.write("r.tsv", Array(Self.lines.utf8))
        let form = ExampleForm(
            kind: .text, shape: Shape(height: 1, width: 7, channels: 1), features: nil, classNames: ["0", "1"], options: DataOptions())
        #expect(try Dataset.load(folder: scratch.url.appendingPathComponent("r.tsv"), like: form).shape.width == 7)
        let unread = try diagnostic { try UnlabelledExamples.batches(at: scratch.url.path + "/r.tsv", like: form) }
        #expect(unread.message == "no network takes texts yet")
    }

    @Test func whatIsRepeatedOrEmptyIsSaid() throws {
        let train = "one two three\ta\nfour five six\tb\none two three\ta\nfour five six\ta\n \ta\nseven eight nine\tb\n"
        let test = "one two three\ta\nnew ones here\tb\n"
        let data = try WrittenTexts.load(["train.tsv": train, "test.tsv": test])
        #expect(data.count == 7)
        #expect(data.origin.notes.contains("1 text of test is in training too: it flatters the accuracy there"))
        #expect(data.origin.notes.contains("1 text of training has several labels"))
        #expect(data.origin.notes.contains("1 example without a text left out (line 5 of train.tsv)"))
        #expect(data.origin.notes.contains { $0.hasPrefix("2 texts of training repeat earlier ones") })
        let some = try WrittenTexts.load(["x.tsv": "one two three\ta\nfour five six\tb\nseven eight nine\tc\n"], options: "classes=a:c")
        #expect(some.classNames == ["a", "c"] && some.origin.notes.contains("1 example of other classes left out"))
    }
}
