internal import Support

/// Groups that are in training and in the customary validation or test part too.
enum SharedGroups {
    /// What is to be said of them.
    ///
    /// - Parameters:
    ///   - groups: their numbers.
    ///   - texts: what they are called, by their numbers; empty where groups of different files are never the same.
    static func note(training: [Int], others: [Int], texts: [String]) -> String? {
        let shared = Set(training).intersection(others).sorted()
        guard let first = shared.first, texts.indices.contains(first) else { return nil }
        return "\(Plural.count(shared.count, "group")) of training \(shared.count == 1 ? "is" : "are") in test or validation too "
            + "('\(texts[first])'\(shared.count == 1 ? "" : " ...")): the accuracy there says little about others"
    }
}
