import Support

/// Every combination of constants that some values can have together, values that do not depend on shapes.
struct Outcomes {
    /// One of them, and options that lead to it; -1 where a decision has no part in it.
    struct Outcome {
        let constants: [Constant]
        let options: [Int32]

        /// With that of values which other decisions decide.
        func joined(with other: Outcome) -> Outcome {
            Outcome(constants: constants + other.constants, options: zip(options, other.options).map { max($0, $1) })
        }
    }

    /// Distinct, in the order of the options.
    private(set) var all: [Outcome] = []
    /// Combinations of options that were looked at.
    private var looked = 0
    private let values: [Value]
    private let optionCounts: [Int32]
    private let limit: Int
    private var known: Set<[Constant]> = []

    /// Nil where there are too many combinations.
    init?(of values: [Value], optionCounts: [Int32]) {
        self.values = values
        self.optionCounts = optionCounts
        // A look takes time in proportion to the number of decisions.
        limit = min(100_000, 20_000_000 / max(optionCounts.count, 1))
        var wanted = [Int32](repeating: -1, count: optionCounts.count)
        guard explore(&wanted) else { return nil }
    }

    private mutating func explore(_ wanted: inout [Int32]) -> Bool {
        looked += 1
        guard looked <= limit else { return false }
        var reader = DecisionReader(wanted: wanted, optionCounts: optionCounts, fallback: .fail)
        do throws(WalkError) {
            var constants: [Constant] = []
            for value in values { constants.append(try reader.constant(value)) }
            if known.insert(constants).inserted { all.append(Outcome(constants: constants, options: wanted)) }
            return true
        } catch {
            guard case .undecided(let decision) = error else { preconditionFailure("constants do not depend on shapes") }
            defer { wanted[decision] = -1 }
            for option in 0..<optionCounts[decision] {
                wanted[decision] = option
                guard explore(&wanted) else { return false }
            }
            return true
        }
    }
}
