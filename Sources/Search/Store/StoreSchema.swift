/// The tables of a run's database, version 1 (docs/store.md says what each column means).
enum StoreSchema {
    static let statements = """
        CREATE TABLE run (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            created_at REAL NOT NULL,
            space_name TEXT NOT NULL, space_file TEXT NOT NULL, space_text TEXT NOT NULL, space_hash TEXT NOT NULL,
            data_name TEXT NOT NULL, data_fingerprint TEXT NOT NULL, task TEXT NOT NULL,
            board_name TEXT NOT NULL, target TEXT NOT NULL, profile_hash TEXT NOT NULL,
            budget TEXT NOT NULL, mission TEXT,
            objectives TEXT NOT NULL,
            strategy TEXT NOT NULL, strategy_settings TEXT NOT NULL,
            seed INTEGER NOT NULL, lookahead INTEGER NOT NULL, fidelity TEXT NOT NULL, trials INTEGER NOT NULL,
            engine_version TEXT NOT NULL, kernel_class TEXT NOT NULL, blas_core TEXT NOT NULL,
            context TEXT NOT NULL,
            ended TEXT
        ) STRICT;
        CREATE TABLE session (
            id INTEGER PRIMARY KEY,
            started_at REAL NOT NULL,
            engine_version TEXT NOT NULL, kernel_class TEXT NOT NULL, blas_core TEXT NOT NULL,
            workers INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE change (
            id INTEGER PRIMARY KEY,
            changed_at REAL NOT NULL,
            part TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL
        ) STRICT;
        CREATE TABLE trial (
            number INTEGER PRIMARY KEY,
            parent INTEGER,
            architecture TEXT, choices TEXT NOT NULL,
            network_id TEXT NOT NULL, candidate_id TEXT NOT NULL,
            fidelity TEXT NOT NULL, replicate INTEGER NOT NULL,
            origin TEXT NOT NULL,
            draws INTEGER NOT NULL, over_budget INTEGER NOT NULL, duplicates INTEGER NOT NULL, invalid INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('proposed', 'finished', 'failed')),
            failure_reason TEXT, failure_message TEXT,
            accuracy REAL, loss REAL, test_accuracy REAL, test_loss REAL,
            seconds REAL, weights_file TEXT, session INTEGER,
            proposed_at REAL NOT NULL, finished_at REAL,
            UNIQUE (candidate_id, fidelity, replicate)
        ) STRICT;
        CREATE TABLE curve_point (
            trial INTEGER NOT NULL, step INTEGER NOT NULL,
            epoch REAL NOT NULL, training_loss REAL, validation_loss REAL, validation_accuracy REAL, seconds REAL NOT NULL,
            PRIMARY KEY (trial, step)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE estimate (
            network_id TEXT NOT NULL, profile_hash TEXT NOT NULL,
            latency_s REAL NOT NULL, latency_s_low REAL NOT NULL, latency_s_high REAL NOT NULL,
            energy_j REAL NOT NULL, energy_j_low REAL NOT NULL, energy_j_high REAL NOT NULL,
            energy_total_j REAL NOT NULL, energy_total_j_low REAL NOT NULL, energy_total_j_high REAL NOT NULL,
            peak_memory_bytes REAL NOT NULL, peak_memory_bytes_low REAL NOT NULL, peak_memory_bytes_high REAL NOT NULL,
            storage_bytes REAL NOT NULL, storage_bytes_low REAL NOT NULL, storage_bytes_high REAL NOT NULL,
            macs INTEGER NOT NULL, parameters INTEGER NOT NULL,
            source TEXT NOT NULL,
            PRIMARY KEY (network_id, profile_hash)
        ) STRICT, WITHOUT ROWID;
        """
}
