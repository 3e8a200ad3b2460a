internal import Support

/// The classes that a set of words has beside those that are named: `unknown`, what is any other word, and `silence`, background noise.
///
/// As in TensorFlow's tutorial (`prepare_data_index` in `tensorflow/examples/speech_commands/input_data.py`), which calls them `_unknown_`
/// and `_silence_`, and gives each 10 % of what all named words have in a part (`unknown_percentage`, `silence_percentage`): of its ten
/// words as many as one. Here each gets the mean of the named words, however many these are.
struct SpeechClasses {
    /// Of the named words, and of the others under the name of `unknown`.
    private(set) var entries: [ExampleFiles.Entry]
    private(set) var notes: [String] = []
    /// The classes that there are.
    private(set) var names: [String]
    /// What silence is called, and how many examples each part is to have; nil where it is not wanted, or has a folder of its own.
    private(set) var silence: (name: String, counts: [DataPart: Int])?

    private enum Extra: CaseIterable {
        case unknown, silence

        var names: [String] { self == .unknown ? ["unknown", "_unknown_"] : ["silence", "_silence_"] }

        init?(_ name: String) {
            guard let extra = Self.allCases.first(where: { $0.names.contains(name) }) else { return nil }
            self = extra
        }
    }

    /// - Parameters:
    ///   - wanted: the classes; empty for those that the folder has.
    ///   - mayLack: whether the set may lack other words: where a network is measured on it.
    init(_ files: ExampleFiles, wanted: [String], mayLack: Bool) throws(Diagnostic) {
        (entries, names) = (files.entries, wanted)
        let known = Set(entries.map(\.label))
        let words = wanted.filter(known.contains)
        guard words.count < wanted.count else {
            if !wanted.isEmpty { entries.removeAll { !wanted.contains($0.label) } }
            return
        }
        var extras: [Extra: String] = [:]
        for name in wanted where !known.contains(name) {
            guard let extra = Extra(name) else { throw ExampleFiles.noClass(name, known.sorted(), in: files.root) }
            if let other = extras[extra] ?? extra.names.first(where: known.contains) {
                throw Diagnostic("'\(name)' and '\(other)' are the same class", file: files.root, hint: "keep one of them in classes")
            }
            extras[extra] = name
        }
        guard !words.isEmpty else {
            throw Diagnostic(
                "classes names no word that is there", file: files.root,
                hint: "for example: classes=\(known.sorted().prefix(2).joined(separator: ":")):\(wanted.joined(separator: ":"))")
        }
        let others = entries.filter { !wanted.contains($0.label) && Extra($0.label) != .silence && FolderContent.sounds.isOne($0.path) }
        entries.removeAll { !words.contains($0.label) }
        let counts = Self.means(entries, words.count)
        if let name = extras[.silence] { silence = (name, counts) }
        guard let name = extras[.unknown] else { return }
        if others.isEmpty, mayLack {
            names.removeAll { $0 == name }
            notes.append("\(name): there are no other words")
            return
        }
        guard !others.isEmpty else {
            throw Diagnostic("has no other words for the class '\(name)'", file: files.root, hint: "leave \(name) out of classes")
        }
        let chosen = Self.chosen(others, counts, below: files.root.count)
        entries += chosen.map { entry in
            var entry = entry
            entry.label = name
            return entry
        }
        let otherWords = Set(others.map(\.label)).count
        notes.append(
            "\(name): \(chosen.count) of \(Plural.count(others.count, "sound")) of \(Plural.count(otherWords, "other word"))"
                + Self.text(Dictionary(chosen.map { ($0.part, 1) }, uniquingKeysWith: +)))
    }

    /// What a named word has in each part, rounded.
    private static func means(_ entries: [ExampleFiles.Entry], _ words: Int) -> [DataPart: Int] {
        var counts: [DataPart: Int] = [:]
        for entry in entries where FolderContent.sounds.isOne(entry.path) { counts[entry.part, default: 0] += 1 }
        return counts.mapValues { max(1, (2 * $0 + words) / (2 * words)) }
    }

    /// Some of each part, by a hash of their paths: the same wherever the folder is, and nearly the same when files are added to it.
    private static func chosen(
        _ entries: [ExampleFiles.Entry], _ counts: [DataPart: Int], below root: Int
    ) -> [ExampleFiles.Entry] {
        DataPart.allCases.flatMap { part in
            let own = entries.indices.filter { entries[$0].part == part }
            let hashed = own.map { index in
                var hasher = StableHasher()
                hasher.combine(String(entries[index].path.dropFirst(root)))
                return (hash: hasher.finalize(), index: index)
            }
            return hashed.sorted { ($0.hash, $0.index) < ($1.hash, $1.index) }.prefix(counts[part] ?? 0).map(\.index).sorted()
                .map { entries[$0] }
        }
    }

    /// ` (80 in training, 10 in validation)`; nothing where all are in one part.
    static func text(_ counts: [DataPart: Int]) -> String {
        let parts = DataPart.allCases.compactMap { part in counts[part].map { "\($0) in \(part)" } }
        return parts.count > 1 ? " (\(parts.joined(separator: ", ")))" : ""
    }
}
