import Datasets
import Foundation
import NetworkGraph
import Support

/// Texts of people's own.
extension FuzzTarget {
    private static let words = [
        "label", "text", "sentence", "sentiment", "id", "author", "split", "train", "test", ",", ";", "\t", "\"", "\"\"", "\r\n", "\r",
        "\n",
        "\u{feff}", "\u{0}", "a;b", "-1", "0.5", "\u{e9}", "e\u{301}", "这部电影", "\u{1F468}\u{200D}\u{1F469}", " ", "?", "__label__a",
    ]

    /// As lines between tabs, as a CSV, and with all that its owner may say.
    static let textTables = FuzzTarget(name: "text-tables", words: words, isText: true) {
        { input in
            let (lines, table) = (Scratch.write("set.tsv", input), Scratch.write("set.csv", input))
            load(lines, options: "kind=text")
            load(lines)
            load(table, options: "kind=text,length=7")
            load(table, options: "kind=text,label=2,columns=1:3,group=1,split=3")
            load(Scratch.write("set.txt", input))
        }
    }

    /// One class that is changed, beside one that is whole.
    static let textFiles = FuzzTarget(name: "text-files", words: words, isText: true) {
        let folder = Scratch.folder.appendingPathComponent("classes", isDirectory: true)
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        _ = Scratch.write("classes/neg.txt", Array("it is a mess\nall too long\nno laughs at all\n".utf8))
        return { input in
            _ = Scratch.write("classes/pos.txt", input)
            load(folder)
            load(folder, options: "kind=text,length=3")
        }
    }

    /// One text that is changed, beside some that are whole.
    static let textFolders = FuzzTarget(name: "text-folders", words: words, isText: true) {
        let folder = Scratch.folder.appendingPathComponent("texts", isDirectory: true)
        for name in ["a", "b"] {
            try? FileManager.default.createDirectory(at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
            for number in 1...5 { _ = Scratch.write("texts/\(name)/\(number).txt", Array("text \(number) of \(name)\n".utf8)) }
        }
        return { input in
            _ = Scratch.write("texts/b/6.txt", input)
            load(folder)
        }
    }

    /// What is read is divided and measured.
    private static func load(_ place: URL, options: String = "") {
        guard let options = try? DataOptions(options),
            let dataset = try? Dataset.load(folder: place, name: "fuzz", options: options)
        else { return }
        Reached.mark("read")
        guard dataset.kind == .text else { return }
        for index in 0..<dataset.count where dataset.text(ofExample: index).utf8.contains(0) { preconditionFailure("no text has a zero") }
        _ = TextLengths(dataset, Array(0..<dataset.count))
        guard let split = try? DataSplit(dataset, seed: 1) else { return }
        Reached.mark("split")
        _ = Normalisation(dataset, training: split.training)
    }
}
