internal import Support

/// How alike the known networks are by some aspects: a kernel, and the system of it, both kept from one model to the next.
struct Similarity: Sendable {
    /// The first so many are read.
    let aspects: Int
    private var kernel: (fitted: AccuracyKernel, trials: Int)?
    /// The matrix of how alike the known networks are by that kernel, factored.
    private var system = SymmetricSystem()

    /// The kernel is fitted again when there are so many times as many trials.
    private static let growth = 1.2
    private static let fewest = 5

    init(aspects: Int) { self.aspects = aspects }

    mutating func reset() { self = Similarity(aspects: aspects) }

    /// - Parameters:
    ///   - first: of each known network what was found at the shortest training, which the kernel is fitted to; nil where that failed.
    ///   - known: what is known of it by now.
    ///   - open: networks under way.
    /// - Returns: nil where too little is known.
    mutating func model(
        _ index: FeatureIndex, _ distances: Distances, first: [Double?], known: [Double], open: [ArchitectureFeatures]
    ) -> AccuracyModel? {
        guard let kernel = fit(distances, first), kernel.extend(&system, to: index.count, distances) else { return nil }
        let model = AccuracyModel(index, system, values: known, kernel: kernel)
        guard !open.isEmpty else { return model }
        var (index, distances, system) = (index, distances, system)
        for features in open {
            distances.append(index.distances(from: features))
            index.append(features)
        }
        guard kernel.extend(&system, to: index.count, distances) else { return model }
        return AccuracyModel(index, system, values: known + model.predict(open).map(\.mean), kernel: kernel)
    }

    /// On the first trials, as many as the last step of a fixed schedule has, and on nothing that came later: so it is the same when they
    /// come one by one and when they come together. Of those that failed it takes the worst of the others.
    private mutating func fit(_ distances: Distances, _ values: [Double?]) -> AccuracyKernel? {
        guard values.count >= Self.fewest else { return nil }
        var size = Self.fewest
        while Self.next(size) <= values.count { size = Self.next(size) }
        if let kernel, kernel.trials == size { return kernel.fitted }
        let known = values.prefix(size)
        let worst = known.compactMap { $0 }.max() ?? 0
        let fitted = AccuracyKernel.fitted(to: distances.prefix(size), values: known.map { $0 ?? worst }, aspects: aspects)
        kernel = (fitted, size)
        system = SymmetricSystem()
        return fitted
    }

    private static func next(_ size: Int) -> Int { max(size + 1, Int(Double(size) * growth)) }
}
