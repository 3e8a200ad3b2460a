internal import Foundation
internal import Models
public import NAS
package import Search
internal import Support

/// What is to be trained at full length: a network of a search, or of a space. Stored as `training.json` in the model folder while training
/// is under way, so that it can go on after a stop of any kind.
public struct ModelTrainingPlan: Sendable, Hashable, Codable {
    static let currentVersion = 1

    let version: Int
    /// What the model is to be called.
    public let name: String
    /// Space, data and split, as workers are told them.
    var context: RunContext
    /// The architecture's active choices.
    let choices: [Choice]
    /// How long each training is.
    public let fidelity: Fidelity
    /// The seed of the random streams, which the number of the training is added to.
    let seed: UInt64
    /// How many trainings there are, each from another seed.
    public let trainings: Int
    /// Epochs without a better validation accuracy after which a training ends; nil for training to the end, on validation examples too.
    public let patience: Int?
    /// The file name of the search's database; nil where the architecture was given by hand.
    let run: String?
    /// The number of the trial there.
    let trial: Int?

    /// Plans trainings of one network.
    ///
    /// - Parameters:
    ///   - context: space, data and split.
    ///   - run: the file name of the search's database and the number of the trial.
    /// - Precondition: at least one training; a patience of at least 1.
    package init(
        name: String, context: RunContext, choices: [Choice], fidelity: Fidelity, seed: UInt64, trainings: Int, patience: Int?,
        run: (file: String, trial: Int)? = nil
    ) {
        precondition(trainings > 0 && patience.map { $0 > 0 } ?? true)
        version = Self.currentVersion
        var context = context
        context.trainsOnValidation = patience == nil
        context.folds = 1
        (self.name, self.context, self.choices, self.fidelity) = (name, context, choices, fidelity)
        (self.seed, self.trainings, self.patience) = (seed, trainings, patience)
        (self.run, trial) = (run?.file, run?.trial)
    }

    static let fileName = "training.json"

    /// Reads the plan of a folder in which training is under way; nil where there is none.
    static func read(in folder: URL) throws(Diagnostic) -> ModelTrainingPlan? {
        let file = folder.appendingPathComponent(fileName)
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        let plan = try JSONDocument.read(ModelTrainingPlan.self, from: file)
        guard plan.version == currentVersion else {
            throw Diagnostic("is of version \(plan.version) of the form; this program reads \(currentVersion)", file: file.path)
        }
        return plan
    }
}
