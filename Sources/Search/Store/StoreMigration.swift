internal import CostModel
internal import Foundation
internal import GRDB
internal import NAS
internal import Support

/// Makes a database of an earlier version one of the present version, in the transaction that it is given: whole, or not at all.
///
/// Version 3 has no place for balanced accuracy and counts by class, and version 2 none for quantities of estimates that came later.
/// Version 1 has each trial's choices as JSON, ids as digits, estimates by network, the board in the table of the run, and nothing that is
/// counted beside the trials.
struct StoreMigration {
    private let db: Database
    private let store: Store

    /// - Parameter store: whose database it is.
    static func run(_ db: Database, of store: Store) throws {
        let migration = StoreMigration(db: db, store: store)
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        if version < 2 { try migration.moveToVersion2() }
        if version < 3 { try db.execute(sql: StoreSchema.sinceVersion2) }
        if version < 4 { try db.execute(sql: StoreSchema.sinceVersion3) }
        if version < 2 { try Store.recount(db) }
        try db.execute(sql: "PRAGMA user_version = \(StoreFile.version)")
    }

    private static let renamed = ["run", "trial", "estimate"]

    private func moveToVersion2() throws {
        for table in Self.renamed { try db.execute(sql: "ALTER TABLE \(table) RENAME TO \(table)_1") }
        let objectives = try oldRun().text("objectives") { try Objective.parse($0) }
        try db.execute(sql: StoreSchema.version2(objectives: objectives.count))
        try db.execute(sql: StoreSchema.sinceVersion1)
        let present = try moveRun()
        try moveTrials(present)
        for table in Self.renamed { try db.execute(sql: "DROP TABLE \(table)_1") }
        try db.execute(sql: "DROP TABLE IF EXISTS further_board")
    }

    // MARK: The run

    private func moveRun() throws -> SpaceVersion {
        let row = try oldRun()
        let (unit, fidelity) = try row.text("fidelity", Self.fidelity)
        let (text, file): (String, String) = (try row.value("space_text"), try row.value("space_file"))
        // Of a space that cannot be read any more, decisions are what trials say.
        let decisions = (try? SearchSpace(yaml: text, fileName: file))?.decisions ?? []
        let space = RunDefinition.Space(
            name: try row.value("space_name"), fileName: file, text: text, hash: try row.hash("space_hash"), decisions: decisions)
        let version = try Store.add(space, db)
        try db.execute(
            sql: """
                INSERT INTO run SELECT id, created_at, space_name, space_file, ?, data_name, data_fingerprint, task, objectives, strategy,
                    strategy_settings, seed, lookahead, ?, ?, ?, trials, engine_version, kernel_class, blas_core, context, NULL, ended
                FROM run_1
                """, arguments: [version, unit, fidelity, StoreEncoding.text(TrainingPlan())])
        try db.execute(sql: "INSERT INTO board SELECT 0, board_name, target, profile_hash, budget, mission, NULL FROM run_1")
        if try db.tableExists("further_board") { try db.execute(sql: "INSERT INTO board SELECT *, NULL FROM further_board") }
        return SpaceVersion(number: version, decisions: decisions)
    }

    private func oldRun() throws -> TableRow {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM run_1") else { throw UnreadableColumn("run", "id", "no row") }
        return TableRow(row, of: "run")
    }

    // MARK: Trials

    private func moveTrials(_ present: SpaceVersion) throws {
        let odd = try oddSpace(present)
        let nothing = String(repeating: "NULL, ", count: try Store.run(db).objectives.count)
        let rows = try Row.fetchCursor(db, sql: "SELECT * FROM trial_1 ORDER BY number")
        while let row = try rows.next() {
            let row = TableRow(row, of: "trial")
            let choices = try row.text("choices", Self.choices)
            let architecture: String? = try row.valueIfAny("architecture")
            let isPresent = architecture.flatMap(present.choices) == choices
            let (number, network): (Int, String) = (try row.value("number"), try row.value("network_id"))
            try db.cachedStatement(
                sql: """
                    INSERT INTO trial SELECT number, parent, ?, architecture, ?, ?, ?, ?, replicate, origin, draws, over_budget, duplicates,
                        invalid, state, failure_reason, failure_message, accuracy, loss, test_accuracy, test_loss, \(nothing)NULL, seconds,
                        weights_file, session, proposed_at, finished_at
                    FROM trial_1 WHERE number = ?
                    """
            ).execute(arguments: [
                isPresent ? present.number : odd.number, isPresent ? nil : odd.shortForm(choices),
                try row.hash("network_id").bytes, try row.hash("candidate_id").bytes, try row.text("fidelity", Self.fidelity).count, number,
            ])
            try moveEstimates(ofNetwork: network, toTrial: number)
        }
    }

    private func moveEstimates(ofNetwork network: String, toTrial trial: Int) throws {
        let known = try Row.fetchAll(
            db.cachedStatement(sql: "SELECT profile_hash, source FROM estimate_1 WHERE network_id = ?"), arguments: [network])
        for row in known {
            let row = TableRow(row, of: "estimate")
            let profile: String = try row.value("profile_hash")
            let estimator = try store.estimator(profileHash: profile, source: row.value("source"), db)
            try db.cachedStatement(
                sql: """
                    INSERT INTO estimate SELECT ?, ?, latency_s, latency_s_low, latency_s_high, energy_j, energy_j_low, energy_j_high,
                        energy_total_j, energy_total_j_low, energy_total_j_high, peak_memory_bytes, peak_memory_bytes_low,
                        peak_memory_bytes_high, storage_bytes, storage_bytes_low, storage_bytes_high, macs, parameters
                    FROM estimate_1 WHERE network_id = ? AND profile_hash = ?
                    """
            ).execute(arguments: [trial, estimator, network, profile])
        }
    }

    /// A space of the choices that trials have and the present space does not say: for those that were proposed before it was changed.
    private func oddSpace(_ present: SpaceVersion) throws -> SpaceVersion {
        var names: [String] = []
        var options: [String: [String]] = [:]
        let rows = try Row.fetchCursor(db, sql: "SELECT architecture, choices FROM trial_1 ORDER BY number")
        while let row = try rows.next() {
            let row = TableRow(row, of: "trial")
            let choices = try row.text("choices", Self.choices)
            if (try row.valueIfAny("architecture") as String?).flatMap(present.choices) == choices { continue }
            for choice in choices {
                if options[choice.decision] == nil { names.append(choice.decision) }
                if options[choice.decision]?.contains(choice.option) != true { options[choice.decision, default: []].append(choice.option) }
            }
        }
        let decisions = names.map { Decision(name: $0, options: options[$0] ?? []) }
        guard !decisions.isEmpty else { return present }
        let text = "# what trials of before say\n"
        let space = RunDefinition.Space(name: "", fileName: "", text: text, hash: StableHash(of: text), decisions: decisions)
        return SpaceVersion(number: try Store.add(space, db), decisions: decisions)
    }

    // MARK: Columns of version 1

    /// `epochs:3`
    private static func fidelity(_ text: String) -> (unit: String, count: Int)? {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let count = Int(parts[1]) else { return nil }
        return (String(parts[0]), count)
    }

    /// A JSON array of [decision, option].
    private static func choices(_ text: String) throws -> [Choice]? {
        let pairs = try JSONDecoder().decode([[String]].self, from: Data(text.utf8))
        guard pairs.allSatisfy({ $0.count == 2 }) else { return nil }
        return pairs.map { Choice(decision: $0[0], option: $0[1]) }
    }
}

extension SpaceVersion {
    /// The short form of choices that this space has.
    fileprivate func shortForm(_ choices: [Choice]) -> String {
        let chosen = Dictionary(choices.map { ($0.decision, $0.option) }, uniquingKeysWith: { first, _ in first })
        let options = decisions.map { decision in chosen[decision.name].flatMap { decision.options.firstIndex(of: $0) } }
        return Architecture(options: options).description
    }
}
