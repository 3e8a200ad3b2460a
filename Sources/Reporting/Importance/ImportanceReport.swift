internal import CostModel
internal import Foundation
internal import NAS
public import Search
internal import Support

/// Which choices matter in a run, for each of its objectives: for what is measured by its trials, for costs by the cost model on networks
/// drawn at random, which are exact and more.
public struct ImportanceReport: Sendable {
    /// An objective with what is known of it.
    struct Entry: Sendable {
        let objective: Objective
        let importance: ChoiceImportance
        /// Whether it is of networks drawn at random, costed by the model.
        let isSampled: Bool
    }

    let entries: [Entry]
    /// What the run is, and what it has found, in sentences.
    let context: [String]
    /// What a reader should bear in mind, in sentences without a full stop.
    public let warnings: [String]
    let labels: DecisionLabels

    /// How many trials say enough: of longer runs, every so many (`Store.trials(every:on:)`).
    public static let most = 20_000
    /// How many networks are drawn at random for costs.
    static let samples = 2000
    /// A smaller share of the variance reads `0.0 %`, and is left out where a person reads.
    static let least = 0.0005

    /// Computes the importance of each choice for each of the run's objectives: for measured ones from finished trials of the run's
    /// shortest fidelity, for costs on one of its boards from random networks.
    ///
    /// - Throws: a `Diagnostic` where nothing is known of any objective.
    public init(_ trials: [TrialRecord], run: RunDefinition, board: RunBoard) throws {
        let space = try SearchSpace(yaml: run.space.text, fileName: run.space.fileName)
        // Of one fidelity: the shortest, which most have.
        let fidelity = run.plan.rungs.first.map { run.fidelity.with(count: $0) } ?? run.fidelity
        let finished = trials.filter { $0.state == .finished && $0.fidelity == fidelity }
        let measured = finished.compactMap { trial in
            trial.architecture.flatMap { try? space.architecture(shortForm: $0) }.map { (trial: trial, architecture: $0) }
        }
        let sampled = run.objectives.contains { !$0.isMeasured } ? try Self.sampled(space, run, board) : []
        let open = space.decisions.count { $0.options.count > 1 }
        var warnings: [String] = []
        entries = run.objectives.compactMap { objective in
            let values =
                objective.isMeasured
                ? measured.map { ($0.architecture, objective.value(of: $0.trial)) }
                : sampled.map { ($0.architecture, objective.value(accuracy: nil, loss: nil, estimate: $0.estimate)) }
            let known = values.compactMap { pair in pair.1.flatMap { $0.isFinite ? (architecture: pair.0, value: $0) : nil } }
            let found = ChoiceImportance(space.decisions, known, seed: run.seed)
            if objective.isMeasured, let warning = Self.warning(objective, known.count, open, isKnown: found != nil) {
                warnings.append(warning)
            }
            return found.map { Entry(objective: objective, importance: $0, isSampled: !objective.isMeasured) }
        }
        self.warnings = warnings
        context = Self.context(trials, run, board)
        labels = DecisionLabels(space.decisions)
        guard !entries.isEmpty else {
            throw Diagnostic(
                "\(finished.count) finished trial\(finished.count == 1 ? " does" : "s do") not say which choices matter",
                hint: "at least \(ChoiceImportance.fewest) are needed, and they must differ")
        }
    }

    private static func sampled(
        _ space: SearchSpace, _ run: RunDefinition, _ board: RunBoard
    ) throws(Diagnostic) -> [(architecture: Architecture, estimate: Estimate)] {
        var estimator = try ArchitectureEstimator(space, task: run.data.task, estimator: board.target.estimator())
        var found: [(architecture: Architecture, estimate: Estimate)] = []
        for index in 0..<samples {
            var random = RandomStream(seed: run.seed, trial: UInt64(index), purpose: .listing)
            let architecture = space.sample(using: &random)
            if let estimate = try? estimator.estimate(architecture) { found.append((architecture, estimate)) }
        }
        return found
    }

    /// The run and its best network on the board.
    private static func context(_ trials: [TrialRecord], _ run: RunDefinition, _ board: RunBoard) -> [String] {
        let known = trials.filter { trial in
            trial.state == .finished && trial.fidelity == run.fidelity && trial.estimate.map { board.budget.judge($0).fits } ?? false
        }
        let section = FrontSection(
            FrontPicture.View(board, front: known, among: []), horizontal: run.objectives.filter { !$0.isMeasured },
            vertical: run.objectives.first(where: \.isMeasured) ?? run.objectives[0], fidelity: run.fidelity, further: .init())
        return ["\(run.space.name) on \(board.target.board.title) (\(board.target)), trained on \(run.data.name)"]
            + [section.bestText, section.costText, section.budgetText].compactMap { $0 }
            + ["Accuracy is measured, costs are estimates: nine in ten networks should lie within their intervals."]
    }

    private static func warning(_ objective: Objective, _ trials: Int, _ decisions: Int, isKnown: Bool) -> String? {
        let count = Plural.count(trials, "finished trial")
        guard isKnown else {
            return "\(objective.rawValue): \(count) say nothing yet; at least \(ChoiceImportance.fewest) are needed, and they must differ"
        }
        guard trials < decisions else { return nil }
        return "\(objective.rawValue): \(count) are fewer than the \(decisions) decisions, so that much of its importance is chance"
    }
}

extension ImportanceReport {
    /// A choice with the options that do best and worst by an objective.
    public struct Row: Sendable {
        let objective: Objective
        let decision: ChoiceImportance.Decision
        let label: String
        let line: Int?
        let best: (option: String, trials: Int, mean: Double)
        let worst: (option: String, trials: Int, mean: Double)
        let count: Int
        let isSampled: Bool
    }

    /// A row for each objective and choice of which at least two options were tried, the most important first.
    var rows: [Row] {
        entries.flatMap { entry in
            entry.importance.decisions.compactMap { decision -> Row? in
                let ordered = decision.means.sorted { entry.objective.cost(of: $0.mean) < entry.objective.cost(of: $1.mean) }
                guard let best = ordered.first, let worst = ordered.last, ordered.count > 1 else { return nil }
                return Row(
                    objective: entry.objective, decision: decision, label: labels.text(decision.name), line: labels.line(decision.name),
                    best: best, worst: worst, count: entry.importance.trials, isSampled: entry.isSampled)
            }
        }
    }

    /// Returns the report as text: for programs all of it, in base units; for a person without the choices of no importance.
    ///
    /// - Parameter width: the terminal's, in columns; nil where all columns are to be shown.
    public func text(as format: ListingFormat, width: Int? = nil) -> String {
        guard format == .table else { return Listing(Self.columns, rows).text(as: format) }
        return Listing(Self.tableColumns, rows.filter { $0.decision.importance >= Self.least }).text(as: format, width: width)
    }

    private static let columns: [Column<Row>] = [
        Column("objective") { $0.objective.rawValue },
        Column("decision") { $0.decision.name },
        Column("importance") { $0.decision.importance },
        Column("best_option") { $0.best.option },
        Column("best_mean") { $0.best.mean },
        Column("worst_option") { $0.worst.option },
        Column("worst_mean") { $0.worst.mean },
        Column("trials") { $0.isSampled ? nil : $0.count },
        Column("samples") { $0.isSampled ? $0.count : nil },
        Column("unit") { $0.objective.baseUnit },
        Column("line") { $0.line },
    ]

    private static let tableColumns: [Column<Row>] = [
        Column("objective", "objective") { $0.objective.rawValue }.ranked(.key),
        Column("decision", "decision") { $0.label }.ranked(.key).shortened(.middle, to: 26),
        Column("line", "line") { $0.line },
        Column("importance", "importance", .percent(decimals: 1)) { $0.decision.importance },
        Column("best_option", "best option") { $0.best.option }.shortened(),
        Column("best_mean", "mean with it") { $0.objective.text($0.best.mean) }.ranked(.useful),
        Column("worst_option", "worst option") { $0.worst.option }.ranked(.useful).shortened(),
        Column("worst_mean", "mean with it") { $0.objective.text($0.worst.mean) }.ranked(.useful),
        Column("of", "of") { "\($0.count) \($0.isSampled ? "random networks" : "trials")" },
    ]
}

extension Objective {
    /// A value for a person, with its unit.
    func text(_ value: Double) -> String {
        switch self {
        case .accuracy, .error, .balancedAccuracy, .macroF1, .areaUnderROC: String(format: "%.2f %%", value * 100)
        case .loss: String(format: "%.4g", value)
        case .cost: dimension.format(value)
        }
    }

    /// The unit of values in listings for programs; `1` for shares and what is counted.
    var baseUnit: String {
        switch dimension {
        case .time: "s"
        case .energy: "J"
        case .memory: "B"
        default: "1"
        }
    }
}
