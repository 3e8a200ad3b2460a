import Datasets
import Support

/// Some examples of a class, for a sheet of them.
struct ClassSample {
    let name: String
    /// How many examples the class has.
    let count: Int
    /// Indices of those that are shown, ascending.
    let examples: [Int]
}

extension Dataset {
    private static let mostSampledClasses = 100

    /// So many examples of each class, drawn at random but always the same; of many classes those of the first.
    func sampledClasses(_ count: Int) -> [ClassSample] {
        var members = [[Int]](repeating: [], count: classes)
        for (index, label) in labels.enumerated() { members[Int(label)].append(index) }
        return classNames.indices.prefix(Self.mostSampledClasses).map { label in
            var random = RandomStream(seed: UInt64(label), purpose: .listing)
            let drawn = random.draw(min(count, members[label].count), from: members[label]).sorted()
            return ClassSample(name: classNames[label], count: members[label].count, examples: drawn)
        }
    }

    /// `10 classes`, or `200 classes, of which 100 are shown`.
    func classesInWords(shown: Int) -> String {
        Plural.count(classes, "class", "classes") + (shown < classes ? ", of which \(shown) are shown" : "")
    }
}
