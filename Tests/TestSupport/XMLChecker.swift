/// Balanced tags and no stray ampersand: enough to see that every text was escaped.
public struct XMLChecker {
    public let isWellFormed: Bool
    private var counts: [Substring: Int] = [:]

    public init(_ text: String) {
        var depth = 0
        var balanced = true
        var rest = text[...]
        while let open = rest.firstIndex(of: "<") {
            guard let close = rest[open...].firstIndex(of: ">") else {
                balanced = false
                break
            }
            let tag = rest[rest.index(after: open)..<close]
            if tag.hasPrefix("/") { depth -= 1 } else if !tag.hasSuffix("/") { depth += 1 }
            counts[tag.prefix { $0.isLetter }, default: 0] += 1
            if depth < 0 || tag.contains("<") { balanced = false }
            rest = rest[rest.index(after: close)...]
        }
        let ampersands = text.split(separator: "&", omittingEmptySubsequences: false).dropFirst()
        isWellFormed =
            balanced && depth == 0 && ampersands.allSatisfy { $0.hasPrefix("amp;") || $0.hasPrefix("lt;") || $0.hasPrefix("gt;") }
    }

    /// How many tags of a name there are.
    public func count(_ name: String) -> Int { counts[Substring(name)] ?? 0 }
}
