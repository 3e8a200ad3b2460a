import Foundation
import Support
import TestSupport
import Testing

@testable import Datasets

/// What people have instead of texts that can be read: one error each, with its place.
@Suite struct BrokenTextTests {
    private struct Case: CustomTestStringConvertible, Sendable {
        var name = "x.tsv"
        let bytes: [UInt8]
        let message: String
        var line: Int?
        var hint = ""
        var options = ""
        var testDescription: String { message }

        init(_ text: String, _ message: String, line: Int? = nil, name: String = "x.tsv", hint: String = "", options: String = "") {
            self.init(bytes: Array(text.utf8), message, line: line, name: name, hint: hint, options: options)
        }

        init(bytes: [UInt8], _ message: String, line: Int? = nil, name: String = "x.tsv", hint: String = "", options: String = "") {
            (self.bytes, self.message, self.line, self.name, self.hint, self.options) = (bytes, message, line, name, hint, options)
        }
    }

    private static let good = "one two three\ta\nfour five six\tb\n"

    private static func utf16(_ text: String, littleEndian: Bool) -> [UInt8] {
        text.utf16.flatMap { littleEndian ? [UInt8($0 & 255), UInt8($0 >> 8)] : [UInt8($0 >> 8), UInt8($0 & 255)] }
    }

    private static let cases: [Case] = [
        Case(
            bytes: Array(good.utf8) + [0x63, 0x61, 0x66, 0xE9] + Array(" au lait\ta\n".utf8), "is not UTF-8 text", line: 3,
            hint: "iconv -f WINDOWS-1252 -t UTF-8"),
        Case(bytes: [0xFF, 0xFE] + utf16(good, littleEndian: true), "is UTF-16 text", hint: "iconv -f UTF-16 -t UTF-8"),
        Case(bytes: [0xFE, 0xFF] + utf16(good, littleEndian: false), "is UTF-16 text", name: "x.txt", hint: "iconv -f UTF-16"),
        Case(bytes: utf16(good, littleEndian: true), "is UTF-16 text", line: 1, name: "x.txt", hint: "iconv -f UTF-16LE"),
        Case(good + "se\u{0}ven eight nine\ta\n", "has a byte of zero, which no text has", line: 3),
        Case(good + "seven eight\n", "has 1 field, the first line has 2", line: 3, hint: "broken into several lines"),
        Case(good + "seven\teight\ta\n", "has 3 fields, the first line has 2", line: 3, hint: "a tab in a text"),
        Case("text,label\none two three,a\nfour, five,b\n", "has 3 fields, the header has 2", line: 3, name: "x.csv", hint: "needs quotes"),
        Case(
            "text,label\none two three,a\n\"four five,b\nsix seven eight,a\n", "a quote (\") is left open", line: 3, name: "x.csv",
            hint: "written twice"),
        Case("", "is empty", name: "x.txt"), Case("\n \n", "is empty", name: "x.txt"),
        Case("text\tlabel\n", "holds no rows behind its header", options: "kind=text"),
        Case(good + "seven eight\t\n", "the label is missing", line: 3),
        Case("one two three\t0.5\nfour five six\t0.25\n", "label 0.5: fractions are regression", line: 1),
        Case("one two three\ta\nfour five six\ta\n", "holds one class only, 'a'"),
        Case("one two three\ta;b\nfour five six\ta\nseven eight\tb\n", "label 'a;b' names several classes", line: 1),
        Case(
            (0..<600).map { "this is text number \($0)\tclass\($0 % 300)\n" }.joined(),
            "has 300 different labels, at most 256 classes can be learned"),
        Case("a line of words\nand another one\n", "has no label behind its texts", line: 1, name: "x.txt", hint: "pos.txt"),
        Case("__label__a one two\n__label__b three\n", "has no label behind its texts", line: 1, name: "x.txt", hint: "sed -E"),
        Case("text,text,label\none two three,four five six,a\n", "has two columns called 'text'", line: 1, name: "x.csv"),
        Case(good, "has no column 'mark' (label)", line: 1, options: "kind=text,label=mark"),
        Case(good, "the data option 'window' says nothing about this form of data", options: "kind=text,window=2"),
    ]

    @Test(arguments: cases) private func oneErrorWithItsPlace(_ one: Case) throws {
        let problem = try diagnostic { try WrittenTexts.load(bytes: [one.name: one.bytes], options: one.options) }
        #expect(problem.message.hasPrefix(one.message), "\(problem)")
        #expect(problem.location?.line == one.line, "\(problem)")
        #expect(problem.file?.hasSuffix(one.name) == true, "\(problem)")
        #expect(one.hint.isEmpty || problem.hint?.contains(one.hint) == true, "\(problem)")
    }

    @Test func aClassOfTheTestPartAloneIsRefused() throws {
        let problem = try diagnostic { try WrittenTexts.load(["train.tsv": Self.good, "test.tsv": "seven eight\tc\n"]) }
        #expect(problem.message == "label 'c' is that of no training example" && problem.location?.line == 1)
        #expect(problem.file?.hasSuffix("test.tsv") == true)
        let header = try diagnostic { try WrittenTexts.load(["train.tsv": "text\tlabel\n" + Self.good, "dev.tsv": Self.good]) }
        #expect(header.message == "has no header, the training part has one" && header.file?.hasSuffix("dev.tsv") == true)
    }

    @Test func aLineOfAHundredMegabytesIsBounded() throws {
        let scratch = try Scratch()
        let url = scratch.url.appendingPathComponent("x.tsv")
        var bytes = Array(Self.good.utf8)
        bytes += [UInt8](repeating: UInt8(ascii: "x"), count: 100 << 20)
        try Data(bytes).write(to: url)
        let problem = try diagnostic { try Dataset.load(folder: url) }
        #expect(problem.message.hasPrefix("line 3 has more than 64 MiB"))
        // So is a quote that nothing closes.
        var quoted = Array("text,label\none two three,a\n\"".utf8)
        for _ in 0..<(20 << 10) { quoted += [UInt8](repeating: UInt8(ascii: "y"), count: 1023) + [10] }
        try Data(quoted).write(to: scratch.url.appendingPathComponent("y.csv"))
        let open = try diagnostic { try Dataset.load(folder: scratch.url.appendingPathComponent("y.csv")) }
        #expect(open.message == "a quote (\") is left open" && open.location?.line == 3)
    }

    @Test func formsThatAreNotReadSayWhatToDo() throws {
        for (name, message, hint) in [
            ("x.jsonl", "is JSON, a record a line, which is not read", "jq -r '[.text, .label] | @tsv' x.jsonl > x.tsv"),
            ("x.json", "is JSON, which is not read", "jq -r '.[] | [.text, .label] | @tsv' x.json > x.tsv"),
            ("x.xml", "is XML", "xmlstarlet"), ("x.parquet", "is Parquet", "duckdb -c \"COPY 'x.parquet' TO 'x.csv' (HEADER)\""),
            ("x.docx", "is a document of a word processor", "pandoc"), ("x.pdf", "is a PDF document", "pdftotext x.pdf x.txt"),
            ("x.xlsx", "is a spreadsheet", "CSV in UTF-8"), ("x.pkl", "is a Python pickle, which is a program", "NumPy"),
        ] {
            let problem = try diagnostic { try WrittenTexts.load(bytes: [name: [1, 2, 3]]) }
            #expect(problem.message.hasPrefix(message) && problem.hint?.contains(hint) == true, "\(problem)")
        }
        let folder = try diagnostic { try WrittenTexts.load(["train.jsonl": "{}", "test.jsonl": "{}"]) }
        #expect(folder.message == "holds JSON, a record a line, test.jsonl, which is not read, but no data set")
    }
}
