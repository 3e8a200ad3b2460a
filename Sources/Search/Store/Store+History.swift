internal import GRDB
internal import NAS
internal import Support

/// What a driver takes in of a trial of an earlier session: no more than that, for there may be very many.
struct PastTrial {
    let number: Int
    let parent: Int?
    /// Nil where the space changed so that it has none.
    let architecture: Architecture?
    let fidelity: Fidelity
    /// Above 0 for one that failed and was tried again.
    let replicate: Int
    let origin: Proposal.Origin
    let isProposed: Bool
    /// On the run's first board; nil for a failed trial.
    let costs: [Double]?
    let excess: Double
}

extension Store {
    /// Hands over all trials in the order of their numbers. They are read on a thread of their own meanwhile.
    ///
    /// - Parameter block: so many are handed from there at once.
    func forEachPastTrial(block size: Int = 512, _ body: (PastTrial) throws -> Void) throws(StoreError) {
        try Self.translating(path) {
            let form = try queue.read {
                PastTrialBlock.Form(
                    try Self.run($0), try Self.fidelities($0), mayLackCosts: try !Self.tally($0).isOfPresentBoards)
            }
            let blocks = BackgroundBlocks<PastTrialBlock>(path, ahead: 4) { db, hand in
                let statement = try db.makeStatement(sql: PastTrialBlock.sql(objectives: form.costs.count))
                let rows = try Row.fetchCursor(statement)
                var block = PastTrialBlock(capacity: size)
                var number = 0
                while try rows.next() != nil {
                    try block.append(statement, number: number, form)
                    number += 1
                    if block.count == size {
                        try hand(block)
                        block = PastTrialBlock(capacity: size)
                    }
                }
                try hand(block)
            }
            defer { blocks.stop() }
            while let block = try blocks.next() { try block.forEach(form, body) }
        }
    }

    /// The trials that failed and were not tried again, in the order of their numbers.
    public func failedTrials() throws(StoreError) -> [TrialRecord] {
        try Self.translating(path) {
            try queue.read { db in
                try Self.trials(
                    db, on: nil,
                    """
                    WHERE state = 'failed' AND NOT EXISTS (SELECT 1 FROM trial AS later WHERE later.candidate_id = trial.candidate_id
                        AND later.fidelity = trial.fidelity AND later.replicate > trial.replicate)
                    ORDER BY trial.number
                    """, [])
            }
        }
    }

    /// The trials that have no result, that have weights, or that are on a board's front; in the order of their numbers.
    func trialsAtHand() throws(StoreError) -> [TrialRecord] {
        try Self.translating(path) {
            try queue.read { db in
                try Self.trials(
                    db, on: nil,
                    """
                    WHERE trial.number IN (SELECT trial FROM front_member UNION SELECT number FROM trial WHERE state = 'proposed'
                        UNION SELECT number FROM trial WHERE weights_file IS NOT NULL)
                    ORDER BY trial.number
                    """, [])
            }
        }
    }
}
