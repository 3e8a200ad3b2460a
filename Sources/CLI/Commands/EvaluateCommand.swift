import ArgumentParser
import Datasets
import Foundation
import Models
import NetworkGraph
import Reporting
import Support
import Training

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Measures a model on labelled data: accuracy, confusions, precision and recall, calibration.",
        discussion: """
            Example: \(Program.name) evaluate models/cats
                     \(Program.name) evaluate models/cats --data new-pictures --format json

            Of the data that the model was trained on, the test part, drawn as then; of other data, the test part that they come with, \
            or all of them. --part says otherwise.
            """)

    @Argument(help: ArgumentHelp("The model folder.", valueName: "model"))
    var model: String

    @Option(help: ArgumentHelp("Data set: a name, a folder or a file (default: that of the training).", valueName: "name|path"))
    var data: String?

    @Option(help: DataOptions.help)
    var dataOptions: String?

    @OptionGroup
    var reading: DataReadingOptions

    @Option(help: ArgumentHelp("Which examples: \(EvaluatedPart.names).", valueName: "part"))
    var part: EvaluatedPart?

    @Option(help: "table, csv (a line a class) or json.")
    var format: ListingFormat = .table

    @OptionGroup
    var tables: TableOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file instead of standard output (csv and json).", valueName: "file"))
    var output: String?

    func run() throws {
        let folder = try ModelFolder(contentsOf: URL(fileURLWithPath: model, isDirectory: true))
        let dataset = try labelled(for: folder)
        let (part, indices) = try examples(of: dataset, folder.description)
        guard !indices.isEmpty else {
            throw Diagnostic("the data have no \(part.rawValue) part", file: dataset.origin.folder, hint: "--part all takes all examples")
        }
        let report = try folder.predictor().report(on: dataset, indices)
        switch format {
        case .csv: try OutputFile.write(ReportLines.csv(report), to: output)
        case .json:
            var members: [(String, JSON)] = [
                ("model", folder.description.name.json), ("data", dataset.name.json), ("part", part.rawValue.json),
            ]
            if part == .test { members.append(("test_accuracy", report.accuracy.json)) }
            try OutputFile.write(JSON.object(members + ReportLines.json(report)).text(), to: output)
        case .table:
            guard output == nil else { throw UsageError("--output takes --format csv or json") }
            let name = part == .all ? "all examples" : "\(part.rawValue) part"
            tables.say("\(folder.description.name) on \(dataset.name), \(name)")
            ReportLines.print(report, tables)
        }
    }

    private func labelled(for folder: ModelFolder) throws -> Dataset {
        let model = folder.description
        let form = try folder.exampleForm(dataOptions)
        let dataset: Dataset
        do {
            // Pictures as `nas predict` sees them, whatever size would suit this set.
            dataset = try Dataset.load(data ?? model.data.place, options: form.options, like: form, loading: reading.loading)
        } catch {
            var error = error
            if data == nil { error.hint = (error.hint.map { $0 + "; " } ?? "") + "--data says where the data are" }
            throw error
        }
        guard dataset.kind == model.input.kind, dataset.shape == folder.examples else {
            throw Diagnostic(
                "holds \(dataset.kind.rawValue) of \(dataset.shape), the model was trained on \(model.input.kind.rawValue) of \(folder.examples)",
                file: dataset.origin.folder)
        }
        guard dataset.features == model.input.features else {
            throw Diagnostic("has other columns or channels than the model was trained on", file: dataset.origin.folder)
        }
        for note in dataset.origin.notes where format == .table { tables.note(note) }
        return try dataset.withClasses(of: model.classes)
    }

    private func examples(of dataset: Dataset, _ model: ModelDescription) throws -> (EvaluatedPart, [Int]) {
        let isSame = dataset.fingerprint == model.data.fingerprint
        if !isSame, data == nil || dataset.origin.folder == model.data.place {
            tables.note("warning: the data have changed since the training: the model may have learnt from the examples it is measured on")
        }
        let part = part ?? (isSame || dataset.customaryTestStart != nil ? .test : .all)
        if isSame, part == .training || part == .all || (part == .validation && model.training.patience == nil) {
            tables.note("the model has learnt from \(part == .all ? "most" : "all") of these examples")
        }
        guard part != .all else { return (part, Array(0..<dataset.count)) }
        let split = try DataSplit(dataset, seed: model.data.splitSeed)
        switch part {
        case .training: return (part, split.training)
        case .validation: return (part, split.validation)
        case .test, .all: return (part, split.test.indices)
        }
    }
}

enum EvaluatedPart: String, CaseIterable, ExpressibleByArgument {
    case test, validation, training, all

    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

extension ModelFolder {
    /// What the network takes for an example.
    ///
    /// - Parameter dataOptions: how new data are read, before what was said of the training's; nil for as those.
    func exampleForm(_ dataOptions: String?) throws -> ExampleForm {
        let form = ExampleForm(
            kind: description.input.kind, shape: examples, features: description.input.features, classNames: description.classes,
            options: description.data.options)
        guard let dataOptions else { return form }
        let options = try Settings.dataOptions(dataOptions)
        do { return try form.reading(options) } catch { throw UsageError(error) }
    }

    /// The model, ready to be given examples.
    func predictor() throws(Diagnostic) -> NetworkPredictor {
        try NetworkPredictor(
            graph, weights: weights, frontEnd: description.input.frontEnd, normalisation: description.input.normalisation,
            fileName: url.appendingPathComponent(Self.weightsName).path)
    }
}
