import Datasets
import NetworkGraph
import Reporting
import Support

extension ContactSheet {
    private static let examplesOfClass = 10

    /// Some examples of each class, drawn at random but always the same.
    init(_ dataset: Dataset) {
        let curves = ExampleCurves(dataset)
        let rows = dataset.sampledClasses(Self.examplesOfClass).map { sample in
            Row(name: sample.name, count: sample.count, examples: sample.examples.map { Self.example(dataset, $0, curves) })
        }
        self.init(
            title: dataset.name,
            subtitle: "\(Plural.count(dataset.count, "example")) of \(dataset.shape) in "
                + dataset.classesInWords(shown: rows.count), rows: rows)
    }

    private static func example(_ dataset: Dataset, _ index: Int, _ curves: ExampleCurves?) -> Example {
        if let curves { return .curves(Array(curves.curves(ofExample: index).prefix(mostChannels))) }
        return .picture(png: dataset.png(ofExample: index), rows: dataset.shape.height, columns: dataset.shape.width)
    }

    private static let mostChannels = 12
}
