internal import GRDB
internal import NAS

/// Trials of earlier sessions as they lie in the database, in a few pieces of memory: one thread fills them, another makes trials
/// of them.
struct PastTrialBlock: Sendable {
    private struct Entry {
        let number: Int
        let parent: Int?
        let fidelity: Int
        let replicate: Int
        let origin: Proposal.Origin
        let state: TrialRecord.State
        let excess: Double
        /// Where its part ends in those of all; nil where it has none.
        let shortForm: Int?
        let costs: Int?
    }

    private var entries: [Entry] = []
    private var shortForms: [UInt8] = []
    private var costs: [Double] = []

    var count: Int { entries.count }

    /// Has room for so many.
    init(capacity: Int) { entries.reserveCapacity(capacity) }

    static func sql(objectives: Int) -> String {
        // Nearly all have one origin and one state, and reading a text takes time.
        """
        SELECT number, parent, architecture, fidelity, replicate,
            CASE WHEN origin <> 'strategy' THEN origin END, CASE WHEN state <> 'finished' THEN state END,
            \(StoreSchema.costColumns(objectives).joined(separator: ", ")), excess
        FROM trial ORDER BY number
        """
    }

    /// Adds the row at which a statement stands.
    ///
    /// - Parameter number: that it has to have.
    mutating func append(_ statement: Statement, number: Int, objectives: Int) throws {
        var reader = StatementReader(statement)
        let (found, parent) = (reader.integer(), reader.integerIfAny())
        guard found == number else { throw UnreadableColumn(column: "number", text: "\(found) in the place of \(number)") }
        let hasShortForm = reader.text(into: &shortForms)
        let (fidelity, replicate) = (reader.integer(), reader.integer())
        let origin: Proposal.Origin = try reader.valueIfAny("origin") ?? .strategy
        let state: TrialRecord.State = try reader.valueIfAny("state") ?? .finished
        let hasCosts = try reader.numbers(objectives, "cost_1 ...", into: &costs)
        entries.append(
            Entry(
                number: number, parent: parent, fidelity: fidelity, replicate: replicate, origin: origin, state: state,
                excess: reader.number(),
                shortForm: hasShortForm ? shortForms.count : nil, costs: hasCosts ? costs.count : nil))
    }

    /// - Parameter unit: of the run's fidelities.
    func forEach(_ unit: Fidelity, _ body: (PastTrial) throws -> Void) rethrows {
        var (shortForm, cost) = (0, 0)
        for entry in entries {
            let architecture = entry.shortForm.flatMap { end in
                shortForms.withUnsafeBufferPointer { Architecture(stored: UnsafeBufferPointer(rebasing: $0[shortForm..<end])) }
            }
            let own = entry.costs.map { Array(costs[cost..<$0]) }
            (shortForm, cost) = (entry.shortForm ?? shortForm, entry.costs ?? cost)
            try body(
                PastTrial(
                    number: entry.number, parent: entry.parent, architecture: architecture, fidelity: unit.with(count: entry.fidelity),
                    replicate: entry.replicate, origin: entry.origin, isProposed: entry.state == .proposed, costs: own, excess: entry.excess
                ))
        }
    }
}
