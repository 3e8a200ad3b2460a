import ArgumentParser
import Datasets
import Foundation
import Models
import Reporting
import Support
import Training

struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict", abstract: "Says what a model takes files for.",
        discussion: """
            Example: \(Program.name) predict models/cats photo.jpg
                     \(Program.name) predict models/cats holiday/ --format csv > holiday.csv

            Of a model of pictures, files are PNG and JPEG pictures or folders of them, each brought to the size of those that it was \
            trained on; of a model of sounds, WAV files or folders of them; of other series or of tables, .ts, .csv, .npy and .npz files, \
            with labels or without. Every example of a file is looked at.
            """)

    @Argument(help: ArgumentHelp("The model folder.", valueName: "model"))
    var model: String

    @Argument(help: ArgumentHelp("Pictures, sounds, folders of them, or files of series or rows.", valueName: "file"))
    var files: [String]

    @Option(help: DataOptions.help)
    var dataOptions: String?

    @Option(help: ArgumentHelp("How many of the most probable classes are listed.", valueName: "count"))
    var top = 1

    @Option(help: "table, csv (with the probability of every class) or json.")
    var format: ListingFormat = .table

    @OptionGroup
    var tables: TableOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file instead of standard output.", valueName: "file"))
    var output: String?

    func run() throws {
        guard top > 0 else { throw UsageError("--top must be at least 1, got \(top)") }
        let folder = try ModelFolder(contentsOf: URL(fileURLWithPath: model, isDirectory: true))
        let predictor = try folder.predictor()
        let form = try folder.exampleForm(dataOptions)
        var rows: [Prediction] = []
        var unreadable = 0
        func tell(_ problem: Diagnostic) {
            Terminal.printError(problem.description)
            unreadable += 1
        }
        for file in files {
            // What cannot be read costs the others nothing.
            do {
                for batch in try UnlabelledExamples.batches(at: file, like: form) {
                    let (examples, problems) = try batch.read()
                    problems.forEach(tell)
                    examples.notes.forEach(tables.note)
                    guard examples.dataset.count > 0 else { continue }
                    let predictions = try predictor.predictions(of: examples.dataset, Array(0..<examples.dataset.count))
                    for (index, name) in examples.names.enumerated() {
                        rows.append(Prediction(name: name, probabilities: Array(predictions.probabilities(of: index))))
                    }
                }
            } catch { tell(error) }
        }
        let listing = Listing(Prediction.columns(folder.description.classes, top: top), rows)
        if !rows.isEmpty || unreadable == 0 { try OutputFile.write(listing.text(as: format, width: tables.width(to: output)), to: output) }
        if unreadable > 0 {
            tables.note("\(Plural.count(unreadable, "file")) could not be read")
            throw ExitCode(ExitStatus.badInput.rawValue)
        }
    }
}

/// What a model takes an example for.
private struct Prediction: Sendable {
    let name: String
    let probabilities: [Float]
    /// Classes from the most probable on; of equals the first.
    private let order: [Int]

    init(name: String, probabilities: [Float]) {
        (self.name, self.probabilities) = (name, probabilities)
        order = probabilities.indices.sorted { (probabilities[$0], -$0) > (probabilities[$1], -$1) }
    }

    static func columns(_ classes: [String], top: Int) -> [Column<Prediction>] {
        var columns: [Column<Prediction>] = [
            Column("file", "file") { $0.name }.ranked(.key),
            Column("prediction", "prediction") { classes[$0.order[0]] }.ranked(.key),
            Column("probability", "probability", .percent) { Double($0.probabilities[$0.order[0]]) },
        ]
        for place in 1..<max(min(top, classes.count), 1) {
            columns.append(Column("prediction_\(place + 1)", "\(place + 1)") { classes[$0.order[place]] })
            columns.append(Column("probability_\(place + 1)", "", .percent) { Double($0.probabilities[$0.order[place]]) })
        }
        return columns + classes.enumerated().map { label, name in Column("probability_of_\(name)") { Double($0.probabilities[label]) } }
    }
}
