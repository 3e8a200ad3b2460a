public import Search

/// Columns of what each trial chose, one for each decision of its space: what tables of trials are grouped by.
public enum ChoiceColumns {
    /// Returns a column for each decision, with the option as the file writes it; null where the decision is not active.
    ///
    /// A column is called what its decision is, with `choice_` before it where another column has that name.
    ///
    /// - Parameters:
    ///   - decisions: the names of the space's decisions, in its order.
    ///   - trials: whose choices are shown; decisions of an earlier version of the space, which only they have, follow the others.
    ///   - taken: the names of the listing's other columns.
    public static func columns(_ decisions: [String], of trials: [TrialRecord], besides taken: [String]) -> [Column<TrialRecord>] {
        var (names, known) = (decisions, Set(decisions))
        for trial in trials {
            for choice in trial.choices where known.insert(choice.decision).inserted { names.append(choice.decision) }
        }
        var used = Set(taken)
        return names.enumerated().map { place, decision in
            var name = decision
            while !used.insert(name).inserted { name = "choice_" + name }
            return Column<TrialRecord>(name, name, .blank) { option(of: decision, in: $0, near: place) }.shortened(.start, to: 8)
        }
    }

    /// Choices stand in the order of the decisions, those that are not active left out: one is at its decision's place or before.
    private static func option(of decision: String, in trial: TrialRecord, near place: Int) -> String? {
        let choices = trial.choices
        if let found = choices.prefix(place + 1).last(where: { $0.decision == decision }) { return found.option }
        return choices.first { $0.decision == decision }?.option
    }
}
