import ArgumentParser
import Datasets
import Foundation
import NAS
import NetworkGraph
import Reporting
import Search
import SearchEngine
import Support
import Training

struct RankCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rank", abstract: "Scores networks without training them, and reports how well the scores rank trained ones.",
        discussion: """
            Example: \(Program.name) rank runs/quickstart-1.db
                     \(Program.name) rank mobile --data mnist --sample 20 --format csv

            Gradient norm, SNIP, synaptic flow and NASWOT, from one batch of training images; beside them parameters and
            multiply-accumulates.
            """)

    @Argument(help: ArgumentHelp("The database of a run, or a search space.", valueName: "db|space.yaml"))
    var subject: String

    @Option(help: ArgumentHelp("Number of random architectures, for a search space.", valueName: "count"))
    var sample = 10

    @Option(help: ArgumentHelp("Data set, for a search space (default: the space's).", valueName: "name|path"))
    var data: String?

    @Option(help: DataOptions.help)
    var dataOptions: String?

    @Option(help: ArgumentHelp("Score at most N trials of a run, evenly spaced.", valueName: "count"))
    var most = 200

    @Option(help: ArgumentHelp("Random seed.", valueName: "number"))
    var seed: UInt64 = 1

    @Flag(help: "Show only how each score correlates with the accuracies of a run.")
    var correlations = false

    @Option(help: "table, csv or json.")
    var format: ListingFormat = .table

    @OptionGroup
    var tables: TableOptions

    func validate() throws {
        guard sample >= 1, most >= 2 else { throw ValidationError("--sample must be at least 1, --most at least 2") }
    }

    func run() throws {
        try ProcessLimits.requireTraining()
        let ranking = try subject.hasSuffix(".db") ? trained() : sampled()
        let known = ranking.correlations()
        guard !correlations else {
            guard known.rows.count > 0 else { throw Diagnostic("has fewer than 3 finished trials to compare scores with", file: subject) }
            return try OutputFile.write(known.text(as: format, width: tables.width()), to: nil)
        }
        try OutputFile.write(ranking.listing().text(as: format, width: tables.width()), to: nil)
        if format == .table, !known.rows.isEmpty { Terminal.print("\n" + known.text(as: .table, width: tables.width()), terminator: "") }
    }

    private func trained() throws -> ScoreRanking {
        let store = try Store.read(at: subject)
        let definition = try store.run()
        let run = try store.loadedRun(loading: TerminalLoading.loading())
        let finished = try store.trials().filter { $0.state == .finished && $0.fidelity == definition.fidelity }
        let scorer = try ProxyScorer(TrainingData(run.dataset, split: run.split), seed: seed)
        return ScoreRanking(
            try finished.thinned(to: most).map { trial in
                try scored(try run.space.candidate(choices: trial.choices), trial: trial, scorer)
            })
    }

    private func sampled() throws -> ScoreRanking {
        let space = try SpaceCatalog.space(subject)
        let settings = Settings(space: space, options: dataOptions.map { [("data-options", $0)] } ?? [])
        let dataset = try Dataset.load(
            data ?? settings.text("data") ?? "digits", options: try settings.dataOptions(),
            loading: TerminalLoading.loading())
        try space.checkExamples(of: dataset.task, kind: dataset.kind)
        let scorer = try ProxyScorer(TrainingData(dataset, split: try DataSplit(dataset, seed: seed)), seed: seed)
        return ScoreRanking(
            try SpaceCatalog.samples(of: space, count: sample, seed: seed).map { architecture in
                try scored(try space.candidate(for: architecture, task: dataset.task), trial: nil, scorer)
            })
    }

    private func scored(_ candidate: Candidate, trial: TrialRecord?, _ scorer: ProxyScorer) throws -> ScoredNetwork {
        let scores = try scorer.score(candidate.graph, frontEnd: candidate.frontEnd)
        return ScoredNetwork(
            architecture: candidate.architecture.description, trial: trial, gradientNorm: scores.gradientNorm, snip: scores.snip,
            logSynflow: scores.logSynflow, naswot: scores.naswot, parameters: candidate.graph.parameters, macs: candidate.graph.macs)
    }
}
