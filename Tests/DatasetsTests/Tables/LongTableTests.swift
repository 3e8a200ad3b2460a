import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// Tables with a row a moment.
@Suite struct LongTableTests {
    private func load(_ files: [String: String], options: String = "") throws -> Dataset {
        try TableReaderTests.load(files, options: options)
    }

    private func floats(_ data: Dataset) -> [Float] { if case .floats(let values) = data.values { values } else { [] } }

    /// Two recordings, interleaved, of 3 and 2 moments.
    private let short = "recording,step,x,y,label\n0,0,1,10,walk\n1,0,5,50,run\n0,1,2,20,walk\n0,2,3,30,walk\n1,1,6,60,run\n"

    @Test func aRecordingIsAnExample() throws {
        let data = try load(["x.csv": short])
        let values = floats(data)
        #expect(data.kind == .series && data.shape == Shape(height: 1, width: 3, channels: 2) && data.classNames == ["run", "walk"])
        #expect(values[..<10] == [1, 10, 2, 20, 3, 30, 5, 50, 6, 60] && values[10].isNaN && values[11].isNaN)
        #expect(data.labels == [1, 0] && data.groups == nil, "groups of one example each are as none")
        #expect(data.origin.form == "long table")
        #expect(data.origin.notes.first == "recordings are told by 'recording'")
    }

    /// 60 moments at 50 per second: three recordings of two subjects.
    private func long(time: String = "time") -> String {
        var lines = ["subject,\(time),acc,activity"]
        for index in 0..<60 {
            let subject = index < 20 ? "ann" : index < 40 ? "bob" : "cy"
            lines.append("\(subject),\(Double(index % 20) * 0.02),\(index),\(index % 20 < 12 ? "sit" : "run")")
        }
        return lines.joined(separator: "\n")
    }

    @Test func windowsAreCutByTimeOrMoments() throws {
        // 0.2 s are 10 moments; windows begin every 5.
        let data = try load(["x.csv": long()], options: "window=0.2s,hop=100ms")
        #expect(data.shape == Shape(height: 1, width: 10, channels: 1) && data.count == 9)
        #expect(floats(data)[..<20].map { Int($0) } == Array(0..<10) + Array(5..<15))
        // 12 sit, then 8 run: windows from 0, 5 and 10.
        #expect(data.labels.map { data.classNames[Int($0)] } == ["sit", "sit", "run", "sit", "sit", "run", "sit", "sit", "run"])
        #expect(data.groups == [0, 0, 0, 1, 1, 1, 2, 2, 2])
        #expect(data.origin.notes.contains("windows of 10 moments every 5 (0.2 s at 50 moments per second): 9"), "\(data.origin.notes)")
        #expect(data.origin.notes.contains("the label changes within 6 windows: that of most moments counts"))
        for options in ["window=10,hop=5", "window=10", "window=0.1s,hop=0.05s,rate=100", "window=10,hop=5,columns=acc"] {
            #expect(try load(["x.csv": long()], options: options).fingerprint == data.fingerprint, "\(options)")
        }
        let last = try load(["x.csv": long()], options: "window=10,hop=5,window_label=last")
        #expect(last.labels.map { last.classNames[Int($0)] }[..<3] == ["sit", "run", "run"])
        // Milliseconds by the column's name.
        let milli = long(time: "time_ms").split(separator: "\n").map(String.init)
        let scaled = milli.map { line -> String in
            var fields = line.split(separator: ",").map(String.init)
            if let time = Double(fields[1]) { fields[1] = "\(time * 1000)" }
            return fields.joined(separator: ",")
        }.joined(separator: "\n")
        #expect(try load(["x.csv": scaled], options: "window=0.2s,hop=0.1s").fingerprint == data.fingerprint)
    }

    @Test func groupsCountWithinAFileUnlessTheyAreNamed() throws {
        let seen = try load(["train.csv": long(), "test.csv": long()], options: "window=10")
        #expect(seen.groups == [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5])
        #expect(!seen.origin.notes.contains { $0.contains("in test") })
        let named = try load(["train.csv": long(), "test.csv": long()], options: "window=10,group=subject")
        #expect(named.groups == [0, 0, 0, 1, 1, 1, 2, 2, 2, 0, 0, 0, 1, 1, 1, 2, 2, 2])
        #expect(
            named.origin.notes.contains(
                "3 groups of training are in test or validation too ('ann' ...): the accuracy there says little about others"))
        #expect(named.fingerprint != seen.fingerprint)
    }

    @Test func withoutAColumnOfRecordingsAFileIsOne() throws {
        let lines = long().split(separator: "\n").map { $0.split(separator: ",").dropFirst().joined(separator: ",") }
        let text = ([lines[0]] + lines[1...20] + lines[21...40].map { $0 }).prefix(21).joined(separator: "\n")
        let data = try load(["x.csv": text], options: "window=4,hop=2")
        #expect(data.count == 9 && data.groups == nil)
        #expect(data.origin.notes.contains { $0.hasPrefix("windows overlap, and no column says which recording") })
        let problem = try diagnostic { try load(["x.csv": text], options: "kind=series") }
        #expect(problem.message.hasPrefix("has no column that says which recording"), "\(problem)")
    }

    @Test func aColumnSaysThePartOfARecording() throws {
        let text = long().split(separator: "\n").enumerated().map { index, line in
            "\(line),\(index == 0 ? "fold" : index > 40 ? "test" : "train")"
        }.joined(separator: "\n")
        let data = try load(["x.csv": text], options: "window=10,split=fold")
        #expect(data.count == 9 && data.customaryTestStart == 6)
    }

    @Test func mistakesHaveTheirLine() throws {
        let cases: [(text: String, options: String, words: String, line: Int?)] = [
            (short + "1,2,7\n", "", "has 3 fields, the header has 5", 7),
            (short + "1,2,nan,70,run\n", "", "expected a number in column 'x', got 'nan'", 7),
            (short + "1,2,7,70,\n", "", "the label is missing", 7),
            (short + ",2,7,70,run\n", "", "the recording is missing", 7),
            (short + "1,0,7,70,run\n", "", "time goes back from 1.0 to 0.0", 7),
            (short, "window=1s", "window is given in seconds, but nothing says how many moments a second has", nil),
            (short, "hop=1", "hop is given without window", nil),
            (short, "window=100", "holds no recording for training as long as a window", nil),
            (short, "time=x,window=1s,rate=1,label=label,group=recording", "", nil),
            (short.replacing("run", with: "walk"), "", "holds one class only, 'walk'", nil),
            (short.replacing("run", with: "1.5").replacing("walk", with: "2"), "", "label 1.5: fractions are regression", 3),
            ("recording,step,x,label\n", "", "holds no rows behind its header", nil),
            (short + "0,3,4,40,walk,\n", "", "has 6 fields, the header has 5", 7),
        ]
        for (text, options, words, line) in cases where !words.isEmpty {
            let problem = try diagnostic { try load(["x.csv": text], options: options) }
            #expect(problem.message.contains(words), "\(words): \(problem)")
            #expect(problem.location?.line == line, "\(problem)")
            #expect(problem.file?.hasSuffix("/x.csv") == true, "\(problem)")
        }
        let named = try diagnostic {
            try load(["x.csv": long().replacing("0.02,", with: "noon,")], options: "time=time,window=1s")
        }
        #expect(named.message == "time 'noon' is no number" && named.location?.line == 3, "\(named)")
    }
}
