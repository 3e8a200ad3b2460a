internal import Support
internal import Yams

extension Board {
    /// A hash of the parsed content: comments, layout and the order of keys do not count, every value and source does.
    static func hash(of root: Node) -> StableHash {
        var hasher = StableHasher()
        hasher.combine("board 1")
        combine(root, into: &hasher)
        return hasher.finalize()
    }

    private static func combine(_ node: Node, into hasher: inout StableHasher) {
        switch node {
        case .scalar(let scalar):
            hasher.combine("scalar")
            hasher.combine(scalar.string)
        case .sequence(let sequence):
            hasher.combine("sequence")
            hasher.combine(sequence.count)
            for entry in sequence { combine(entry, into: &hasher) }
        case .mapping(let mapping):
            hasher.combine("mapping")
            hasher.combine(mapping.count)
            let entries = mapping.map { (key: $0.key.scalar?.string ?? "", value: $0.value) }.sorted { $0.key < $1.key }
            for entry in entries {
                hasher.combine(entry.key)
                combine(entry.value, into: &hasher)
            }
        case .alias: hasher.combine("alias")
        }
    }
}
