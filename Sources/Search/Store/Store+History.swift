internal import GRDB
internal import NAS
internal import Support

/// What a driver takes in of a trial of an earlier session: no more than that, for there may be very many.
struct PastTrial {
    let number: Int
    let parent: Int?
    /// Nil where the space changed so that it has none.
    let architecture: Architecture?
    let networkID: StableHash
    let candidateID: StableHash
    let fidelity: Fidelity
    let replicate: Int
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
                let unit = try Self.run(db).fidelity
                let rows = try Row.fetchCursor(
                    db,
                    sql: """
                        SELECT number, parent, architecture, network_id, candidate_id, fidelity, replicate,
                            origin = 'strategy', origin, state = 'proposed', costs, excess
                        FROM trial ORDER BY number
                        """)
                while let row = try rows.next() {
                    var reader = ColumnReader(row)
                    let (number, parent): (Int, Int?) = (reader.next(), reader.nextIfAny())
                    let text: String? = reader.nextIfAny()
                    let (networkID, candidateID) = (try reader.hash("network_id"), try reader.hash("candidate_id"))
                    let (fidelity, replicate): (Int, Int) = (reader.next(), reader.next())
                    // Nearly all are that, and reading a text takes time.
                    let isStrategys: Bool = reader.next()
                    let origin: Proposal.Origin = isStrategys ? .strategy : try reader.value("origin")
                    if isStrategys { reader.skip() }
                    let isProposed: Bool = reader.next()
                    let costs = try reader.numbers("costs")
                    let excess: Double? = reader.nextIfAny()
                    try body(
                        PastTrial(
                            number: number, parent: parent, architecture: text.flatMap(Architecture.init(stored:)), networkID: networkID,
                            candidateID: candidateID, fidelity: unit.with(count: fidelity), replicate: replicate, origin: origin,
                            isProposed: isProposed, costs: costs, excess: excess ?? 0))
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
