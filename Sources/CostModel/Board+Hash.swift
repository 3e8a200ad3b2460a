internal import NAS
internal import Support

extension Board {
    /// A hash of the parsed content: comments, layout and the order of keys do not count, every value and source does.
    static func hash(of root: SourceNode) -> StableHash {
        var hasher = StableHasher()
        hasher.combine("board 1")
        combine(root, into: &hasher)
        return hasher.finalize()
    }

    private static func combine(_ node: SourceNode, into hasher: inout StableHasher) {
        switch node.content {
        case .scalar(let text, _):
            hasher.combine("scalar")
            hasher.combine(text)
        case .sequence(let sequence):
            hasher.combine("sequence")
            hasher.combine(sequence.count)
            for entry in sequence { combine(entry, into: &hasher) }
        case .mapping(let entries):
            hasher.combine("mapping")
            hasher.combine(entries.count)
            for entry in entries.sorted(by: { $0.key < $1.key }) {
                hasher.combine(entry.key)
                combine(entry.value, into: &hasher)
            }
        }
    }
}
