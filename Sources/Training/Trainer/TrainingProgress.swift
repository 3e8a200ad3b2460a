internal import TensorCore

/// What a training has gathered besides the network's own state: with that, its position.
struct TrainingProgress: Codable, Hashable {
    var curve: [LearningCurvePoint] = []
    /// Seconds spent until the state was kept.
    var seconds = 0.0
    /// Since the last point of the curve.
    var lossSum = 0.0
    var correct = 0
    var examples = 0

    mutating func add(_ step: TrainingStep, examples count: Int) {
        lossSum += Double(step.loss) * Double(count)
        correct += step.correct
        examples += count
    }

    mutating func endPoint(_ point: LearningCurvePoint) {
        curve.append(point)
        (lossSum, correct, examples) = (0, 0, 0)
    }
}
