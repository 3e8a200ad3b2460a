import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// Texts in a file for each class, and in a file for each text.
@Suite struct TextFolderTests {
    @Test func aFileIsAClassAndALineAText() throws {
        let data = try WrittenTexts.load([
            "pos.txt": "a fine film\n\nwarm and wise\r\n", "neg.txt": "it is a mess\n", "README.txt": "what this is", "x.html": "<p>",
        ])
        #expect(data.kind == .text && data.origin.form == "texts in files")
        #expect(data.labelledTexts == ["neg: it is a mess", "pos: a fine film", "pos: warm and wise"])
        #expect(data.origin.notes.contains("a file is a class, and a line of it a text: neg.txt, pos.txt"))
        #expect(data.origin.notes.contains("not used: README.txt, x.html"))
        let polarity = try WrittenTexts.load(["rt-polarity.pos": "a fine film\nwarm and wise\n", "rt-polarity.neg": "it is a mess\n"])
        #expect(polarity.fingerprint == data.fingerprint && polarity.classNames == ["neg", "pos"])
        // The original is in Latin-1.
        let latin = try diagnostic {
            try WrittenTexts.load(bytes: [
                "rt.pos": Array("a fine film\ncaf".utf8) + [0xE9, 0x20, 0x61, 0x0A], "rt.neg": Array("it is a mess\n".utf8),
            ])
        }
        #expect(latin.message == "is not UTF-8 text" && latin.location?.line == 2 && latin.location?.column == 4)
        #expect(latin.file?.hasSuffix("rt.pos") == true && latin.hint?.contains("iconv") == true)
        let empty = try diagnostic { try WrittenTexts.load(["pos.txt": "a fine film\n", "neg.txt": "\n"], options: "kind=text") }
        #expect(empty.message == "holds no texts" && empty.file?.hasSuffix("neg.txt") == true)
    }

    @Test func aFolderIsAClassAndAFileAText() throws {
        let files = [
            "train/pos/0_9.txt": "a fine film\r\nof two lines\n", "train/pos/1_8.txt": "warm and wise",
            "train/neg/0_1.txt": "it is a mess\n",
            "train/unsup/0_0.txt": "of no class", "train/urls_pos.txt": "http://x", "train/labeledBow.feat": "9 0:9", "imdb.vocab": "the",
            "test/pos/0_10.txt": "superb\n", "test/neg/0_2.txt": "dull\n", "README": "x", "train/pos/x.feat": "1",
            "train/neg/1_1.txt": " \n",
        ]
        let data = try WrittenTexts.load(files)
        #expect(data.kind == .text && data.origin.form == "folders of texts" && data.customaryTestStart == 3)
        #expect(
            data.labelledTexts == [
                "neg: it is a mess", "pos: a fine film\nof two lines", "pos: warm and wise", "neg: dull", "pos: superb",
            ])
        #expect(data.origin.notes.contains("unsup/ is no class and is left out"))
        #expect(data.origin.notes.contains("x.feat is no text and is left out"))
        #expect(data.origin.notes.contains("1 example without a text left out (1_1.txt)"))
        // The twenty newsgroups have numbers for names, in folders that say their part.
        let news = try WrittenTexts.load([
            "20news-bydate-train/alt.atheism/53068": "From: a\n\nHello there.", "20news-bydate-train/sci.space/60115": "Launch it.",
            "20news-bydate-test/alt.atheism/53069": "What?", "20news-bydate-test/sci.space/60116": "Up there.",
        ])
        #expect(news.classNames == ["alt.atheism", "sci.space"] && news.customaryTestStart == 2)
    }

    @Test func otherFoldersAreWhatTheyWere() throws {
        // Captions and boxes beside pictures, measurements, lists of names beside sounds.
        let png = try #require(Data(base64Encoded: WrittenTextFolders.png).map { [UInt8]($0) })
        let pictures = try WrittenTexts.load(bytes: [
            "a/1.png": png, "b/1.png": png, "a/1.txt": Array("a caption of words".utf8),
            "classes.txt": Array("one thing\ntwo things\n".utf8),
            "notes.txt": Array("some words here\n".utf8),
        ])
        #expect(pictures.kind == .pictures)
        let numbers = try diagnostic {
            try WrittenTexts.load(["train/X_train.txt": "0.1 0.2\n", "a/b.txt": "1 2 3\n", "c/d.txt": "4 5 6\n"])
        }
        #expect(numbers.message.hasPrefix("holds no data set in a known form"))
        let document = try diagnostic { try WrittenTexts.load(["a/1.txt": "some words", "a/2.docx": "PK", "b/1.txt": "more words"]) }
        #expect(document.message.hasPrefix("is a document of a word processor") && document.file?.hasSuffix("a/2.docx") == true)
        let lacking = try diagnostic {
            try WrittenTexts.load(["train/a/1.txt": "w x", "train/b/1.txt": "y z", "test/a/1.txt": "w", "test/c/1.txt": "v"])
        }
        #expect(lacking.message == "is a class that training lacks")
        let one = try diagnostic { try WrittenTexts.load(["train/a/1.txt": "w x", "test/a/1.txt": "w"]) }
        #expect(one.message.hasPrefix("holds one class only"))
        let utf16 = try diagnostic {
            try WrittenTexts.load(bytes: ["a/1.txt": [0xFF, 0xFE, 0x61, 0], "a/2.txt": [0x61], "b/1.txt": [0x62]])
        }
        #expect(utf16.message == "is UTF-16 text" && utf16.file?.hasSuffix("a/1.txt") == true)
    }
}

enum WrittenTextFolders {
    /// Four by four grey pixels.
    static let png = "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAAAAACMmsGiAAAAD0lEQVR4nGNgZGJmYUAlAAGQACmxNHRBAAAAAElFTkSuQmCC"
}
