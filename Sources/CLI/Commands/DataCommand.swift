import ArgumentParser
import Foundation
import NAS
import Support
import Training

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
            .init("data", "data"), .init("title", "title"), .init("shape", "shape"), .init("classes", "classes"), .init("training", "training"),
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
        let places = DataCatalog.places(for: entry.name).map(\.path)
        let members: [(String, JSON)] = [
            ("data", .string(entry.name)), ("title", .string(entry.title)), ("present", .string("no")), ("form", .string(entry.form)),
            ("files", .array(entry.files.map(JSON.string))), ("source", .string(entry.source)), ("licence", .string(entry.licence)),
            ("how_to_get", .string(entry.howToGet)), ("looked_in", .array(places.map(JSON.string))),
        ]
        report(members)
    }

    private func details(of dataset: Dataset) throws {
        let split = try DataSplit(dataset, seed: 1)
        var counts = [Int](repeating: 0, count: dataset.classes)
        for label in dataset.labels { counts[Int(label)] += 1 }
        let members: [(String, JSON)] = [
            ("data", .string(dataset.name)), ("present", .string("yes")), ("form", .string(dataset.origin.form)),
            ("folder", dataset.origin.folder.map(JSON.string) ?? .null), ("examples", .integer(dataset.count)),
            ("shape", .string(dataset.shape.description)), ("classes", .integer(dataset.classes)),
            ("class_counts", .object(zip(dataset.classNames, counts).map { ($0, .integer($1)) })),
            ("training", .integer(split.training.count)), ("validation", .integer(split.validation.count)), ("test", .integer(split.test.count)),
            ("fingerprint", .string(dataset.fingerprint.description)), ("source", dataset.origin.source.map(JSON.string) ?? .null),
            ("licence", dataset.origin.licence.map(JSON.string) ?? .null),
        ]
        report(members)
    }

    private func report(_ members: [(String, JSON)]) {
        switch format {
        case .json: Terminal.print(JSON.object(members).text(), terminator: "")
        case .csv:
            var listing = Listing(members.map { .init($0.0, $0.0) })
            listing.append(members.map(\.1))
            Terminal.print(listing.text(as: .csv), terminator: "")
        case .table:
            for (name, value) in members {
                Terminal.print(name.replacingOccurrences(of: "_", with: " ").padding(toLength: 14, withPad: " ", startingAt: 0) + value.readable)
            }
        }
    }
}
