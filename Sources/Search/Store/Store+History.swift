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
    let origin: Proposal.Origin
    let isProposed: Bool
    /// On the run's own board; nil for a failed trial.
    let costs: [Double]?
    let excess: Double
}

extension Store {
    /// Hands over all trials in the order of their numbers.
    func forEachPastTrial(_ body: (PastTrial) throws -> Void) throws(StoreError) {
        try Self.translating(path) {
            try queue.read { db in
                let run = try Self.run(db)
                let (unit, objectives) = (run.fidelity, run.objectives.count)
                let rows = try Row.fetchCursor(
                    db,
                    sql: """
                        SELECT number, parent, architecture, fidelity,
                            nullif(origin, 'strategy'), nullif(state, 'finished'),
                            \(StoreSchema.costColumns(objectives).joined(separator: ", ")), excess
                        FROM trial ORDER BY number
                        """)
                while let row = try rows.next() {
                    var reader = ColumnReader(row)
                    let (number, parent): (Int, Int?) = (reader.next(), reader.nextIfAny())
                    let architecture = reader.architecture()
                    let fidelity: Int = reader.next()
                    // Nearly all are these, and reading a text takes time.
                    let origin: Proposal.Origin = try reader.valueIfAny("origin") ?? .strategy
                    let state: TrialRecord.State = try reader.valueIfAny("state") ?? .finished
                    let costs = reader.numbers(objectives)
                    let excess: Double? = reader.nextIfAny()
                    try body(
                        PastTrial(
                            number: number, parent: parent, architecture: architecture,
                            fidelity: unit.with(count: fidelity), origin: origin, isProposed: state == .proposed, costs: costs,
                            excess: excess ?? 0))
                }
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
