import Datasets
import NetworkGraph
import Reporting
import Support

extension ContactSheet {
    private static let examplesOfClass = 10
    private static let mostClasses = 100

    /// Some examples of each class, drawn at random but always the same.
    init(_ dataset: Dataset) {
        let members = dataset.members
        let curves = ExampleCurves(dataset)
        let rows = dataset.classNames.indices.prefix(Self.mostClasses).map { label in
            var random = RandomStream(seed: UInt64(label), purpose: .listing)
            let drawn = random.draw(min(Self.examplesOfClass, members[label].count), from: members[label]).sorted()
            return Row(
                name: dataset.classNames[label], count: members[label].count, examples: drawn.map { Self.example(dataset, $0, curves) })
        }
        let left = dataset.classes - rows.count
        self.init(
            title: dataset.name,
            subtitle: "\(Plural.count(dataset.count, "example")) of \(dataset.shape) in "
                + Plural.count(dataset.classes, "class", "classes") + (left > 0 ? ", of which \(rows.count) are shown" : ""), rows: rows)
    }

    private static func example(_ dataset: Dataset, _ index: Int, _ curves: ExampleCurves?) -> Example {
        if let curves { return .curves(Array(curves.curves(ofExample: index).prefix(mostChannels))) }
        return .picture(png: dataset.png(ofExample: index), rows: dataset.shape.height, columns: dataset.shape.width)
    }

    private static let mostChannels = 12
}
