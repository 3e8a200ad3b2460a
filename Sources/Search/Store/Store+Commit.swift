internal import CostModel
internal import Foundation
internal import GRDB
internal import NAS
internal import Support

extension Store {
    /// Writes a change in one transaction.
    ///
    /// - Throws: `StoreError`, and then nothing of it is in the database.
    public func commit(_ change: StoreChange) throws(StoreError) {
        guard !change.isEmpty else { return }
        try write { db in
            for result in change.results { try insert(result, db) }
            for front in change.fronts { try Self.apply(front, db) }
            for (board, costs) in change.worstCosts { try Self.setWorst(costs, board: board, db) }
            for trial in change.left {
                try db.cachedStatement(sql: "UPDATE trial SET weights_file = NULL WHERE number = ?").execute(arguments: [trial])
            }
            for proposal in change.proposals { try insert(proposal, db) }
            for test in change.tests {
                try db.cachedStatement(sql: "UPDATE trial SET test_accuracy = ?, test_loss = ?, test_metrics = ? WHERE number = ?")
                    .execute(arguments: [
                        test.accuracy, test.loss, StoredMetrics.text(balancedAccuracy: test.balancedAccuracy), test.trial,
                    ])
            }
            try Self.add(Tally(change), db)
            if let energy = change.energy { try insert(energy, db) }
            if let ended = change.ended { try db.execute(sql: "UPDATE run SET ended = ?", arguments: [ended]) }
        }
    }

    private func insert(_ result: StoreChange.Result, _ db: Database) throws {
        switch result.outcome {
        case .measured(let measurement):
            let costs = StoreSchema.costColumns(result.costs?.count ?? 0).map { "\($0) = ?, " }.joined()
            try db.cachedStatement(
                sql: """
                    UPDATE trial SET state = 'finished', accuracy = ?, loss = ?, metrics = ?, \(costs)excess = ?, seconds = ?,
                        weights_file = ?, session = ?, finished_at = ?
                    WHERE number = ? AND state = 'proposed'
                    """
            ).execute(
                arguments: [
                    measurement.accuracy, measurement.loss, StoredMetrics.text(measurement.metrics),
                ] + StatementArguments(result.costs ?? []) + [
                    result.excess, measurement.seconds, result.weightsFile, session, Self.now(), result.trial,
                ])
            guard db.changesCount == 1 else {
                throw UnreadableColumn("trial", "number", "\(result.trial)", reason: "it has a result, or is not there")
            }
            let statement = try db.cachedStatement(sql: "INSERT OR REPLACE INTO curve_point VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
            for point in measurement.curve {
                try statement.execute(arguments: [
                    result.trial, point.step, point.epoch, point.trainingLoss, point.validationLoss, point.validationAccuracy,
                    point.seconds, StoredMetrics.text(balancedAccuracy: point.validationBalancedAccuracy),
                ])
            }
        case .failed(let failure):
            try db.cachedStatement(
                sql: """
                    UPDATE trial SET state = 'failed', failure_reason = ?, failure_message = ?, excess = ?, session = ?, finished_at = ?
                    WHERE number = ? AND state = 'proposed'
                    """
            ).execute(arguments: [failure.reason.rawValue, failure.message, result.excess, session, Self.now(), result.trial])
            guard db.changesCount == 1 else {
                throw UnreadableColumn("trial", "number", "\(result.trial)", reason: "it has a result, or is not there")
            }
        }
    }

    private func insert(_ proposal: Proposal, _ db: Database) throws {
        let version = try space(db).number
        try db.cachedStatement(
            sql: """
                INSERT INTO trial (number, parent, space_version, architecture, network_id, candidate_id, fidelity, replicate, origin,
                    draws, over_budget, duplicates, invalid, state, proposed_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'proposed', ?)
                """
        ).execute(arguments: [
            proposal.trial, proposal.parent, version, proposal.architecture.description, proposal.networkID.bytes,
            proposal.candidateID.bytes, proposal.fidelity.count, proposal.replicate, proposal.origin.rawValue,
            proposal.rejections.draws, proposal.rejections.overBudget, proposal.rejections.duplicates, proposal.rejections.invalid,
            Self.now(),
        ])
        for estimate in proposal.estimates.all { try insert(estimate, trial: proposal.trial, db) }
    }
}
