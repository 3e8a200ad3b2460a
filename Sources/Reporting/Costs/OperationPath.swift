/// Where the space made an operation, `network[1].blocks[0].edges[3].layers[1]`, taken apart so that many can be written as one.
struct OperationPath: Hashable {
    /// A word with the indices behind it.
    struct Part: Hashable {
        let word: String
        let indices: [Int]
    }

    let parts: [Part]

    init(_ name: String) {
        parts = name.split(separator: ".").map { part in
            let pieces = part.split(separator: "[")
            return Part(word: String(pieces.first ?? part), indices: pieces.dropFirst().compactMap { Int($0.dropLast()) })
        }
    }

    /// The stage of the network: `network[1]`.
    var stage: String { parts.first.map(Self.text) ?? "" }

    /// What paths have in common that can be written as one: all but the indices, and how many there are.
    var words: [String] { parts.map { "\($0.word)\($0.indices.count)" } }

    /// Returns one text for paths with the same words, behind their stage: `blocks[0-4].edges[0,5].layers[1]`.
    static func merged(_ paths: [OperationPath]) -> [String] {
        guard let first = paths.first else { return [] }
        return first.parts.indices.dropFirst().map { place in
            let part = first.parts[place]
            let indices = part.indices.indices.map { number in
                "[" + ranges(Set(paths.map { $0.parts[place].indices[number] }).sorted()) + "]"
            }
            // A repetition of a single layer has a second index that tells nothing.
            let told = indices.last == "[0]" && indices.count > 1 ? Array(indices.dropLast()) : indices
            return part.word + told.joined()
        }
    }

    private static func text(_ part: Part) -> String { part.word + part.indices.map { "[\($0)]" }.joined() }

    /// `0-4`, `0,3,5`.
    private static func ranges(_ sorted: [Int]) -> String {
        var runs: [ClosedRange<Int>] = []
        for index in sorted {
            if let last = runs.last, last.upperBound + 1 == index {
                runs[runs.count - 1] = last.lowerBound...index
            } else {
                runs.append(index...index)
            }
        }
        let texts = runs.map { run in
            run.count > 2 ? "\(run.lowerBound)-\(run.upperBound)" : run.map(String.init).joined(separator: ",")
        }
        return texts.joined(separator: ",")
    }

    /// Returns the parts as a text that is not wider: those in the middle that tell least are left out.
    static func shortened(_ parts: [String], to width: Double, size: Int) -> String {
        var kept = parts
        var text = kept.joined(separator: ".")
        func isWide() -> Bool { TextWidth.of(text, size: size) > width }
        while isWide(), kept.count > 2 {
            let inner = kept.indices.dropFirst().dropLast()
            let goes = inner.first { kept[$0].hasPrefix("options") } ?? inner.first { kept[$0].hasPrefix("layers") } ?? inner.upperBound - 1
            kept.remove(at: goes)
            text = kept.dropLast().joined(separator: ".") + "…" + (kept.last ?? "")
        }
        return TextWidth.elided(text, to: width, size: size)
    }
}
