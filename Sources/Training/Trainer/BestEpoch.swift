internal import Foundation
internal import Support
internal import TensorCore

/// The epoch that validation images choose, and its weights on disk: early stopping as in Prechelt, "Early stopping, but when?" (Neural
/// Networks: Tricks of the Trade, 1998), by a number of epochs without improvement.
struct BestEpoch {
    private let patience: Int
    private let file: URL
    private let binding: StableHash

    /// - Parameter file: where the job's weights go.
    init(patience: Int, file: URL?, binding: StableHash) throws(TrainingFailure) {
        guard let file, patience > 0 else {
            throw TrainingFailure(.unsuitable, "to choose an epoch takes a file for its weights, and a patience of at least 1 epoch")
        }
        (self.patience, self.file, self.binding) = (patience, file, binding)
    }

    /// The best point of a learning curve; the earliest of equals.
    func point(of curve: [LearningCurvePoint]) -> LearningCurvePoint? {
        var best: LearningCurvePoint?
        for point in curve where (point.validationAccuracy ?? 0) > (best?.validationAccuracy ?? -1) { best = point }
        return best
    }

    /// Whether nothing better has come for as long as is waited.
    func isOver(_ curve: [LearningCurvePoint]) -> Bool {
        guard let best = point(of: curve), let place = curve.firstIndex(of: best) else { return false }
        return curve.count - 1 - place >= patience
    }

    /// Writes the weights of the best point so far.
    func keep(_ weights: SafeTensors, of point: LearningCurvePoint) throws(TrainingFailure) {
        var weights = weights
        weights.metadata[Self.bindingKey] = binding.description
        weights.metadata[Self.stepKey] = String(point.step)
        do { try weights.write(to: file.path) } catch { throw TrainingFailure(.output, error.description) }
    }

    /// Whether the file holds the weights of a checkpoint's best point, or those of a later one: training comes to the same point again, and
    /// writes them again.
    func hasWeights(after progress: TrainingProgress) -> Bool {
        guard let best = point(of: progress.curve) else { return true }
        guard let kept = try? SafeTensors(contentsOf: file.path), kept.metadata[Self.bindingKey] == binding.description else {
            return false
        }
        return kept.metadata[Self.stepKey].flatMap { Int($0) }.map { $0 >= best.step } ?? false
    }

    private static let bindingKey = "binding"
    private static let stepKey = "step"
}
