import Support

/// What a node is to a search space.
extension SourceNode {
    /// On one line, in flow form without quotes: names the options of a choice.
    var compactText: String {
        switch content {
        case .scalar(let text, _): return text
        case .sequence(let items): return "[" + items.map(\.compactText).joined(separator: ", ") + "]"
        case .mapping(let entries):
            if entries.count == 1, case .mapping(let inner) = entries[0].value.content {
                return "\(entries[0].key)(" + inner.map(\.compactText).joined(separator: ", ") + ")"
            }
            return entries.count == 1 ? entries[0].compactText : "{" + entries.map(\.compactText).joined(separator: ", ") + "}"
        }
    }

    /// Adds content, not places: comments and formatting do not matter, `0.5` and `0.50` are one.
    func combine(into hasher: inout StableHasher) {
        switch content {
        case .scalar(let text, let plain):
            if plain, let constant = Constant(plain: text) {
                hasher.combine(1)
                hasher.combine(constant.text)
            } else {
                hasher.combine(2)
                hasher.combine(text)
            }
        case .sequence(let items):
            hasher.combine(3)
            hasher.combine(items.count)
            for item in items { item.combine(into: &hasher) }
        case .mapping(let entries):
            hasher.combine(4)
            hasher.combine(entries.count)
            for entry in entries {
                hasher.combine(entry.key)
                entry.value.combine(into: &hasher)
            }
        }
    }
}

extension SourceNode.Entry {
    fileprivate var compactText: String { "\(key): \(value.compactText)" }
}
