import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

@Suite struct DataOptionsTests {
    @Test func textAndFileSayTheSame() throws {
        let text = try DataOptions("window=2.56s, hop=128,columns=ax:ay:az,label=activity,group=none,rate=50Hz,kind=series")
        #expect(text.window == .seconds(2.56) && text.hop == .moments(128) && text.columns == ["ax", "ay", "az"])
        #expect(text.rate == 50 && text.kind == .series && text.windowLabel == .majority && text.length == nil)
        #expect(try DataOptions(text.text) == text)
        #expect(try JSONDecoder().decode(DataOptions.self, from: JSONEncoder().encode(text)) == text)
        let scratch = try Scratch()
        let yaml = """
            # what it is
            kind: series
            window: 2.56s
            hop: 128
            columns: [ax, ay, az]
            label: activity
            group: none
            rate: 50Hz
            """
        try scratch.write("data.yaml", Array(yaml.utf8))
        #expect(try DataOptions(folder: scratch.url) == text)
        #expect(try DataOptions("hop=64").overridden(by: text) == text && text.overridden(by: DataOptions("hop=64")).hop == .moments(64))
        #expect(DataOptions().isEmpty && DataOptions().text.isEmpty)
    }

    @Test func spansAreTimesOrMoments() throws {
        func span(_ text: String) throws -> SeriesSpan { try SeriesSpan(text, called: "window") }
        #expect(try span("128") == .moments(128) && span("2.56s") == .seconds(2.56) && span("500 ms") == .seconds(0.5))
        #expect(try span("1min").moments(rate: 10) == 600 && span("2.56s").moments(rate: 50) == 128 && span("1s").moments(rate: nil) == nil)
        for text in ["0", "-1", "s", "1.5", "1h", "", "nan s", "99999999999"] {
            #expect(throws: Diagnostic.self, "\(text)") { try span(text) }
        }
    }

    @Test func mistakesOfTheTextAreNamed() throws {
        let cases = [
            ("widow=1", "there is no data option 'widow'"), ("window", "has no value"), ("window=", "has no value"),
            ("window=1,window=2", "given twice"), ("kind=audio", "kind is pictures, series, table or text, got 'audio'"),
            ("rate=-1", "rate is a number of moments per second above 0"), ("length=0", "length is a whole number"),
            ("window_label=mean", "window_label is majority or last"), ("window=1h", "window is a time or a whole number of moments"),
        ]
        for (text, words) in cases {
            let problem = try diagnostic { try DataOptions(text) }
            #expect(problem.message.contains(words), "\(problem)")
        }
        #expect(try diagnostic { try DataOptions("widow=1") }.hint?.contains("did you mean 'window'?") == true)
    }

    /// All of them, each with its line.
    @Test func mistakesOfAFileHaveTheirPlace() throws {
        let scratch = try Scratch()
        try scratch.write("data.yaml", Array("windw: 2s\nrate: fast\nlabel: [a, b]\nclasses: [{a: b}]\nkind: series\n".utf8))
        try scratch.write("x.csv", Array("a,label\n1,x\n".utf8))
        let problem = try diagnostic { try Dataset.load(folder: scratch.url) }
        let all = [problem] + problem.others
        #expect(all.map(\.location?.line) == [1, 2, 3, 4], "\(problem)")
        #expect(all.map(\.location?.column) == [1, 7, 8, 11], "\(problem)")
        #expect(problem.file?.hasSuffix("/data.yaml") == true && problem.hint?.contains("did you mean 'window'?") == true)
        #expect(all[2].message == "label is one word, got a list")
        for text in ["- a\n", "a\n", "kind: series\nkind: table\n", "kind: {series: 1}\n", "label:\n"] {
            try scratch.write("data.yaml", Array(text.utf8))
            #expect(throws: Diagnostic.self, "\(text)") { try Dataset.load(folder: scratch.url) }
        }
        // That of YOLO is about boxes.
        try scratch.write("data.yaml", Array("nc: 2\nnames: [a, b]\ntrain: images\n".utf8))
        #expect(try DataOptions(folder: scratch.url).isEmpty)
    }

    @Test func aFoldersFileIsUsedAndTheCallerGoesBeforeIt() throws {
        let scratch = try Scratch()
        try scratch.write("train.csv", Array("kind,a,b\nx,1,2\ny,3,4\n".utf8))
        try scratch.write("data.yaml", Array("label: kind\ncolumns: [b]\n".utf8))
        let data = try Dataset.load(folder: scratch.url)
        #expect(data.values == .floats([2, 4]) && data.classNames == ["x", "y"])
        let other = try Dataset.load(folder: scratch.url, options: DataOptions("columns=a"))
        #expect(other.values == .floats([1, 3]))
        // What was said comes with the set, so that it can be read again as it is, whatever becomes of the file.
        try scratch.write("data.yaml", Array("label: b\n".utf8))
        #expect(try Dataset.load(folder: scratch.url, options: other.origin.options).fingerprint == other.fingerprint)
    }
}
