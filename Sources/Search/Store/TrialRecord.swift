public import CostModel
public import NAS
public import Support

/// A trial as the database has it.
public struct TrialRecord: Sendable, Hashable {
    public enum State: String, Sendable, Hashable, Codable { case proposed, finished, failed }

    public let number: Int
    public let parent: Int?
    /// The short form; nil where the space changed so that it has none.
    public let architecture: String?
    public let choices: [Choice]
    public let networkID: StableHash
    public let candidateID: StableHash
    public let fidelity: Fidelity
    public let replicate: Int
    public let origin: Proposal.Origin
    public let rejections: Rejections
    public let state: State
    public let failure: Failure?
    /// On the validation split.
    public let accuracy: Double?
    public let loss: Double?
    public let testAccuracy: Double?
    public let testLoss: Double?
    public let seconds: Double?
    /// The name of the weights' file in the run's folder of weights; kept for trials on the front.
    public let weightsFile: String?
    /// The session in which it ended.
    public let session: Int?
    /// Whether it ended under another engine than the run began with.
    public let isForeign: Bool
    /// Seconds since 1970; never compared.
    public let proposedAt: Double
    public let finishedAt: Double?
    /// Under the run's present board profile.
    public let estimate: Estimate?
}
