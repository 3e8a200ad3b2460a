import Datasets
import NetworkGraph
import Reporting
import Support

extension ContactSheet {
    private static let examplesOfClass = 10
    private static let mostClasses = 100

    /// Some examples of each class, drawn at random but always the same.
    init(_ dataset: Dataset) {
        var members = [[Int]](repeating: [], count: dataset.classes)
        for (index, label) in dataset.labels.enumerated() { members[Int(label)].append(index) }
        let rows = dataset.classNames.indices.prefix(Self.mostClasses).map { label in
            var random = RandomStream(seed: UInt64(label), purpose: .listing)
            let drawn = random.draw(min(Self.examplesOfClass, members[label].count), from: members[label]).sorted()
            return Row(name: dataset.classNames[label], count: members[label].count, examples: drawn.map { Self.example(dataset, $0) })
        }
        let left = dataset.classes - rows.count
        self.init(
            title: dataset.name,
            subtitle: "\(Plural.count(dataset.count, "example")) of \(dataset.shape) in "
                + Plural.count(dataset.classes, "class", "classes") + (left > 0 ? ", of which \(rows.count) are shown" : ""), rows: rows)
    }

    private static func example(_ dataset: Dataset, _ index: Int) -> Example {
        let (shape, elements) = (dataset.shape, dataset.shape.elements)
        guard case .floats(let values) = dataset.values else {
            return .picture(png: dataset.png(ofExample: index), rows: shape.height, columns: shape.width)
        }
        let example = values[index * elements..<(index + 1) * elements]
        // Of a row of a table its columns one after the other, of a series a curve a channel.
        guard dataset.kind == .series else { return .curves([example.map(Double.init)]) }
        return .curves(
            (0..<min(shape.channels, mostChannels)).map { channel in
                stride(from: example.startIndex + channel, to: example.endIndex, by: shape.channels).map { Double(example[$0]) }
            })
    }

    private static let mostChannels = 12
}
