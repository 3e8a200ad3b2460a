import Datasets
import Foundation
import Support

extension FuzzTarget {
    /// Folders of IDX files: what is read is divided and measured. An input is the folder's files, each behind a line `=== NAME`.
    static let idx = FuzzTarget(
        name: "idx",
        words: [
            "\n=== train-images-idx3-ubyte\n", "\n=== train-labels-idx1-ubyte\n", "\n=== t10k-images-idx3-ubyte\n",
            "\n=== t10k-labels-idx1-ubyte\n",
            "\n=== train-images-idx4-ubyte\n", "\n=== classes.txt\n", "\n=== train-images-idx3-ubyte.gz\n", "\u{0}\u{0}\u{8}\u{1}",
            "\u{0}\u{0}\u{8}\u{3}",
            "\u{0}\u{0}\u{8}\u{4}", "\u{0}\u{0}\u{0}\u{1}", "\u{0}\u{0}\u{0}\u{0}", "\u{7f}\u{7f}\u{7f}\u{7f}", "\u{1f}",
        ], isText: false
    ) {
        let known = [
            "train-images-idx3-ubyte", "train-images-idx4-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
            "t10k-labels-idx1-ubyte",
            "classes.txt", "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz",
        ]
        return { input in
            for name in known { try? FileManager.default.removeItem(at: Scratch.folder.appendingPathComponent(name)) }
            for (name, bytes) in files(of: input) where known.contains(name) { _ = Scratch.write(name, bytes) }
            guard let dataset = try? Dataset.load(folder: Scratch.folder, name: "fuzz") else { return }
            Reached.mark("read")
            guard let split = try? DataSplit(dataset, seed: 1) else { return }
            Reached.mark("split")
            _ = Normalisation(dataset, training: split.training)
        }
    }

    private static func files(of input: [UInt8]) -> [(name: String, bytes: [UInt8])] {
        let mark = [UInt8]("\n=== ".utf8)
        var found: [(String, [UInt8])] = []
        var rest = input[...]
        while let start = rest.firstRange(of: mark) {
            rest = rest[start.upperBound...]
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { break }
            let name = String(decoding: rest[..<end], as: UTF8.self)
            rest = rest[(end + 1)...]
            found.append((name, Array(rest[..<(rest.firstRange(of: mark)?.lowerBound ?? rest.endIndex)])))
        }
        return found
    }
}
