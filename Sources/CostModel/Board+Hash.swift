internal import NAS
internal import Support

extension Board {
    /// A hash of the parsed content: comments, layout and the order of keys do not count, every value and source does. Idle states do
    /// not: no estimate depends on them, and runs on a board go on when its file gains one.
    static func hash(of root: SourceNode) -> StableHash {
        var hasher = StableHasher()
        hasher.combine("board 1")
        combine(root, at: [], into: &hasher)
        return hasher.finalize()
    }

    private static func combine(_ node: SourceNode, at path: [String], into hasher: inout StableHasher) {
        switch node.content {
        case .scalar(let text, _):
            hasher.combine("scalar")
            hasher.combine(text)
        case .sequence(let sequence):
            hasher.combine("sequence")
            hasher.combine(sequence.count)
            for entry in sequence { combine(entry, at: path + ["[]"], into: &hasher) }
        case .mapping(let all):
            let entries = all.filter { path + [$0.key] != ["power", "idle_states"] }
            hasher.combine("mapping")
            hasher.combine(entries.count)
            for entry in entries.sorted(by: { $0.key < $1.key }) {
                hasher.combine(entry.key)
                combine(entry.value, at: path + [entry.key], into: &hasher)
            }
        }
    }
}
