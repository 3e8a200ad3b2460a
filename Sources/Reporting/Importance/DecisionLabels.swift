internal import NAS
internal import Support

/// Decisions' names as people read them: `network[2].plain[0].kernel` for the kernel of the first repetition of the option `plain`, whose
/// whole name is `network[2].block.options[0].blocks[0].kernel`, and the line of the space's file.
struct DecisionLabels {
    private let texts: [String: String]
    private let lines: [String: Int]

    init(_ decisions: [Decision]) {
        let options = Dictionary(decisions.map { ($0.name, $0.options) }) { first, _ in first }
        let short = decisions.map { Self.shortened($0.name, options) }
        // Two that would read alike keep their names.
        let counts = Dictionary(short.map { ($0, 1) }, uniquingKeysWith: +)
        texts = Dictionary(zip(decisions, short).map { ($0.name, counts[$1] == 1 ? $1 : $0.name) }) { first, _ in first }
        lines = Dictionary(decisions.compactMap { decision in decision.location.map { (decision.name, $0.line) } }) { first, _ in first }
    }

    func text(_ name: String) -> String { texts[name] ?? name }

    /// Where the file leaves it open, from 1; nil where that is not known.
    func line(_ name: String) -> Int? { lines[name] }

    private static func shortened(_ name: String, _ options: [String: [String]]) -> String {
        var path = ""
        var shown: [String] = []
        var isOption = false
        for part in name.split(separator: ".").map(String.init) {
            if let index = index(of: part, "options"), let names = options[path], names.indices.contains(index) {
                // The option's name stands for the decision's.
                if let last = shown.last, last.hasPrefix("block") || last.hasPrefix("choice") { shown.removeLast() }
                shown.append(names[index])
                isOption = true
            } else if isOption, let index = index(of: part, "blocks") {
                shown[shown.count - 1] += "[\(index)]"
                isOption = false
            } else {
                shown.append(part)
                isOption = false
            }
            path += path.isEmpty ? part : "." + part
        }
        return shown.joined(separator: ".")
    }

    /// The first index of `blocks[2]` or `blocks[2][0]`.
    private static func index(of part: String, _ word: String) -> Int? {
        guard part.hasPrefix(word + "[") else { return nil }
        return part.dropFirst(word.count + 1).split(separator: "]").first.flatMap { Int($0) }
    }
}
