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

    /// What trials of a run can have.
    struct Form: Sendable {
        let fidelities: Store.Fidelities
        /// What a trial's cost can be, for each objective.
        let costs: [ClosedRange<Double>]
        /// How many options each decision of the present space has; empty where that is not known.
        let options: [Int]
        /// Whether costs wait to be computed for boards that were changed.
        let mayLackCosts: Bool

        init(_ run: RunDefinition, _ fidelities: Store.Fidelities, mayLackCosts: Bool) {
            (self.fidelities, self.mayLackCosts) = (fidelities, mayLackCosts)
            costs = run.objectives.map(\.storedCosts)
            options = run.space.decisions.map(\.options.count)
        }

        func hasPlace(for architecture: Architecture) -> Bool {
            options.isEmpty
                || (architecture.options.count == options.count && zip(architecture.options, options).allSatisfy { $0 ?? 0 < $1 })
        }
    }

    /// Adds the row at which a statement stands.
    ///
    /// - Parameter number: that it has to have.
    mutating func append(_ statement: Statement, number: Int, _ form: Form) throws {
        var reader = StatementReader(statement, of: "trial")
        let found = try reader.integer(in: StoredRange.count)
        guard found == number else { throw reader.unreadable(reason: "trial \(number) is missing") }
        let parent = try reader.integerIfAny(in: 0...StoredRange.count.upperBound)
        if let parent, parent >= number { throw reader.unreadable(reason: "trial \(number) was made from an earlier one") }
        let hasShortForm = reader.text(into: &shortForms)
        let fidelity = try reader.integer(in: StoredRange.fidelity)
        guard form.fidelities.ofTrials.contains(fidelity) else { throw reader.unreadable(reason: Store.Fidelities.reason) }
        let replicate = try reader.integer(in: StoredRange.replicate)
        let origin: Proposal.Origin = try reader.wordIfAny() ?? .strategy
        let state: TrialRecord.State = try reader.wordIfAny() ?? .finished
        let hasCosts = try reader.numbers(form.costs, into: &costs)
        guard hasCosts || state != .finished || form.mayLackCosts else {
            throw UnreadableColumn("trial", "cost_1", "nothing", reason: "trial \(number) is finished")
        }
        entries.append(
            Entry(
                number: number, parent: parent, fidelity: fidelity, replicate: replicate, origin: origin, state: state,
                excess: try reader.number(in: StoredRange.amount),
                shortForm: hasShortForm ? shortForms.count : nil, costs: hasCosts ? costs.count : nil))
    }

    func forEach(_ form: Form, _ body: (PastTrial) throws -> Void) throws {
        var (shortForm, cost) = (0, 0)
        for entry in entries {
            let architecture = try entry.shortForm.map { try self.architecture(shortForm..<$0, form) }
            let own = entry.costs.map { Array(costs[cost..<$0]) }
            (shortForm, cost) = (entry.shortForm ?? shortForm, entry.costs ?? cost)
            try body(
                PastTrial(
                    number: entry.number, parent: entry.parent, architecture: architecture,
                    fidelity: form.fidelities.full.with(count: entry.fidelity),
                    replicate: entry.replicate, origin: entry.origin, isProposed: entry.state == .proposed, costs: own, excess: entry.excess
                ))
        }
    }

    private func architecture(_ place: Range<Int>, _ form: Form) throws -> Architecture {
        let found = shortForms.withUnsafeBufferPointer { Architecture(stored: UnsafeBufferPointer(rebasing: $0[place])) }
        guard let found, form.hasPlace(for: found) else {
            throw UnreadableColumn(
                "trial", "architecture", String(decoding: shortForms[place], as: UTF8.self), reason: "it is none of the run's space")
        }
        return found
    }
}

extension Objective {
    /// What a cost in it can be.
    fileprivate var storedCosts: ClosedRange<Double> {
        switch self {
        case .accuracy, .balancedAccuracy, .macroF1, .areaUnderROC: -1...0
        case .error: 0...1
        case .loss: StoredRange.loss
        case .cost: 0...Double.greatestFiniteMagnitude
        }
    }
}
