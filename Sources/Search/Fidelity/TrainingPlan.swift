/// How the training of a run is spent: on which fidelities candidates are compared, and what is kept for training the best anew.
public struct TrainingPlan: Sendable, Hashable, Codable {
    /// Fidelities below the run's own, ascending, in its unit: each candidate begins at the first, and the best go on from one to the
    /// next (`Promotions`). Empty where all are trained to the run's fidelity at once.
    public var rungs: [Int] = []
    /// One in this many of a rung's trials goes on to the next rung; at least 2.
    public var reduction = 3
    /// The share of all training that is spent at the end on training the best anew, longer and from other seeds; 0 ..< 1.
    public var retrainingShare = 0.0
    /// How many times as long those are trained.
    public var retrainingLength = 2

    /// Whether a candidate that was made from another begins with that one's weights. What comes of a candidate then depends on whom it
    /// was made from.
    public var inheritsWeights = false

    /// Creates a plan. Without arguments, each candidate is trained to the run's fidelity at once, and none is trained anew.
    public init(
        rungs: [Int] = [], reduction: Int = 3, retrainingShare: Double = 0, retrainingLength: Int = 2, inheritsWeights: Bool = false
    ) {
        precondition(reduction >= 2 && (0..<1).contains(retrainingShare) && retrainingLength >= 1)
        (self.rungs, self.reduction) = (rungs, reduction)
        (self.retrainingShare, self.retrainingLength) = (retrainingShare, retrainingLength)
        self.inheritsWeights = inheritsWeights
    }

    /// Rungs that grow by `reduction` up to below a fidelity: of 9 by thirds, 1 and 3.
    ///
    /// - Parameters:
    ///   - count: how many fidelities there are to be, the run's own among them; there are fewer where they would not differ.
    ///   - fidelity: the run's own fidelity, in epochs or steps.
    ///   - reduction: the factor between a rung and the next, at least 2.
    public static func rungs(_ count: Int, below fidelity: Int, reduction: Int) -> [Int] {
        var rungs: [Int] = []
        var next = fidelity
        while rungs.count + 1 < count, next > 1 {
            next = max(next / reduction, 1)
            rungs.insert(next, at: 0)
        }
        return rungs
    }
}
