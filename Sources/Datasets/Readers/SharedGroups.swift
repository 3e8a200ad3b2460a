internal import Support

/// People or recordings that training has and a part that its owner made has too.
enum SharedGroups {
    /// What is to be said of them; nil where there are none, or groups are not the same in all files.
    static func note(_ training: [Int], _ others: [Int], _ names: [String]) -> String? {
        let shared = Set(training).intersection(others).sorted()
        guard let first = shared.first, names.indices.contains(first) else { return nil }
        return "\(Plural.count(shared.count, "group")) of training \(shared.count == 1 ? "is" : "are") in test or validation too "
            + "('\(names[first])'\(shared.count == 1 ? "" : " ...")): the accuracy there says little about others"
    }
}
