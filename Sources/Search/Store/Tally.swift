/// Sums over the trials of a run, kept beside them so that nobody has to read them all.
public struct Tally: Sendable, Hashable {
    /// All trials there are, with and without a result.
    public internal(set) var proposed = 0
    /// Trials with a measurement.
    public internal(set) var finished = 0
    /// Trials that failed, by reason.
    public internal(set) var failures: [Failure.Reason: Int] = [:]
    /// What was looked at for all proposals together.
    public internal(set) var rejections = Rejections()
    /// Seconds that trainings with a measurement took, those of trials and those anew.
    public internal(set) var seconds = 0.0
    /// The most accurate trial that the search trained to the run's fidelity and that keeps the budget of its first board, of equals the
    /// first; nil while there is none.
    public internal(set) var best: Best?
    /// Whether costs and fronts are of the run's present boards. Not so while a run has adopted a board and not gone on yet.
    public internal(set) var isOfPresentBoards = true
    /// Whether fronts and the best are of trials that keep the budget. Not so in a database of an earlier version, until its run goes on.
    public internal(set) var isWithinBudget = false

    /// A trial with its accuracy.
    public struct Best: Sendable, Hashable {
        /// The trial's number.
        public let trial: Int
        /// Accuracy on the validation split, 0 to 1.
        public let accuracy: Double

        /// Creates a trial with its accuracy.
        public init(trial: Int, accuracy: Double) { (self.trial, self.accuracy) = (trial, accuracy) }

        /// Whether it goes before another.
        func precedes(_ other: Best) -> Bool { accuracy != other.accuracy ? accuracy > other.accuracy : trial < other.trial }
    }

    /// Trials that failed, for whatever reason.
    public var failed: Int { failures.values.reduce(0, +) }

    init() {}

    /// What a change adds.
    init(_ change: StoreChange) {
        for proposal in change.proposals { add(proposal.rejections) }
        for result in change.results {
            switch result.outcome {
            case .measured(let measurement):
                add(trial: result.trial, accuracy: result.isComparable ? measurement.accuracy : nil, seconds: measurement.seconds)
            case .failed(let failure): failures[failure.reason, default: 0] += 1
            }
        }
    }

    mutating func add(_ rejected: Rejections) {
        proposed += 1
        rejections = rejections + rejected
    }

    /// A finished trial.
    ///
    /// - Parameter accuracy: nil where it is not comparable.
    mutating func add(trial: Int, accuracy: Double?, seconds: Double) {
        finished += 1
        self.seconds += seconds
        guard let found = accuracy.map({ Best(trial: trial, accuracy: $0) }), best.map(found.precedes) ?? true else { return }
        best = found
    }
}
