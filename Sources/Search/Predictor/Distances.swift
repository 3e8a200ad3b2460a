/// Distances between architectures, in each aspect: of 1 and 0, 2 and 0, 2 and 1, 3 and 0 ...
struct Distances: Sendable {
    private(set) var count = 0
    private(set) var byAspect = [ContiguousArray<Float>](repeating: [], count: ArchitectureFeatures.aspects)

    /// - Parameter distances: to all before it, in each aspect.
    mutating func append(_ distances: [ContiguousArray<Float>]) {
        precondition(distances.allSatisfy { $0.count == count })
        for aspect in byAspect.indices { byAspect[aspect].append(contentsOf: distances[aspect]) }
        count += 1
    }

    /// Returns the distances between the first architectures alone.
    func prefix(_ count: Int) -> Distances {
        var first = self
        first.count = min(count, self.count)
        let pairs = first.count * (first.count - 1) / 2
        for aspect in byAspect.indices { first.byAspect[aspect] = ContiguousArray(byAspect[aspect].prefix(pairs)) }
        return first
    }

    /// For each aspect, the median of the distances above zero; 1 where there is none.
    var medians: [Float] {
        byAspect.map { distances in
            let apart = distances.filter { $0 > 0 }.sorted()
            return apart.isEmpty ? 1 : apart[apart.count / 2]
        }
    }
}
