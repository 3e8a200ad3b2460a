internal import NAS

/// Known architectures, laid out so that the distances from one more to all of them are quick to tell.
struct FeatureIndex: Sendable {
    private(set) var known: [ArchitectureFeatures] = []
    private var levels = [Level](repeating: Level(), count: GraphFeatures.depth)

    /// The patterns of one depth.
    private struct Level: Sendable {
        /// Of the patterns that occur.
        var numbers: [UInt64: Int32] = [:]
        /// Of each known architecture, one behind the other.
        var patterns: ContiguousArray<Int32> = []
        var weights: ContiguousArray<Float> = []
        var ends: ContiguousArray<Int> = []
        var norms: ContiguousArray<Float> = []
    }

    var count: Int { known.count }

    mutating func append(_ features: ArchitectureFeatures) {
        known.append(features)
        for depth in levels.indices {
            let own = features.graph.levels[depth]
            for (colour, weight) in zip(own.colours, own.weights) {
                let next = Int32(levels[depth].numbers.count)
                levels[depth].patterns.append(levels[depth].numbers[colour, default: next])
                if levels[depth].numbers[colour] == nil { levels[depth].numbers[colour] = next }
                levels[depth].weights.append(weight)
            }
            levels[depth].ends.append(levels[depth].patterns.count)
            levels[depth].norms.append(own.norm)
        }
    }

    /// - Returns: for each aspect the distances to all that are known.
    func distances(from features: ArchitectureFeatures) -> [ContiguousArray<Float>] {
        var result: [ContiguousArray<Float>] = []
        result.reserveCapacity(ArchitectureFeatures.aspects)
        for depth in levels.indices { result.append(distances(from: features.graph.levels[depth], levels[depth])) }
        for aspect in ArchitectureFeatures.Aspect.allCases {
            result.append(ContiguousArray(known.map { features.distance(to: $0, in: aspect) }))
        }
        return result
    }

    private func distances(from own: GraphFeatures.Level, _ level: Level) -> ContiguousArray<Float> {
        // The architecture's weights by the numbers of patterns; what no known one has meets nothing.
        var dense = ContiguousArray<Float>(repeating: 0, count: level.numbers.count)
        for (colour, weight) in zip(own.colours, own.weights) {
            if let number = level.numbers[colour] { dense[Int(number)] = weight }
        }
        return ContiguousArray(unsafeUninitializedCapacity: known.count) { result, count in
            dense.withUnsafeBufferPointer { dense in
                level.patterns.withUnsafeBufferPointer { patterns in
                    level.weights.withUnsafeBufferPointer { weights in
                        var place = 0
                        for index in 0..<known.count {
                            var dot: Float = 0
                            let end = level.ends[index]
                            while place < end {
                                dot += weights[place] * dense[Int(patterns[place])]
                                place += 1
                            }
                            result.initializeElement(at: index, to: max(own.norm + level.norms[index] - 2 * dot, 0))
                        }
                    }
                }
            }
            count = known.count
        }
    }
}
