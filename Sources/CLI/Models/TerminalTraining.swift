import ArgumentParser
import Foundation
import Models
import Reporting
import Search
import SearchEngine
import Support

/// Trains a model, new or resumed, to its end, and tells a person about it.
struct TerminalTraining {
    private let training: ModelTraining
    private let folder: URL
    private let workers: Int
    private let tables: TableOptions

    init(_ training: ModelTraining, in folder: URL, workers: Int, tables: TableOptions) {
        (self.training, self.folder, self.workers, self.tables) = (training, folder, workers, tables)
    }

    private var path: String { DisplayPath.short(folder.standardizedFileURL.path) }

    /// - Throws: `ExitCode` 130 if it was interrupted; whatever keeps the training from going on.
    func start() throws {
        let plan = training.plan
        let counts = training.exampleCounts
        tables.say("model \(plan.name): \(training.summary)")
        tables.say(
            "\(Plural.count(counts.training, "training example")), \(counts.validation) for validation, \(counts.test) for the test")
        let patience = plan.patience.map { ", until \(Plural.count($0, "epoch")) bring nothing better" } ?? ""
        tables.say("\(Plural.count(plan.trainings, "training")) of \(plan.fidelity)\(patience), \(Plural.count(workers, "worker"))")
        var view = TrainingProgressView()
        let end = try training.run(
            workers: workers, command: .init([Installation.executable.path, "worker"]), until: Interruption.stopFlag()
        ) { event in view.observe(event, tables) }
        switch end {
        case .interrupted:
            tables.say("interrupted; what was trained is kept. Go on with: \(Program.command("resume", path))")
            throw ExitCode(ExitStatus.interrupted.rawValue)
        case .done(let metrics): report(metrics)
        }
    }

    private func report(_ metrics: ModelMetrics) {
        if let mean = metrics.meanTestAccuracy {
            let deviation =
                metrics.deviationOfTestAccuracy.map { ", standard deviation \(Self.points($0)) over \(metrics.seeds.count) seeds" } ?? ""
            tables.say("test accuracy \(CellFormat.percent.text(mean))\(deviation)")
        } else {
            tables.say("the data have no test part, so that nothing is known of new examples")
        }
        if let test = metrics.test {
            if metrics.seeds.count > 1 { tables.say("\nthe weights that are kept:") }
            ReportLines.print(test, tables)
        }
        tables.say("\nmodel folder \(path)")
        tables.say("use it: \(Program.command("predict", path, "FILE..."))")
    }

    /// `0.12 points`: of hundredths.
    private static func points(_ share: Double) -> String { String(format: "%.2f points", share * 100) }
}

/// Shows trainings as they go: a line for each epoch, but no more than one every few seconds in a pipe.
private struct TrainingProgressView {
    private var last = Date.distantPast
    private static let secondsBetween = 2.0

    mutating func observe(_ event: ModelTraining.Event, _ tables: TableOptions) {
        switch event {
        case .began: break
        case .progress(let training, let point):
            guard Date().timeIntervalSince(last) >= Self.secondsBetween else { return }
            last = Date()
            let validation = point.validationAccuracy.map { ", validation accuracy \(CellFormat.percent.text($0))" } ?? ""
            tables.say(
                "training \(training): epoch \(Int(point.epoch)), loss \(String(format: "%.4f", point.trainingLoss))\(validation), "
                    + Terminal.duration(point.seconds))
        case .finished(let training, let measurement):
            let validation = measurement.accuracy.map { ", validation accuracy \(CellFormat.percent.text($0))" } ?? ""
            let epoch = measurement.bestEpoch.map { " (epoch \($0))" } ?? ""
            tables.say("training \(training) finished in \(Terminal.duration(measurement.seconds))\(validation)\(epoch)")
        case .failed(let training, let failure): tables.note("training \(training) failed: \(failure)")
        case .warning(let message): tables.note("warning: \(message)")
        }
    }
}
