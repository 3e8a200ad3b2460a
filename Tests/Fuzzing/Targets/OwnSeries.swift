import Datasets
import Foundation
import Support

/// Series and tables of people's own.
extension FuzzTarget {
    static let timeSeries = FuzzTarget(
        name: "time-series",
        words: [
            "@data", "@classLabel true a b", "@targetLabel true", "@dimensions 2", "@equalLength true", "@seriesLength 4",
            "@univariate true",
            "@timeStamps false", "#", ":", ",", "?", "NaN", "1e39", "-0", ".5", "\r\n", "\n", "\u{feff}", ":a", ":b",
        ], isText: true
    ) {
        { input in loadFloats(Scratch.write("set.ts", input)) }
    }

    static let longTables = FuzzTarget(
        name: "long-tables",
        words: [
            "recording", "step", "time", "label", "subject", ",", ";", "\t", "\"", "\r\n", "\n", "\u{feff}", "nan", "?", "1e39", "-0", ".5",
            "0.02", ",,", "walk",
        ], isText: true
    ) {
        { input in
            let file = Scratch.write("set.csv", input)
            loadFloats(file, options: "kind=series")
            loadFloats(file, options: "window=3,hop=1,window_label=last")
            loadFloats(file, options: "window=0.1s")
        }
    }

    static let dataTables = FuzzTarget(
        name: "data-tables",
        words: [
            "label", "class", "species", "id", "subject", ",", ";", "\t", "\"", "\"\"", "\r\n", "\n", "\u{feff}", "nan", "?", "NA", "1e39",
            "-0", ".5", "red", ",,", "0.5", "256",
        ], isText: true
    ) {
        { input in
            let file = Scratch.write("set.csv", input)
            loadFloats(file, options: "kind=table")
            loadFloats(file, options: "")
            loadFloats(file, options: "label=1,kind=table")
        }
    }

    /// One sound that is changed, beside two that are whole; the pattern is changed with it.
    static let wav = FuzzTarget(
        name: "wav",
        words: [
            "RIFF", "WAVE", "fmt ", "data", "LIST", "fact", "JUNK", "RF64", "fLaC", "OggS", "ID3", "ftyp", "\u{1}\u{0}", "\u{3}\u{0}",
            "\u{10}\u{0}", "\u{18}\u{0}", " \u{0}", "@\u{0}", "\u{8}\u{0}", "\u{0}\u{0}\u{0}\u{0}", "\u{10}\u{0}\u{0}\u{0}",
        ], isText: false
    ) {
        let folder = Scratch.folder.appendingPathComponent("sounds", isDirectory: true)
        for name in ["a", "b"] {
            try? FileManager.default.createDirectory(at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        let seed = FuzzTarget.named("wav")?.seeds.first ?? []
        for name in ["a/1.wav", "b/1.wav"] { _ = Scratch.write("sounds/\(name)", seed) }
        return { input in
            _ = Scratch.write("sounds/b/2.wav", input)
            loadFloats(folder)
            loadFloats(folder, options: "rate=11025,length=20")
            let text = String(decoding: input.suffix(24), as: UTF8.self)
            loadFloats(folder, options: "pattern=\(text)")
        }
    }

    static let dataOptions = FuzzTarget(
        name: "data-options",
        words: [
            "kind", "label", "group", "time", "columns", "window", "hop", "window_label", "rate", "length", "classes", "split", "series",
            "table",
            ": ", "[", "]", "{", "}", "- ", "\n", "2.56s", "128", "50Hz", "#", "\"",
        ], isText: true
    ) {
        let folder = Scratch.folder.appendingPathComponent("described", isDirectory: true)
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        _ = Scratch.write("described/train.csv", Array("recording,time,a,b,label\n0,0,1,2,x\n0,1,3,4,x\n1,0,5,6,y\n1,1,7,8,y\n".utf8))
        return { input in
            _ = Scratch.write("described/data.yaml", input)
            loadFloats(folder)
        }
    }

    /// What is read is divided and measured, and one row of it is made again.
    private static func loadFloats(_ place: URL, options: String = "") {
        guard let options = try? DataOptions(options),
            let dataset = try? Dataset.load(folder: place, name: "fuzz", options: options)
        else { return }
        Reached.mark("read")
        _ = try? dataset.features?.values(["a": "1", "2": "x"])
        guard let split = try? DataSplit(dataset, seed: 1) else { return }
        Reached.mark("split")
        _ = Normalisation(dataset, training: split.training)
    }
}
