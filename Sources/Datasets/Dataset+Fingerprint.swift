internal import NetworkGraph
package import Support

extension Dataset {
    /// A hash of one example, values and label: equal for the same example whatever form it was read from.
    package func fingerprint(ofExample index: Int) -> StableHash {
        var hasher = StableHasher()
        for number in [shape.height, shape.width, shape.channels, Int(labels[index])] { hasher.combine(number) }
        Self.combine(values, index * shape.elements..<(index + 1) * shape.elements, into: &hasher)
        return hasher.finalize()
    }

    /// Whether its values are those of its fingerprint: false for a set that was kept and is damaged.
    var holdsWhatItSays: Bool {
        fingerprint
            == Self.fingerprint(
                shape: shape, classes: classes, values: values, labels: labels, customaryValidationStart: customaryValidationStart,
                customaryTestStart: customaryTestStart, groups: groups)
    }

    static func fingerprint(
        shape: Shape, classes: Int, values: ExampleValues, labels: [UInt8], customaryValidationStart: Int?, customaryTestStart: Int?,
        groups: [Int]?
    ) -> StableHash {
        var hasher = StableHasher()
        for number in [shape.height, shape.width, shape.channels, classes, labels.count, customaryTestStart ?? -1] {
            hasher.combine(number)
        }
        combine(values, 0..<values.count, into: &hasher)
        labels.withUnsafeBytes { hasher.update(bytes: $0) }
        // Sets without one keep the fingerprint they had before there was such a part.
        if let customaryValidationStart {
            hasher.combine("validation")
            hasher.combine(customaryValidationStart)
        }
        if let groups {
            hasher.combine("groups")
            for group in groups { hasher.combine(group) }
        }
        return hasher.finalize()
    }

    /// Bytes as they are; of floats the bits, little-endian behind a word of their own. All that is no number counts as one, and so do
    /// the two zeros.
    private static func combine(_ values: ExampleValues, _ range: Range<Int>, into hasher: inout StableHasher) {
        guard values.areFloats else {
            return values.withBytes { bytes in bytes.extracting(range).withUnsafeBytes { hasher.update(bytes: $0) } }
        }
        hasher.combine("floats")
        values.withFloats { floats in
            var piece: [UInt32] = []
            piece.reserveCapacity(4096)
            var start = range.lowerBound
            while start < range.upperBound {
                let end = min(start + 4096, range.upperBound)
                piece.removeAll(keepingCapacity: true)
                for index in start..<end {
                    let value = floats[index]
                    piece.append((value.isNaN ? Float.nan : value == 0 ? 0 : value).bitPattern.littleEndian)
                }
                piece.withUnsafeBytes { hasher.update(bytes: $0) }
                start = end
            }
        }
    }
}
