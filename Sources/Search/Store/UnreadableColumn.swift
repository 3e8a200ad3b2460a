/// A value that no run has: whatever read it cannot go on with it.
struct UnreadableColumn: Error, CustomStringConvertible {
    let table: String
    let column: String
    let text: String
    /// What is wrong with it, where that is more than that it is there.
    let reason: String?

    init(_ table: String, _ column: String, _ text: String, reason: String? = nil) {
        (self.table, self.column, self.text, self.reason) = (table, column, text, reason)
    }

    var description: String { "column \(column) of table \(table) has '\(text.prefix(60))'" + (reason.map { ": \($0)" } ?? "") }
}

/// What numbers of a run's database can be. Wider than any run is; within them no sum of the program overflows.
enum StoredRange {
    /// Trials, candidates, epochs, steps and the like.
    static let count = 0...1 << 40
    static let positive = 1...1 << 40
    /// Epochs or steps of one training.
    static let fidelity = 1...1 << 32
    /// Of one class.
    static let examples = 0...1 << 32
    static let replicate = 0...1 << 20
    static let lookahead = 0...1 << 20
    static let share = 0.0...1
    /// Durations, energies, memory: whatever is not below zero.
    static let amount = 0...1e18
    /// Cross-entropies, which rounding may bring a little below zero.
    static let loss = -1e-3...Double.greatestFiniteMagnitude
}
