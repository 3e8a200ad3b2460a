/// What goes into the database at once: a result with the proposals that it allows, or nothing of it.
public struct StoreChange: Sendable {
    /// What came of a trial.
    public struct Result: Sendable {
        /// The trial's number.
        public let trial: Int
        /// Its measurement, or why it failed.
        public let outcome: Outcome
        /// The cost in each objective, on the run's first board; nil for a failed trial.
        public let costs: [Double]?
        /// The share by which it exceeds the run's budget, on the board it fits best; 0 where it keeps it.
        public let excess: Double
        /// Whether it may be the run's best: trained to the run's fidelity, by the search, and within the budget of its own board.
        public let isComparable: Bool
        /// The name of the weights' file in the folder of weights; nil where none is kept.
        public let weightsFile: String?

        /// Creates a result; unless more is said, of a trial that keeps the budget and whose weights are not kept.
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

    /// What a trial's network gave on the test split.
    public struct Test: Sendable {
        /// The trial's number.
        public let trial: Int
        /// Accuracy on the test split, 0 to 1.
        public let accuracy: Double
        /// Mean of the classes' recalls on the test split, 0 to 1; nil where that was not computed.
        public let balancedAccuracy: Double?
        /// Mean cross-entropy on the test split; nil where that was not computed.
        public let loss: Double?

        /// Creates a trial's result on the test split.
        public init(trial: Int, accuracy: Double, balancedAccuracy: Double? = nil, loss: Double?) {
            self.trial = trial
            self.accuracy = accuracy
            self.balancedAccuracy = balancedAccuracy
            self.loss = loss
        }
    }

    /// Results of trials that were proposed before.
    public var results: [Result] = []
    /// Trials that are new.
    public var proposals: [Proposal] = []
    /// What the results did to the boards' fronts.
    public var fronts: [FrontChange] = []
    /// The largest cost of any trial so far for each objective, by the number of the board; of boards where one has grown.
    public var worstCosts: [Int: [Double]] = [:]
    /// Trials whose weights are not kept any more.
    public var left: [Int] = []
    /// Results on the test split.
    public var tests: [Test] = []
    /// The session's energy up to now; nil where that is not measured.
    public var energy: SessionEnergy?
    /// Why the run ends (`trials`, `everything_tried`, `nothing_new_found`); nil where it does not.
    public var ended: String?

    /// Creates a change of nothing.
    public init() {}

    /// Whether there is nothing to write.
    public var isEmpty: Bool {
        results.isEmpty && proposals.isEmpty && fronts.isEmpty && worstCosts.isEmpty && left.isEmpty && tests.isEmpty && energy == nil
            && ended == nil
    }
}
