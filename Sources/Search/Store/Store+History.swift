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
                            origin = 'strategy', origin, state = 'proposed',
                            \(StoreSchema.costColumns(objectives).joined(separator: ", ")), excess
                        FROM trial ORDER BY number
                        """)
                while let row = try rows.next() {
                    var reader = ColumnReader(row)
                    let (number, parent): (Int, Int?) = (reader.next(), reader.nextIfAny())
                    let text: String? = reader.nextIfAny()
                    let fidelity: Int = reader.next()
                    // Nearly all are that, and reading a text takes time.
                    let isStrategys: Bool = reader.next()
                    let origin: Proposal.Origin = isStrategys ? .strategy : try reader.value("origin")
                    if isStrategys { reader.skip() }
                    let isProposed: Bool = reader.next()
                    let costs = reader.numbers(objectives)
                    let excess: Double? = reader.nextIfAny()
                    try body(
                        PastTrial(
                            number: number, parent: parent, architecture: text.flatMap(Architecture.init(stored:)),
                            fidelity: unit.with(count: fidelity), origin: origin, isProposed: isProposed, costs: costs,
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

/// The ids of all trials.
struct PastIDs {
    var candidates: Set<StableHash>
    var networks: Set<StableHash>

    /// - Parameter count: of trials.
    static func reading(_ path: String, count: Int) -> BackgroundReading<PastIDs> {
        BackgroundReading(path) { db in
            var ids = PastIDs(candidates: Set(minimumCapacity: count), networks: Set(minimumCapacity: count))
            let rows = try Row.fetchCursor(db, sql: "SELECT candidate_id, network_id FROM trial")
            while let row = try rows.next() {
                var reader = ColumnReader(row)
                ids.candidates.insert(try reader.hash("candidate_id"))
                ids.networks.insert(try reader.hash("network_id"))
            }
            return ids
        }
    }
}
