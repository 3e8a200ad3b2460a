internal import GRDB

/// What a session of a search has taken so far.
public struct SessionEnergy: Sendable, Hashable {
    /// What measured it, such as `ina226 (hwmon2)`, or the power that was given: `given: 35 W`.
    public let source: String
    /// Where it was measured: `5 V` (the board's input), `wall` or `rail`; nil where that is not known.
    public let measuredAt: String?
    /// Energy in joules, since the session began.
    public let joules: Double
    /// Seconds in which the joules were used.
    public let seconds: Double

    /// Creates a reading of a session's energy.
    public init(source: String, measuredAt: String?, joules: Double, seconds: Double) {
        (self.source, self.measuredAt, self.joules, self.seconds) = (source, measuredAt, joules, seconds)
    }
}

extension Store {
    /// The energy of each session for which it was recorded, in the order of the sessions' numbers.
    public func sessionEnergies() throws(StoreError) -> [(session: Int, energy: SessionEnergy)] {
        try Self.translating(path) {
            try queue.read { db in
                try Row.fetchAll(db, sql: "SELECT * FROM session_energy ORDER BY session").map { row in
                    let row = TableRow(row, of: "session_energy")
                    return (
                        try row.integer("session", in: StoredRange.positive),
                        SessionEnergy(
                            source: try row.value("source"), measuredAt: try row.valueIfAny("measured_at"),
                            joules: try row.number("joules", in: StoredRange.amount),
                            seconds: try row.number("seconds", in: StoredRange.amount))
                    )
                }
            }
        }
    }

    func insert(_ energy: SessionEnergy, _ db: Database) throws {
        guard let session else { return }
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO session_energy VALUES (?, ?, ?, ?, ?)")
            .execute(arguments: [session, energy.source, energy.measuredAt, energy.joules, energy.seconds])
    }
}
