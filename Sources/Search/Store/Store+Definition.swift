internal import CostModel
internal import GRDB
internal import NAS
internal import NetworkGraph
internal import Support

/// The run's definition, as its row and its boards have it.
extension Store {
    static func run(_ db: Database) throws -> RunDefinition {
        let row = try runRow(db)
        let boards = try boards(db)
        let objectives = try objectives(row, db)
        let fidelity = try fidelity(row)
        var run = RunDefinition(
            space: try space(row, db), data: try data(row),
            boards: boards, objectives: objectives, strategy: try row.value("strategy"), fidelity: fidelity,
            trials: try row.integer("trials", in: StoredRange.positive), engine: try engine(row))
        run.strategySettings = try row.json("strategy_settings") { (settings: [String: Double]) in
            settings.values.allSatisfy(\.isFinite) ? nil : "a setting is not a number"
        }
        run.seed = UInt64(bitPattern: try row.value("seed") as Int64)
        run.lookahead = try row.integer("lookahead", in: StoredRange.lookahead)
        run.plan = try plan(row, fidelity)
        run.context = try row.value("context")
        _ = try row.number("created_at", in: StoredRange.amount)
        _ = try row.integerIfAny("retraining_planned", in: StoredRange.count)
        return run
    }

    private static func data(_ row: TableRow) throws -> RunDefinition.Data {
        let task = try row.json("task") { (task: TaskShape) in task.problem }
        return .init(
            name: try row.value("data_name"), fingerprint: try row.value("data_fingerprint"), task: task,
            classCounts: try row.jsonIfAny("class_counts") { (counts: ClassCounts) in counts.problem(of: task) })
    }

    /// The one row of the table `run`.
    static func runRow(_ db: Database) throws -> TableRow {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM run") else { throw UnreadableColumn("run", "id", "no row") }
        return TableRow(row, of: "run")
    }

    static func engine(_ row: TableRow) throws -> RunDefinition.Engine {
        .init(
            version: try row.value("engine_version"), kernelClass: try row.value("kernel_class"), blasCore: try row.value("blas_core"))
    }

    private static func space(_ row: TableRow, _ db: Database) throws -> RunDefinition.Space {
        let number = try row.integer("space_version", in: StoredRange.count)
        let version = try spaceRow(number, db)
        return .init(
            name: try row.value("space_name"), fileName: try row.value("space_file"), text: try version.value("space_text"),
            hash: try version.hash("space_hash"), decisions: try decisions(version))
    }

    /// The run's objectives, of which there are as many as a trial has costs.
    static func objectives(_ row: TableRow, _ db: Database) throws -> [Objective] {
        let objectives = try row.text("objectives") { try Objective.parse($0) }
        let columns = Set(try db.columns(in: "trial").map(\.name))
        guard columns.isSuperset(of: StoreSchema.costColumns(objectives.count)), !columns.contains("cost_\(objectives.count + 1)") else {
            throw row.unreadable("objectives", reason: "trials have costs in another number of objectives")
        }
        return objectives
    }

    private static func fidelity(_ row: TableRow) throws -> Fidelity {
        try StoreEncoding.fidelity(try row.integer("fidelity", in: StoredRange.fidelity), unit: try row.value("fidelity_unit"))
    }

    private static func plan(_ row: TableRow, _ fidelity: Fidelity) throws -> TrainingPlan {
        try row.json("training_plan") { (plan: TrainingPlan) in plan.problem(below: fidelity.count) }
    }

    /// How long networks of the run are trained.
    struct Fidelities {
        /// The run's own.
        let full: Fidelity
        /// The lengths of trials' trainings, in its unit: the run's own is the last.
        let ofTrials: [Int]
        /// The length of trainings anew, in the same unit.
        let anew: Int

        /// Reads the next column, a trial's fidelity.
        func trial(_ reader: inout ColumnReader) throws -> Fidelity {
            let count = try reader.integer(in: StoredRange.fidelity)
            guard ofTrials.contains(count) else { throw reader.unreadable(reason: Self.reason) }
            return full.with(count: count)
        }

        static let reason = "trials of this run are not trained that long"
    }

    static func fidelities(_ db: Database) throws -> Fidelities {
        let row = try runRow(db)
        let fidelity = try fidelity(row)
        let plan = try plan(row, fidelity)
        return Fidelities(full: fidelity, ofTrials: plan.rungs + [fidelity.count], anew: fidelity.count * plan.retrainingLength)
    }
}

extension TrainingPlan {
    /// What keeps it from being a plan for a fidelity, in words.
    func problem(below fidelity: Int) -> String? {
        let steps = [0] + rungs + [fidelity]
        if !zip(steps, steps.dropFirst()).allSatisfy({ $0 < $1 }) { return "its rungs do not rise from 1 to below the run's fidelity" }
        if !(2...1_000_000).contains(reduction) { return "its reduction is not 2 or more" }
        if !(0..<0.999_999).contains(retrainingShare) { return "its retrainingShare is not from 0 to below 1" }
        if !(1...1_000_000).contains(retrainingLength) { return "its retrainingLength is not 1 or more" }
        return nil
    }
}

extension ClassCounts {
    /// What keeps them from being a task's, in words.
    fileprivate func problem(of task: TaskShape) -> String? {
        if !parts.allSatisfy({ $0.counts.count == task.classes }) { return "the task has \(task.classes) classes" }
        return parts.allSatisfy { $0.counts.allSatisfy(StoredRange.examples.contains) } ? nil : "a count is below 0 or too large"
    }
}

extension TaskShape {
    /// What keeps it from being a data set's, in words.
    fileprivate var problem: String? {
        let sides = [input.height, input.width, input.channels, classes]
        if !sides.allSatisfy({ (1...1 << 30).contains($0) }) { return "a size or the number of classes is not above 0" }
        let (positions, isTooWide) = input.height.multipliedReportingOverflow(by: input.width)
        return isTooWide || positions.multipliedReportingOverflow(by: input.channels).overflow ? "its sizes are too large" : nil
    }
}
