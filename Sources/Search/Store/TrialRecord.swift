public import CostModel
public import NAS
public import Support

/// A trial as the database has it.
public struct TrialRecord: Sendable, Hashable {
    /// Whether a trial waits or is under way (`proposed`), has a measurement (`finished`), or `failed`.
    public enum State: String, Sendable, Hashable, Codable { case proposed, finished, failed }

    /// The trial's number, from 0.
    public let number: Int
    /// The trial that it was made from, or whose training it goes on with; nil for one that was made from none.
    public let parent: Int?
    /// The architecture's short form in the run's present space; nil where the space changed so that it has none.
    public let architecture: String?
    /// The active choices by name, as it was proposed.
    public let choices: [Choice]
    /// Hash of the network, by which its costs are cached.
    public let networkID: StableHash
    /// Hash of the network and its training recipe.
    public let candidateID: StableHash
    /// How long it is trained, its parent's training included where it goes on with that.
    public let fidelity: Fidelity
    /// Number of the repetition: 0, or where a candidate that failed was tried again, the failed trial's replicate plus 1.
    public let replicate: Int
    /// How the architecture came about.
    public let origin: Proposal.Origin
    /// What was looked at before it was found.
    public let rejections: Rejections
    /// How far it is.
    public let state: State
    /// Why it failed; nil unless it did.
    public let failure: Failure?
    /// Accuracy on the validation split, 0 to 1; nil unless it is finished.
    public let accuracy: Double?
    /// Mean of the classes' recalls on the validation split, 0 to 1; nil where it was not measured, as in databases of before.
    public let balancedAccuracy: Double?
    /// Mean of the classes' F1 scores on the validation split, 0 to 1; nil where it was not measured.
    public internal(set) var macroF1: Double?
    /// Of two classes, the area under the ROC curve on the validation split, 0 to 1; nil where it was not measured.
    public internal(set) var areaUnderROC: Double?
    /// Mean cross-entropy on the validation split; nil where there is none.
    public let loss: Double?
    /// Accuracy on the test split, 0 to 1; nil unless that was measured.
    public let testAccuracy: Double?
    /// Mean of the classes' recalls on the test split, 0 to 1; nil unless that was measured.
    public let testBalancedAccuracy: Double?
    /// Mean cross-entropy on the test split; nil unless that was measured.
    public let testLoss: Double?
    /// Seconds that its training took; nil unless it is finished.
    public let seconds: Double?
    /// The name of the weights' file in the run's folder of weights; nil unless the trial is on the front.
    public let weightsFile: String?
    /// The session in which it ended; nil where it has not, or ended in the run that this one is a fork of.
    public let session: Int?
    /// Whether it ended under another engine than the run began with.
    public let isForeign: Bool
    /// When it was proposed, in seconds since 1970; never compared.
    public let proposedAt: Double
    /// When it ended, in seconds since 1970; nil where it has not. Never compared.
    public let finishedAt: Double?
    /// What its network costs on the board that was asked for, with the board's present profile; nil where that is not known.
    public let estimate: Estimate?
}
