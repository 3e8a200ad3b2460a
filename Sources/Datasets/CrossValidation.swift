public import Support

/// The splits of a cross-validation: each example outside the test part is for validation in one of them and for training in the others.
///
/// The folds are stratified; where the set has groups, whole groups are dealt, and a group that alone has a class is for training in
/// every split. The test part is that of `DataSplit` with the same seed.
public struct CrossValidation: Sendable {
    /// One split for each fold, in their order.
    public let splits: [DataSplit]

    /// The number of folds that a search takes where it needs any (Kohavi, "A study of cross-validation and bootstrap for accuracy
    /// estimation", IJCAI 1995, has 5 to 10).
    public static let usualFolds = 5
    /// Of fewer validation examples, the accuracy alone is too coarse to rank networks: one of 200 is half a percent.
    public static let fewestValidationExamples = 200

    /// Deals a data set to folds.
    ///
    /// - Parameter folds: 1 is the split that `DataSplit` makes; nil leaves it to the set: 1 where enough examples are for validation or the
    ///   set has a validation part of its own, else `usualFolds` or as many as can be dealt.
    /// - Throws: where the set cannot be split, has a validation part of its own, or too few examples or groups for so many folds.
    public init(_ dataset: Dataset, folds: Int?, seed: UInt64) throws(Diagnostic) {
        precondition(folds ?? 1 >= 1)
        let split = try DataSplit(dataset, seed: seed)
        if let folds {
            splits = folds == 1 ? [split] : try Self.splits(split, of: dataset, folds: folds)
            return
        }
        guard dataset.customaryValidationStart == nil, split.validation.count < Self.fewestValidationExamples else {
            splits = [split]
            return
        }
        // Of examples, or of groups that do not alone have a class, there may be too few.
        let counts = stride(from: Self.usualFolds, to: 1, by: -1)
        splits = counts.lazy.compactMap { try? Self.splits(split, of: dataset, folds: $0) }.first ?? [split]
    }

    private static func splits(_ split: DataSplit, of dataset: Dataset, folds: Int) throws(Diagnostic) -> [DataSplit] {
        guard dataset.customaryValidationStart == nil else {
            throw Diagnostic(
                "has a validation part of its own, and is not dealt to \(folds) folds", file: dataset.origin.folder, hint: "folds is then 1"
            )
        }
        let trainable = split.joiningValidation.training
        let parts = try deal(trainable, of: dataset, folds: folds, seed: split.seed)
        guard !parts.contains(where: { $0.isEmpty || $0.count == trainable.count }) else {
            throw Diagnostic(
                "\(Plural.count(trainable.count, "example")) are too few for \(folds) folds", file: dataset.origin.folder)
        }
        return parts.map { part in
            let validation = Set(part)
            return DataSplit(
                training: trainable.filter { !validation.contains($0) }, validation: part.sorted(), test: split.test, seed: split.seed)
        }
    }

    private static func deal(_ examples: [Int], of dataset: Dataset, folds: Int, seed: UInt64) throws(Diagnostic) -> [[Int]] {
        if let groups = dataset.groups {
            let shares = [0] + [Double](repeating: 1 / Double(folds), count: folds)
            return Array(try GroupedSplit(dataset, groups: groups, examples: examples, shares: shares, seed: seed).parts.dropFirst())
        }
        var parts = [[Int]](repeating: [], count: folds)
        var byClass = [[Int]](repeating: [], count: dataset.classes)
        for index in examples { byClass[Int(dataset.labels[index])].append(index) }
        // One class goes on where the one before it ended, so that the folds are as even as can be.
        var next = 0
        for label in byClass.indices {
            var random = RandomStream(seed: seed, purpose: .split, index: Self.stream + UInt32(label))
            random.shuffle(&byClass[label])
            for index in byClass[label] {
                parts[next].append(index)
                next = (next + 1) % folds
            }
        }
        return parts
    }

    /// Classes of a split have the streams below, and groups one between.
    private static let stream: UInt32 = 1 << 17
}
