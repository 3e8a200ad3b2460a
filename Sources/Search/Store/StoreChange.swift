/// What goes into the database at once: a result with the proposals that it allows, or nothing of it.
public struct StoreChange: Sendable {
    public struct Result: Sendable {
        public let trial: Int
        public let outcome: Outcome
        /// One for each objective, on the run's first board; nil for a failed trial.
        public let costs: [Double]?
        /// By what share it breaks the budget.
        public let excess: Double
        /// Whether it may be the run's best: trained to the run's fidelity, by the search, and within the budget of its own board.
        public let isComparable: Bool
        /// Name of the weights' file where it is kept.
        public let weightsFile: String?

        public init(
            trial: Int, outcome: Outcome, costs: [Double]? = nil, excess: Double = 0, isComparable: Bool = true, weightsFile: String? = nil
        ) {
            self.trial = trial
            self.outcome = outcome
            self.costs = costs
            self.excess = excess
            self.isComparable = isComparable
            self.weightsFile = weightsFile
        }
    }

    public struct Test: Sendable {
        public let trial: Int
        public let accuracy: Double
        public let loss: Double?

        public init(trial: Int, accuracy: Double, loss: Double?) {
            self.trial = trial
            self.accuracy = accuracy
            self.loss = loss
        }
    }

    public var results: [Result] = []
    public var proposals: [Proposal] = []
    /// What the results did to the boards' fronts.
    public var fronts: [FrontChange] = []
    /// The largest costs of any trial so far, of boards where they have grown.
    public var worstCosts: [Int: [Double]] = [:]
    /// Trials whose weights are not kept any more.
    public var left: [Int] = []
    public var tests: [Test] = []
    /// Of the session up to now.
    public var energy: SessionEnergy?
    /// Why the run ended, if it does.
    public var ended: String?

    public init() {}

    public var isEmpty: Bool {
        results.isEmpty && proposals.isEmpty && fronts.isEmpty && worstCosts.isEmpty && left.isEmpty && tests.isEmpty && energy == nil
            && ended == nil
    }
}
