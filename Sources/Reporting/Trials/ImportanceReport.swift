internal import Foundation
internal import NAS
public import Search
internal import Support

/// Which choices mattered in a run, for each of its objectives.
public struct ImportanceReport {
    let objectives: [(objective: Objective, importance: ChoiceImportance)]

    /// How many trials say enough: of longer runs, every so many (`Store.trials(every:on:)`).
    public static let most = 20_000

    /// Computes the importance of each choice for each of the run's objectives, from finished trials of the run's shortest fidelity.
    ///
    /// - Throws: a `Diagnostic` where too few trials are finished, or nothing differs.
    public init(_ trials: [TrialRecord], run: RunDefinition) throws {
        let space = try SearchSpace(yaml: run.space.text, fileName: run.space.fileName)
        // Of one fidelity: the shortest, which most have.
        let fidelity = run.plan.rungs.first.map { run.fidelity.with(count: $0) } ?? run.fidelity
        let finished = trials.filter { $0.state == .finished && $0.fidelity == fidelity }
        objectives = run.objectives.compactMap { objective in
            let values = finished.compactMap { trial -> (architecture: Architecture, value: Double)? in
                guard let value = objective.value(accuracy: trial.accuracy, loss: trial.loss, estimate: trial.estimate), value.isFinite,
                    let architecture = trial.architecture.flatMap({ try? space.architecture(shortForm: $0) })
                else { return nil }
                return (architecture, value)
            }
            return ChoiceImportance(space.decisions, values, seed: run.seed).map { (objective, $0) }
        }
        guard !objectives.isEmpty else {
            throw Diagnostic(
                "\(finished.count) finished trials do not say which choices matter",
                hint: "at least \(ChoiceImportance.fewest) are needed, and they must differ")
        }
    }

    /// A choice with the options that do best and worst by an objective.
    public struct Row: Sendable {
        let objective: Objective
        let decision: ChoiceImportance.Decision
        let best: (option: String, trials: Int, mean: Double)
        let worst: (option: String, trials: Int, mean: Double)
        let trials: Int
    }

    private static let columns: [Column<Row>] = [
        Column("objective", "objective") { $0.objective.rawValue }.ranked(.key),
        Column("decision", "decision") { $0.decision.name }.ranked(.key).shortened(.middle, to: 26),
        Column("importance", "importance", .percent(decimals: 1)) { $0.decision.importance },
        Column("best_option", "best option") { $0.best.option }.shortened(),
        Column("best_mean", "mean with it") { $0.best.mean }.ranked(.useful),
        Column("worst_option", "worst option") { $0.worst.option }.ranked(.useful).shortened(),
        Column("worst_mean", "mean with it") { $0.worst.mean }.ranked(.useful),
        Column("trials") { $0.trials },
    ]

    /// Returns a row for each objective and choice of which at least two options were tried.
    public func listing() -> Listing<Row> {
        Listing(
            Self.columns,
            objectives.flatMap { objective, importance in
                importance.decisions.compactMap { decision -> Row? in
                    let ordered = decision.means.sorted { objective.cost(of: $0.mean) < objective.cost(of: $1.mean) }
                    guard let best = ordered.first, let worst = ordered.last, ordered.count > 1 else { return nil }
                    return Row(objective: objective, decision: decision, best: best, worst: worst, trials: importance.trials)
                }
            })
    }

    /// Returns an SVG file with a bar for each decision and objective, the most important for the first objective on top.
    public func svg() -> String {
        let shown = (objectives.first?.importance.decisions ?? []).filter { $0.means.count > 1 }.prefix(Self.rows)
        let (left, width, top) = (300.0, 860.0, 84.0)
        let barHeight = 14.0
        let rowHeight = barHeight * Double(objectives.count) + 8
        let height = top + rowHeight * Double(shown.count) + 40
        let largest = max(objectives.flatMap { $0.importance.decisions.map(\.importance) }.max() ?? 1, 1e-9)
        var picture = SVG()
        picture.text(24, 30, "Which choices matter", size: 18, isBold: true)
        let trials = objectives.first?.importance.trials ?? 0
        picture.text(24, 50, "share of the variance that a choice explains alone, over \(trials) trials", size: 12, fill: "#555")
        for (number, entry) in objectives.enumerated() {
            picture.bar(left + Double(number) * 150, 60, 12, 12, Self.colour(number), entry.objective.rawValue)
            picture.text(left + Double(number) * 150 + 18, 70, entry.objective.rawValue, size: 12)
        }
        for (row, decision) in shown.enumerated() {
            let y = top + Double(row) * rowHeight
            picture.text(left - 8, y + rowHeight / 2, decision.name, size: 12, anchor: .end)
            for (number, entry) in objectives.enumerated() {
                let share = entry.importance.decisions.first { $0.name == decision.name }?.importance ?? 0
                let label = String(format: "%@, %@: %.1f %%", decision.name, entry.objective.rawValue, share * 100)
                let length = (width - left - 80) * share / largest
                picture.bar(left, y + Double(number) * barHeight, length, barHeight - 2, Self.colour(number), label)
                picture.text(
                    left + length + 6, y + Double(number) * barHeight + 10, String(format: "%.1f %%", share * 100), size: 10, fill: "#333")
            }
        }
        return picture.document(width: width, height: height)
    }

    private static let rows = 24

    private static func colour(_ number: Int) -> String { ["#0b57d0", "#e37400", "#188038", "#9334e6"][number % 4] }
}
