import Datasets
import NetworkGraph
import Reporting
import Support

extension SentenceSheet {
    private static let textsOfClass = 5
    private static let mostClasses = 100

    /// Some texts of each class, drawn at random but always the same.
    init(_ dataset: Dataset) {
        let members = dataset.members
        let rows = dataset.classNames.indices.prefix(Self.mostClasses).map { label in
            var random = RandomStream(seed: UInt64(label), purpose: .listing)
            let drawn = random.draw(min(Self.textsOfClass, members[label].count), from: members[label]).sorted()
            return Row(name: dataset.classNames[label], count: members[label].count, texts: drawn.map { dataset.text(ofExample: $0) })
        }
        let left = dataset.classes - rows.count
        self.init(
            title: dataset.name,
            subtitle: "\(Plural.count(dataset.count, "text")) of up to \(Plural.count(dataset.shape.width, "byte")) in "
                + Plural.count(dataset.classes, "class", "classes") + (left > 0 ? ", of which \(rows.count) are shown" : ""), rows: rows)
    }
}

extension Dataset {
    /// The examples of each class.
    var members: [[Int]] {
        var members = [[Int]](repeating: [], count: classes)
        for (index, label) in labels.enumerated() { members[Int(label)].append(index) }
        return members
    }
}
