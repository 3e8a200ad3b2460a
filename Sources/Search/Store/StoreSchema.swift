/// The tables of a run's database (docs/store.md says what each column means).
enum StoreSchema {
    /// Tables that version 1 has too, as they are.
    static let sinceVersion1 = """
        CREATE TABLE IF NOT EXISTS session (
            id INTEGER PRIMARY KEY,
            started_at REAL NOT NULL,
            engine_version TEXT NOT NULL, kernel_class TEXT NOT NULL, blas_core TEXT NOT NULL,
            workers INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE IF NOT EXISTS change (
            id INTEGER PRIMARY KEY,
            changed_at REAL NOT NULL,
            part TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL
        ) STRICT;
        CREATE TABLE IF NOT EXISTS curve_point (
            trial INTEGER NOT NULL, step INTEGER NOT NULL,
            epoch REAL NOT NULL, training_loss REAL, validation_loss REAL, validation_accuracy REAL, seconds REAL NOT NULL,
            PRIMARY KEY (trial, step)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS session_energy (
            session INTEGER PRIMARY KEY,
            source TEXT NOT NULL, measured_at TEXT, joules REAL NOT NULL, seconds REAL NOT NULL
        ) STRICT;
        """

    /// What version 3 has more than version 2: a place for the quantities of an estimate that have no columns of their own.
    static let sinceVersion2 = "ALTER TABLE estimate ADD COLUMN further TEXT"

    /// What version 4 has more than version 3: a place for what is measured besides accuracy and loss, and the data's counts by class.
    static let sinceVersion3 = """
        ALTER TABLE run ADD COLUMN class_counts TEXT;
        ALTER TABLE trial ADD COLUMN metrics TEXT;
        ALTER TABLE trial ADD COLUMN test_metrics TEXT;
        ALTER TABLE retraining ADD COLUMN metrics TEXT;
        ALTER TABLE retraining ADD COLUMN test_metrics TEXT;
        ALTER TABLE known_result ADD COLUMN metrics TEXT;
        ALTER TABLE curve_point ADD COLUMN validation_metrics TEXT;
        """

    /// The tables of version 2 that version 1 has not.
    ///
    /// - Parameter objectives: how many the run has: a trial has a column for its cost in each.
    static func version2(objectives: Int) -> String {
        """
        CREATE TABLE run (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            created_at REAL NOT NULL,
            space_name TEXT NOT NULL, space_file TEXT NOT NULL, space_version INTEGER NOT NULL,
            data_name TEXT NOT NULL, data_fingerprint TEXT NOT NULL, task TEXT NOT NULL,
            objectives TEXT NOT NULL,
            strategy TEXT NOT NULL, strategy_settings TEXT NOT NULL,
            seed INTEGER NOT NULL, lookahead INTEGER NOT NULL,
            fidelity_unit TEXT NOT NULL CHECK (fidelity_unit IN ('epochs', 'steps')), fidelity INTEGER NOT NULL,
            training_plan TEXT NOT NULL, trials INTEGER NOT NULL,
            engine_version TEXT NOT NULL, kernel_class TEXT NOT NULL, blas_core TEXT NOT NULL,
            context TEXT NOT NULL,
            retraining_planned INTEGER,
            ended TEXT
        ) STRICT;
        CREATE TABLE space_version (
            version INTEGER PRIMARY KEY,
            space_hash TEXT NOT NULL, space_text TEXT NOT NULL, decisions TEXT NOT NULL
        ) STRICT;
        CREATE TABLE board (
            number INTEGER PRIMARY KEY,
            board_name TEXT NOT NULL, target TEXT NOT NULL, profile_hash TEXT NOT NULL, budget TEXT NOT NULL, mission TEXT,
            worst_costs TEXT
        ) STRICT;
        CREATE TABLE trial (
            number INTEGER PRIMARY KEY,
            parent INTEGER,
            space_version INTEGER NOT NULL, architecture TEXT, as_proposed TEXT,
            network_id BLOB NOT NULL, candidate_id BLOB NOT NULL,
            fidelity INTEGER NOT NULL, replicate INTEGER NOT NULL,
            origin TEXT NOT NULL,
            draws INTEGER NOT NULL, over_budget INTEGER NOT NULL, duplicates INTEGER NOT NULL, invalid INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('proposed', 'finished', 'failed')),
            failure_reason TEXT, failure_message TEXT,
            accuracy REAL, loss REAL, test_accuracy REAL, test_loss REAL,
            \(costColumns(objectives).map { "\($0) REAL, " }.joined())excess REAL,
            seconds REAL, weights_file TEXT, session INTEGER,
            proposed_at REAL NOT NULL, finished_at REAL,
            UNIQUE (candidate_id, fidelity, replicate)
        ) STRICT;
        CREATE INDEX open_trial ON trial (number) WHERE state = 'proposed';
        CREATE INDEX trial_with_weights ON trial (number) WHERE weights_file IS NOT NULL;
        CREATE TABLE retraining (
            trial INTEGER NOT NULL, replicate INTEGER NOT NULL,
            fidelity INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('proposed', 'finished', 'failed')),
            failure_reason TEXT, failure_message TEXT,
            accuracy REAL, loss REAL, test_accuracy REAL, test_loss REAL,
            seconds REAL, weights_file TEXT, session INTEGER,
            proposed_at REAL NOT NULL, finished_at REAL,
            PRIMARY KEY (trial, replicate)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE known_result (
            candidate_id BLOB NOT NULL, fidelity INTEGER NOT NULL, replicate INTEGER NOT NULL,
            failure_reason TEXT, failure_message TEXT,
            accuracy REAL, loss REAL, curve TEXT NOT NULL, seconds REAL, weights_path TEXT,
            PRIMARY KEY (candidate_id, fidelity, replicate)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE estimator (
            number INTEGER PRIMARY KEY,
            profile_hash TEXT NOT NULL, source TEXT NOT NULL,
            UNIQUE (profile_hash, source)
        ) STRICT;
        CREATE TABLE estimate (
            trial INTEGER NOT NULL, estimator INTEGER NOT NULL,
            latency_s REAL NOT NULL, latency_s_low REAL NOT NULL, latency_s_high REAL NOT NULL,
            energy_j REAL NOT NULL, energy_j_low REAL NOT NULL, energy_j_high REAL NOT NULL,
            energy_total_j REAL NOT NULL, energy_total_j_low REAL NOT NULL, energy_total_j_high REAL NOT NULL,
            peak_memory_bytes REAL NOT NULL, peak_memory_bytes_low REAL NOT NULL, peak_memory_bytes_high REAL NOT NULL,
            storage_bytes REAL NOT NULL, storage_bytes_low REAL NOT NULL, storage_bytes_high REAL NOT NULL,
            macs INTEGER NOT NULL, parameters INTEGER NOT NULL,
            PRIMARY KEY (trial, estimator)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE front_member (
            board INTEGER NOT NULL, trial INTEGER NOT NULL,
            PRIMARY KEY (board, trial)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE tally (name TEXT PRIMARY KEY, value REAL NOT NULL) STRICT, WITHOUT ROWID;
        """
    }

    /// `cost_1`, `cost_2` ...
    static func costColumns(_ objectives: Int) -> [String] { (0..<objectives).map { "cost_\($0 + 1)" } }
}
