internal import Support

/// Texts that a set has more than once: in training and in test they flatter the accuracy, with several labels they cannot be learned.
struct RepeatedTexts {
    let notes: [String]

    init(training: LabelledTexts, validation: LabelledTexts?, test: LabelledTexts?, classes: ClassLabels) {
        /// The label of a text of training; -1 where it has several.
        var labels: [StableHash: Int] = [:]
        labels.reserveCapacity(training.count)
        var (repeated, contradicting) = (0, 0)
        for index in 0..<training.count {
            guard let label = classes.number(of: training.labels[index]).map(Int.init) else { continue }
            let hash = Self.hash(training, index)
            guard let known = labels[hash] else {
                labels[hash] = label
                continue
            }
            repeated += 1
            if known != label, known >= 0 {
                contradicting += 1
                labels[hash] = -1
            }
        }
        var notes: [String] = []
        for (name, part) in [("validation", validation), ("test", test)] {
            guard let part else { continue }
            let shared = (0..<part.count).count { classes.number(of: part.labels[$0]) != nil && labels[Self.hash(part, $0)] != nil }
            guard shared > 0 else { continue }
            notes.append(
                "\(Plural.count(shared, "text")) of \(name) \(shared == 1 ? "is in training too: it flatters" : "are in training too: they flatter") "
                    + "the accuracy there")
        }
        if repeated > 0, validation == nil || test == nil {
            notes.append(
                "\(Plural.count(repeated, "text")) of training \(repeated == 1 ? "repeats an earlier one" : "repeat earlier ones"): parts that are "
                    + "drawn may share them, which flatters the accuracy")
        }
        if contradicting > 0 {
            notes.append("\(Plural.count(contradicting, "text")) of training \(contradicting == 1 ? "has" : "have") several labels")
        }
        self.notes = notes
    }

    private static func hash(_ part: LabelledTexts, _ index: Int) -> StableHash {
        var hasher = StableHasher()
        part.bytes.withUnsafeBytes { hasher.update(bytes: .init(rebasing: $0[part.range(of: index)])) }
        return hasher.finalize()
    }
}
