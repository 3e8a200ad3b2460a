internal import NetworkGraph
import Support
internal import Yams

/// A key that a mapping has twice: Yams refuses the file and tells where the key stands first, but the mistake is where it stands again.
/// With another key in place of the first one the rest of the file can be read.
struct RepeatedKey {
    let key: String
    let first: Mark
    /// What takes the place of the first: letters that nobody writes, as many as there were, so that all else stays where it is.
    let replacement: String
    /// The file's text with it.
    let text: String

    /// Nil for another error.
    ///
    /// - Parameter number: of those that were replaced before.
    init?(_ error: any Error, _ text: String, number: Int) {
        guard case .duplicatedKeysInMapping(_, let context)? = error as? YamlError,
            let letter = Unicode.Scalar(0xE000 + UInt32(number))
        else { return nil }
        first = context.mark
        var scalars = Array(text.unicodeScalars)
        guard let place = Self.name(at: first, scalars) else { return nil }
        key = String(String.UnicodeScalarView(scalars[place]))
        replacement = String(repeating: Character(letter), count: place.count)
        scalars.replaceSubrange(place, with: repeatElement(letter, count: place.count))
        self.text = String(String.UnicodeScalarView(scalars))
    }

    /// Where a key stands among a text's scalars, without quotes and the spaces behind it.
    private static func name(at mark: Mark, _ scalars: [Unicode.Scalar]) -> Range<Int>? {
        var line = 1
        var start = 0
        while line < mark.line, start < scalars.count {
            if scalars[start] == "\n" { line += 1 }
            start += 1
        }
        start += mark.column - 1
        guard line == mark.line, start < scalars.count else { return nil }
        let quote: Unicode.Scalar? = scalars[start] == "'" || scalars[start] == "\"" ? scalars[start] : nil
        if quote != nil { start += 1 }
        var end = start
        while end < scalars.count, quote == nil ? scalars[end] != ":" && scalars[end] != "\n" : scalars[end] != quote { end += 1 }
        while quote == nil, end > start, scalars[end - 1] == " " { end -= 1 }
        return end > start ? start..<end : nil
    }

    /// Where the key stands again: in the mapping that has the replacement.
    func second(in root: Node) -> Mark? {
        var open = [root]
        while let node = open.popLast() {
            // What aliases repeat is looked at never, rather than as often as it is repeated.
            guard node.anchor == nil else { continue }
            switch node {
            case .mapping(let mapping):
                if mapping.contains(where: { $0.key.scalar?.string == replacement }) {
                    return mapping.first { $0.key.scalar?.string == key }?.key.mark
                }
                for (key, value) in mapping { open += [key, value] }
            case .sequence(let sequence): open += Array(sequence)
            default: break
            }
        }
        return nil
    }
}
