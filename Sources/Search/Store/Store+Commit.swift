internal import CostModel
internal import Foundation
internal import GRDB
internal import NAS
internal import Support

/// What goes into the database at once: a result with the proposals that it allows, or nothing of it.
public struct StoreChange: Sendable {
    public struct Result: Sendable {
        public let trial: Int
        public let outcome: Outcome
        /// Name of the weights' file if the trial is on the front.
        public let weightsFile: String?

        public init(trial: Int, outcome: Outcome, weightsFile: String? = nil) {
            self.trial = trial
            self.outcome = outcome
            self.weightsFile = weightsFile
        }
    }

    public struct Test: Sendable {
        public let trial: Int
        public let accuracy: Double
        public let loss: Double?

        public init(trial: Int, accuracy: Double, loss: Double?) {
            self.trial = trial
            self.accuracy = accuracy
            self.loss = loss
        }
    }

    public var results: [Result] = []
    public var proposals: [Proposal] = []
    /// Trials that are not on the front any more.
    public var left: [Int] = []
    public var tests: [Test] = []
    /// Of the session up to now.
    public var energy: SessionEnergy?
    /// Why the run ended, if it does.
    public var ended: String?

    public init() {}

    public var isEmpty: Bool { results.isEmpty && proposals.isEmpty && left.isEmpty && tests.isEmpty && energy == nil && ended == nil }
}

extension Store {
    /// Writes a change in one transaction.
    ///
    /// - Throws: `StoreError`, and then nothing of it is in the database.
    public func commit(_ change: StoreChange) throws(StoreError) {
        guard !change.isEmpty else { return }
        try write { db in
            for result in change.results { try insert(result, db) }
            for trial in change.left {
                try db.cachedStatement(sql: "UPDATE trial SET weights_file = NULL WHERE number = ?").execute(arguments: [trial])
            }
            for proposal in change.proposals { try insert(proposal, db) }
            for test in change.tests {
                try db.cachedStatement(sql: "UPDATE trial SET test_accuracy = ?, test_loss = ? WHERE number = ?")
                    .execute(arguments: [test.accuracy, test.loss, test.trial])
            }
            if let energy = change.energy { try insert(energy, db) }
            if let ended = change.ended { try db.execute(sql: "UPDATE run SET ended = ?", arguments: [ended]) }
        }
    }

    private func insert(_ result: StoreChange.Result, _ db: Database) throws {
        switch result.outcome {
        case .measured(let measurement):
            try db.cachedStatement(
                sql: """
                    UPDATE trial SET state = 'finished', accuracy = ?, loss = ?, seconds = ?, weights_file = ?, session = ?, finished_at = ?
                    WHERE number = ? AND state = 'proposed'
                    """
            ).execute(arguments: [
                measurement.accuracy, measurement.loss, measurement.seconds, result.weightsFile, session, Self.now(), result.trial,
            ])
            guard db.changesCount == 1 else { throw UnreadableColumn(column: "trial \(result.trial)", text: "a second result") }
            let statement = try db.cachedStatement(sql: "INSERT OR REPLACE INTO curve_point VALUES (?, ?, ?, ?, ?, ?, ?)")
            for point in measurement.curve {
                try statement.execute(arguments: [
                    result.trial, point.step, point.epoch, point.trainingLoss, point.validationLoss, point.validationAccuracy,
                    point.seconds,
                ])
            }
        case .failed(let failure):
            try db.cachedStatement(
                sql: """
                    UPDATE trial SET state = 'failed', failure_reason = ?, failure_message = ?, session = ?, finished_at = ?
                    WHERE number = ? AND state = 'proposed'
                    """
            ).execute(arguments: [failure.reason.rawValue, failure.message, session, Self.now(), result.trial])
            guard db.changesCount == 1 else { throw UnreadableColumn(column: "trial \(result.trial)", text: "a second result") }
        }
    }

    private func insert(_ proposal: Proposal, _ db: Database) throws {
        let networkID = proposal.networkID.description
        try db.cachedStatement(
            sql: """
                INSERT INTO trial (number, parent, architecture, choices, network_id, candidate_id, fidelity, replicate, origin,
                    draws, over_budget, duplicates, invalid, state, proposed_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'proposed', ?)
                """
        ).execute(arguments: [
            proposal.trial, proposal.parent, proposal.architecture.description, StoreEncoding.text(proposal.choices), networkID,
            proposal.candidateID.description, StoreEncoding.text(proposal.fidelity), proposal.replicate, proposal.origin.rawValue,
            proposal.rejections.draws, proposal.rejections.overBudget, proposal.rejections.duplicates, proposal.rejections.invalid,
            Self.now(),
        ])
        for estimate in proposal.estimates.all { try Self.insert(estimate, networkID: networkID, db) }
    }

    static func insert(_ estimate: Estimate, networkID: String, _ db: Database) throws {
        let (latency, energy, total) = (estimate.latencySeconds, estimate.energyJoules, estimate.energyTotalJoules)
        let (memory, storage) = (estimate.peakMemoryBytes, estimate.storageBytes)
        try db.cachedStatement(
            sql: "INSERT OR IGNORE INTO estimate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            networkID, estimate.profileHash.description, latency.value, latency.low, latency.high, energy.value, energy.low, energy.high,
            total.value, total.low, total.high, memory.value, memory.low, memory.high, storage.value, storage.low, storage.high,
            estimate.macs, estimate.parameters, estimate.source,
        ])
    }

    /// Adds estimates under a profile that the run did not begin with.
    func add(_ estimates: [(network: StableHash, estimate: Estimate)]) throws(StoreError) {
        guard !estimates.isEmpty else { return }
        try write { db in
            for (network, estimate) in estimates { try Self.insert(estimate, networkID: network.description, db) }
        }
    }
}
