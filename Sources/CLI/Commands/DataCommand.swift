import ArgumentParser
import Datasets
import Foundation
import NetworkGraph
import Reporting
import Support

struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Lists data sets: what is there, where each comes from, how to get it.",
        discussion: """
            Example: \(Program.name) data mnist
                     \(Program.name) data show ../my-photos
                     \(Program.name) data show digits.npz --format svg --output digits.svg
                     \(Program.name) data show accelerometer.csv --data-options window=2.56s,hop=1.28s
                     \(Program.name) data show reviews.tsv

            Of one set it shows how many examples of each class there are, and says where classes are imbalanced; as a picture, some \
            examples of each class.
            """)

    @Argument(
        help: ArgumentHelp("A data set's name, or a folder or file of your own; the word show may stand before it.", valueName: "name"))
    var words: [String] = []

    @Option(help: DataOptions.help)
    var dataOptions: String?

    @OptionGroup
    var reading: DataReadingOptions

    @Option(help: "table, csv or json; svg shows examples of one set.")
    var format: PictureFormat = .table

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file instead of standard output.", valueName: "file"))
    var output: String?

    @OptionGroup
    var tables: TableOptions

    func run() throws {
        let names = words.first == "show" && words.count > 1 ? Array(words.dropFirst()) : words
        guard names.count < 2 else { throw UsageError("one data set at a time, got \(names.count)") }
        guard let name = names.first else {
            guard let listed = format.listing else { throw UsageError("a picture is of one data set: name it") }
            try OutputFile.write(Listing(Self.columns, DataCatalog.entries).text(as: listed, width: tables.width(to: output)), to: output)
            if listed == .table, output == nil {
                tables.say("\na folder or file of your own, given as --data PATH:")
                for line in DataCatalog.formsOfOnesOwn { tables.say("  " + line) }
            }
            return
        }
        if let listed = format.listing, let entry = DataCatalog.entry(named: name), case .absent = DataCatalog.presence(of: entry) {
            try absent(entry, listed)
            return
        }
        let dataset = try Dataset.load(name, options: Settings.dataOptions(dataOptions ?? ""), loading: reading.loading)
        guard let listed = format.listing else {
            let picture = dataset.kind == .text ? SentenceSheet(dataset).svg() : ContactSheet(dataset).svg()
            return try OutputFile.write(picture, to: output)
        }
        try details(of: dataset, listed)
    }

    private static let columns: [Column<DataCatalog.Entry>] = [
        Column("data", "data") { $0.name }.ranked(.key),
        Column("title", "title") { $0.title }.ranked(.useful).shortened(),
        Column("shape", "shape") { $0.shape.description },
        Column("classes", "classes") { $0.classNames.count },
        Column("training", "training") { $0.trainingCount },
        Column("test", "test") { $0.testCount },
        Column("licence", "licence") { $0.licence }.ranked(.useful).shortened(),
        Column("present", "there") { $0.presence },
        Column("folder") { $0.folder },
        Column("form") { $0.form },
        Column("source") { $0.source },
        Column("how_to_get") { $0.howToGet },
    ]

    /// A known set that is not on this machine.
    private func absent(_ entry: DataCatalog.Entry, _ format: ListingFormat) throws {
        var report = Report()
        report.add("data", entry.name)
        report.add("title", entry.title)
        report.add("present", "no")
        report.add("form", entry.form)
        report.add("files", entry.files)
        report.add("source", entry.source)
        report.add("licence", entry.licence)
        report.add("how_to_get", entry.howToGet)
        report.add("looked_in", DataCatalog.places(for: entry.name).map(\.path))
        try OutputFile.write(report.text(as: format, width: tables.width(to: output)), to: output)
    }

    private func details(of dataset: Dataset, _ format: ListingFormat) throws {
        let split = try DataSplit(dataset, seed: 1)
        let view = ClassCountsView(ClassCounts(dataset, split: split), of: dataset)
        let counts = view.counts
        let all = ClassCounts.Part(dataset.classNames.indices.map { label in counts.parts.reduce(0) { $0 + $1.counts[label] } })
        func byName(_ part: ClassCounts.Part) -> JSON { .object(zip(dataset.classNames, part.counts).map { ($0, .integer($1)) }) }
        var report = Report()
        report.add("data", dataset.name)
        report.add("present", "yes")
        report.add("form", dataset.origin.form)
        report.add("folder", dataset.origin.folder)
        if dataset.kind != .pictures { report.add("kind", dataset.kind.rawValue) }
        report.add("examples", dataset.count)
        report.add("shape", dataset.shape.description)
        report.add("classes", dataset.classes)
        report.add("class_counts", "class counts", byName(all), shown: view.text(all))
        for (name, part) in [("training", counts.training), ("validation", counts.validation), ("test", counts.test)] {
            report.add(name, name, part.total, shown: "\(part.total): \(view.text(part))")
            if format != .table { report.add("\(name)_class_counts", byName(part)) }
        }
        if dataset.kind == .text { addLengths(of: dataset, split, to: &report) }
        report.add("imbalanced", "imbalanced", view.imbalance != nil, shown: view.imbalance ?? "no")
        if format != .table {
            report.add("majority_class", counts.majorityClass.map { dataset.classNames[$0] })
            report.add("majority_accuracy", counts.majorityAccuracy)
        }
        if !dataset.origin.notes.isEmpty {
            report.add("notes", "notes", dataset.origin.notes, shown: dataset.origin.notes.joined(separator: "; "))
        }
        report.add("fingerprint", dataset.fingerprint.description)
        report.add("source", dataset.origin.source)
        report.add("licence", dataset.origin.licence)
        try OutputFile.write(report.text(as: format, width: tables.width(to: output)), to: output)
    }

    /// How long the texts of training are.
    private func addLengths(of dataset: Dataset, _ split: DataSplit, to report: inout Report) {
        let lengths = TextLengths(dataset, split.training)
        for (name, summary) in [("characters", lengths.characters), ("words", lengths.words)] {
            report.add(
                name, "\(name) of a text",
                JSON.object([
                    ("median", .integer(summary.median)), ("percentile_95", .integer(summary.most)), ("longest", .integer(summary.longest)),
                ]), shown: "\(summary.median) (median), at most \(summary.most) in 95 %, \(summary.longest) (longest), in training")
        }
        report.add("vocabulary", "different words", lengths.vocabulary, shown: "\(lengths.vocabulary) in training")
    }
}

extension DataCatalog.Entry {
    /// Whether it is on this machine.
    fileprivate var presence: String {
        switch DataCatalog.presence(of: self) {
        case .embedded, .folder: "yes"
        case .absent: "no"
        }
    }

    /// Where it is; nil for what is part of the program, or not there.
    fileprivate var folder: String? {
        switch DataCatalog.presence(of: self) {
        case .folder(let url): url.path
        case .embedded, .absent: nil
        }
    }
}
