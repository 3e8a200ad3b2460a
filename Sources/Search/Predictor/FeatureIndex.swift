internal import NetworkGraph

/// Known architectures, laid out so that the distances from one more to all of them are quick to tell.
struct FeatureIndex: Sendable {
    private(set) var count = 0
    /// One architecture's behind the other's.
    private var options: ContiguousArray<Int16> = []
    private var numbers: ContiguousArray<Float> = []
    private var levels = [Level](repeating: Level(), count: GraphFeatures.depth)

    /// The patterns of one depth.
    private struct Level: Sendable {
        /// The numbers that the patterns that occur have here, by their colours.
        var numbers: [UInt64: Int32] = [:]
        /// The patterns of each known architecture, one architecture behind the other.
        var patterns: ContiguousArray<Int32> = []
        var weights: ContiguousArray<Float> = []
        var ends: ContiguousArray<Int> = []
        var norms: ContiguousArray<Float> = []
    }

    mutating func append(_ features: ArchitectureFeatures) {
        count += 1
        options += features.options
        numbers += features.numbers
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
        result.append(choices(from: features))
        for aspect in ArchitectureFeatures.Aspect.allCases { result.append(squares(from: features, aspect.numbers)) }
        return result
    }

    /// How many choices differ.
    private func choices(from features: ArchitectureFeatures) -> ContiguousArray<Float> {
        let width = features.options.count
        return ContiguousArray(unsafeUninitializedCapacity: count) { result, filled in
            for index in 0..<count {
                var different = 0
                for decision in 0..<width where options[index * width + decision] != features.options[decision] { different += 1 }
                result.initializeElement(at: index, to: Float(different))
            }
            filled = count
        }
    }

    private func squares(from features: ArchitectureFeatures, _ aspect: Range<Int>) -> ContiguousArray<Float> {
        let width = features.numbers.count
        return ContiguousArray(unsafeUninitializedCapacity: count) { result, filled in
            for index in 0..<count {
                var sum: Float = 0
                for number in aspect {
                    let difference = numbers[index * width + number] - features.numbers[number]
                    sum += difference * difference
                }
                result.initializeElement(at: index, to: sum)
            }
            filled = count
        }
    }

    private func distances(from own: GraphFeatures.Level, _ level: Level) -> ContiguousArray<Float> {
        // The architecture's weights by the numbers of patterns; what no known one has meets nothing.
        var dense = ContiguousArray<Float>(repeating: 0, count: level.numbers.count)
        for (colour, weight) in zip(own.colours, own.weights) {
            if let number = level.numbers[colour] { dense[Int(number)] = weight }
        }
        return ContiguousArray(unsafeUninitializedCapacity: count) { result, filled in
            dense.withUnsafeBufferPointer { dense in
                level.patterns.withUnsafeBufferPointer { patterns in
                    level.weights.withUnsafeBufferPointer { weights in
                        var place = 0
                        for index in 0..<count {
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
            filled = count
        }
    }
}
