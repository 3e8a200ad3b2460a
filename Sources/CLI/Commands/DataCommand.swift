import ArgumentParser
import Datasets
import Foundation
import NetworkGraph
import Support

struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Lists data sets: what is there, where each comes from, how to get it.",
        discussion: "Example: nas data mnist\n         nas data ../my-images")

    @Argument(help: ArgumentHelp("A data set's name, or a folder of your own.", valueName: "name"))
    var name: String?

    @Option(help: "table, csv or json.")
    var format: ListingFormat = .table

    func run() throws {
        guard let name else {
            try OutputFile.write(overview().text(as: format), to: nil)
            if format == .table {
                Terminal.print("\na folder of your own, given as --data PATH:")
                for line in DataCatalog.formsOfOnesOwn { Terminal.print("  " + line) }
            }
            return
        }
        if let entry = DataCatalog.entry(named: name), case .absent = DataCatalog.presence(of: entry) {
            try absent(entry)
            return
        }
        try details(of: Dataset.load(name))
    }

    private func overview() -> Listing {
        var listing = Listing([
            .init("data", "data"), .init("title", "title"), .init("shape", "shape"), .init("classes", "classes"),
            .init("training", "training"),
            .init("test", "test"), .init("licence", "licence"), .init("present", "there"), .init("folder", nil), .init("form", nil),
            .init("source", nil), .init("how_to_get", nil),
        ])
        for entry in DataCatalog.entries {
            let presence = DataCatalog.presence(of: entry)
            let there: (text: String, folder: JSON) =
                switch presence {
                case .embedded: ("yes", .null)
                case .folder(let url): ("yes", .string(url.path))
                case .absent: ("no", .null)
                }
            listing.append([
                .string(entry.name), .string(entry.title), .string(entry.shape.description), .integer(entry.classNames.count),
                .integer(entry.trainingCount), .integer(entry.testCount), .string(entry.licence), .string(there.text), there.folder,
                .string(entry.form), .string(entry.source), .string(entry.howToGet),
            ])
        }
        return listing
    }

    /// A known set that is not on this machine.
    private func absent(_ entry: DataCatalog.Entry) throws {
        var report = Report()
        report.add("data", .string(entry.name))
        report.add("title", .string(entry.title))
        report.add("present", .string("no"))
        report.add("form", .string(entry.form))
        report.add("files", .array(entry.files.map(JSON.string)))
        report.add("source", .string(entry.source))
        report.add("licence", .string(entry.licence))
        report.add("how_to_get", .string(entry.howToGet))
        report.add("looked_in", .array(DataCatalog.places(for: entry.name).map { .string($0.path) }))
        Terminal.print(report.text(as: format), terminator: "")
    }

    private func details(of dataset: Dataset) throws {
        let split = try DataSplit(dataset, seed: 1)
        var counts = [Int](repeating: 0, count: dataset.classes)
        for label in dataset.labels { counts[Int(label)] += 1 }
        var report = Report()
        report.add("data", .string(dataset.name))
        report.add("present", .string("yes"))
        report.add("form", .string(dataset.origin.form))
        report.add("folder", dataset.origin.folder.map(JSON.string) ?? .null)
        report.add("examples", .integer(dataset.count))
        report.add("shape", .string(dataset.shape.description))
        report.add("classes", .integer(dataset.classes))
        report.add("class_counts", .object(zip(dataset.classNames, counts).map { ($0, .integer($1)) }))
        report.add("training", .integer(split.training.count))
        report.add("validation", .integer(split.validation.count))
        report.add("test", .integer(split.test.count))
        report.add("fingerprint", .string(dataset.fingerprint.description))
        report.add("source", dataset.origin.source.map(JSON.string) ?? .null)
        report.add("licence", dataset.origin.licence.map(JSON.string) ?? .null)
        Terminal.print(report.text(as: format), terminator: "")
    }
}
