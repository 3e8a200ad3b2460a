import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// Which tables are tables of texts, and which are ones of numbers and categories.
@Suite struct TextKindTests {
    private static func rows(_ count: Int, _ row: (Int) -> String) -> String { (0..<count).map(row).joined(separator: "\n") }

    private static let names = ["Braund, Mr. Owen Harris", "Heikkinen, Miss. Laina", "Allen, Mr. William Henry", "Moran, Mr. James"]

    @Test func aTableWithANameOrACommentStaysATable() throws {
        let titanic =
            "PassengerId,Survived,Pclass,Name,Sex,Age\n"
            + Self.rows(150) {
                "\($0),\($0 % 2),\($0 % 3 + 1),\"\(Self.names[$0 % 4]) the \($0)th\",\($0 % 2 == 0 ? "male" : "female"),\($0 % 70)"
            }
        let data = try WrittenTexts.load(["titanic.csv": titanic], options: "label=Survived")
        #expect(data.kind == .table && data.features?.columns.map(\.name) == ["PassengerId", "Pclass", "Sex", "Age"])
        let comments =
            "weight,comment,label\n" + Self.rows(150) { "\($0),the customer number \($0) was rather happy,\($0 % 2 == 0 ? "a" : "b")" }
        let table = try WrittenTexts.load(["x.csv": comments])
        #expect(table.kind == .table && table.features?.columns.map(\.name) == ["weight"])
        #expect(table.origin.notes.contains { $0.hasPrefix("not used, because they have more than 100 different texts: comment") })
        let text = try WrittenTexts.load(["x.csv": comments], options: "kind=text")
        #expect(text.kind == .text && text.text(7) == "the customer number 7 was rather happy")
        #expect(text.origin.notes.contains("not used: 'weight'"))
        // Categories of several words are no texts.
        let categories =
            "colour,size,label\n" + Self.rows(60) { "\(["very dark red", "very light blue", "pale green grey"][$0 % 3]),\($0),\($0 % 2)" }
        #expect(try WrittenTexts.load(["x.csv": categories]).kind == .table)
        // Nor are columns that are named.
        let named = try WrittenTexts.load(["x.csv": "a,b,label\n1,2,x\n3,4,y\n5,6,x\n"], options: "columns=a:b,label=label")
        #expect(named.kind == .table && named.shape.channels == 2)
        #expect(try WrittenTexts.load(["iris.csv": "width,height,species\n1.5,2,a\n3,4,b\n"]).kind == .table)
    }

    @Test func aTextBesideWhatOnlyNamesRowsIsOneOfTexts() throws {
        let ids = "id,text,label\n" + Self.rows(50) { "\($0),what number \($0) has to say,\($0 % 2)" }
        #expect(try WrittenTexts.load(["x.csv": ids]).kind == .text)
        let tweets =
            "tweet_id,created_at,user,content,sentiment\n"
            + Self.rows(50) {
                "\(570_306_133_677_760_513 + $0),2015-02-24 11:35:\($0) -0800,user\($0 % 7),this is what tweet \($0) says,\($0 % 2 == 0 ? "neg" : "pos")"
            }
        let data = try WrittenTexts.load(["Tweets.csv": tweets])
        #expect(data.kind == .text && data.classNames == ["neg", "pos"] && Set(data.groups ?? []).count == 7)
        #expect(data.text(3) == "this is what tweet 3 says")
        #expect(data.origin.notes.contains("not used: 'tweet_id', 'created_at'"))
        // A column that is called text is meant, whatever stands beside it.
        let rated =
            "text,airline,retweets,label\n" + Self.rows(50) { "we are number \($0) in line,\(["A", "B"][$0 % 2]),\($0 % 5),\($0 % 2)" }
        #expect(try WrittenTexts.load(["x.csv": rated]).kind == .text)
        #expect(try WrittenTexts.load(["x.csv": rated], options: "kind=table").kind == .table)
        // Scripts without blanks have words too.
        let chinese = "review,label\n" + Self.rows(20) { "这部电影非常好看第\($0)次,\($0 % 2)" }
        #expect(try WrittenTexts.load(["x.csv": chinese]).kind == .text)
        let series = "recording,time,x,label\n" + Self.rows(40) { "\($0 / 10),\($0 % 10),\($0),\($0 / 10 % 2)" }
        #expect(try WrittenTexts.load(["x.csv": series]).kind == .series)
    }

    @Test func theLabelIsFoundOrAskedFor() throws {
        let two =
            "source\ttext\tmark\n" + Self.rows(40) { "\(["a", "b"][$0 % 2])\twhat number \($0) has to say\t\(["x", "y"][$0 / 2 % 2])" }
        let problem = try diagnostic { try WrittenTexts.load(["x.tsv": two]) }
        #expect(problem.message == "several columns may be the label: 'source', 'mark'" && problem.hint?.contains("label=") == true)
        #expect(try WrittenTexts.load(["x.tsv": two], options: "label=mark").classNames == ["x", "y"])
        let toxic = "id,comment_text,toxic,obscene\n" + Self.rows(40) { "\($0),what number \($0) has to say,\($0 % 2),\($0 / 2 % 2)" }
        let several = try diagnostic { try WrittenTexts.load(["x.csv": toxic]) }
        #expect(several.message.hasPrefix("columns of zeros and ones are several labels for one text ('toxic' ...)"))
        #expect(try WrittenTexts.load(["x.csv": toxic], options: "label=toxic").classNames == ["0", "1"])
        // In the order of the classes, the beginning of a long file has one.
        let sorted = Self.rows(20_000) { "what number \($0) has to say\t\($0 < 10_000 ? "neg" : "pos")" }
        #expect(try WrittenTexts.load(["x.tsv": sorted]).classNames == ["neg", "pos"])
        let unlabelled = try diagnostic {
            try WrittenTexts.load(["x.csv": "id,text\n" + Self.rows(40) { "\($0),what number \($0) has to say" }])
        }
        #expect(unlabelled.message == "has no column of labels")
    }
}
