import Datasets
import NetworkGraph
import Reporting
import Support

extension SentenceSheet {
    private static let textsOfClass = 5

    /// Some texts of each class, drawn at random but always the same.
    init(_ dataset: Dataset) {
        let rows = dataset.sampledClasses(Self.textsOfClass).map { sample in
            Row(name: sample.name, count: sample.count, texts: sample.examples.map { dataset.text(ofExample: $0) })
        }
        self.init(
            title: dataset.name,
            subtitle: "\(Plural.count(dataset.count, "text")) of up to \(Plural.count(dataset.shape.width, "byte")) in "
                + dataset.classesInWords(shown: rows.count), rows: rows)
    }
}
