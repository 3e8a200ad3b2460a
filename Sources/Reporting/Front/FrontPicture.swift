internal import CostModel
internal import Foundation
public import Search
public import Support

/// Fronts of a run as a picture: of each board, a panel for each cost against what training measures. Values first; drawing comes after.
public struct FrontPicture: Sendable {
    /// A board's front with the trials behind it.
    public struct View: Sendable {
        let board: RunBoard
        let front: [TrialRecord]
        let others: [TrialRecord]

        /// Makes a view of what one board has.
        ///
        /// - Parameters:
        ///   - board: whose front it is, with the budget that its trials keep.
        ///   - front: its trials.
        ///   - others: trials to be drawn behind the front; those that do not compare with it are left out.
        public init(_ board: RunBoard, front: [TrialRecord], among others: [TrialRecord]) {
            (self.board, self.front, self.others) = (board, front, others)
        }
    }

    /// What was measured of the front's networks besides the search, by the trial's number.
    public struct Further: Sendable {
        /// Trainings from other seeds.
        public var retrained: [Int: Retrained] = [:]
        /// Accuracies on the test split that the database does not have.
        public var testAccuracies: [Int: Double] = [:]

        /// Makes an empty value.
        public init() {}
    }

    let run: RunDefinition
    let sections: [FrontSection]

    /// How many trials besides the front a picture has room for: of longer runs, every so many (`Store.trials(every:on:)`).
    public static let most = 5000

    /// Makes a picture. The first objective that training measures is vertical (the first of all where it measures none); each other is
    /// horizontal in a panel of its own.
    ///
    /// - Parameters:
    ///   - views: a front for each board that is shown, at least one.
    ///   - objectives: what they are fronts of.
    ///   - run: whose space and fidelity these are.
    ///   - further: what is known of the networks besides.
    /// - Throws: a `Diagnostic` without a place where there are not two objectives to draw.
    public init(
        _ views: [View], objectives: [Objective], run: RunDefinition, further: Further = Further()
    ) throws(Diagnostic) {
        guard objectives.count >= 2 else {
            throw Diagnostic(
                "a picture needs at least two objectives, got \(objectives.map(\.rawValue).joined(separator: ","))",
                hint: "for example --objectives accuracy,energy")
        }
        self.run = run
        let vertical = objectives.first(where: \.isMeasured) ?? objectives[0]
        let horizontal = objectives.filter { $0 != vertical }
        sections = views.map { view in
            FrontSection(view, horizontal: horizontal, vertical: vertical, fidelity: run.fidelity, further: further)
        }
    }
}

extension FrontPicture {
    /// A trial as one of the panels shows it.
    public struct Row: Sendable {
        let board: String
        let panel: FrontPanel
        let point: FrontPanel.Point
    }

    private static let columns: [Column<Row>] =
        [
            Column("board", "board") { $0.board },
            Column("horizontal", "horizontal") { $0.panel.horizontal.objective.rawValue },
            Column("vertical", "vertical") { $0.panel.vertical.objective.rawValue },
            Column("trial", "trial") { $0.point.trial.number },
            Column("role", "role") { $0.point.role.rawValue },
            Column("place", "place") { $0.panel.place(of: $0.point).rawValue },
        ] + Column.interval("x", "x", of: { $0.point.x }) { $0 } + Column.interval("y", "y", of: { $0.point.y }) { $0 }

    /// Returns what the picture shows: a row for each trial in each panel, with its values in base units (seconds, joules, bytes, shares),
    /// its `role` (`best`, `line` and `front` are on the front) and its `place` (`inside`, or the edge beyond which it lies).
    public func listing() -> Listing<Row> {
        Listing(
            Self.columns,
            sections.flatMap { section in
                section.panels.flatMap { panel in
                    panel.points.map { Row(board: section.board.target.board.name, panel: panel, point: $0) }
                }
            })
    }
}
