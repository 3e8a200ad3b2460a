extension TrainingResult {
    /// Creates the result of a cross-validation: means over its folds, each with the weight of its validation examples, so that the
    /// accuracy is the share of all examples whose class was right when they were for validation. A measure that one fold lacks the others
    /// give alone. The learning curve has the points that all folds have; seconds are those of all, memory that of the largest.
    ///
    /// - Precondition: at least one result, and a weight above 0 for each.
    init(meanOf results: [TrainingResult], weights: [Double]) {
        func mean(_ value: (TrainingResult) -> Double?) -> Double? { Mean.of(results.map(value), weights) }
        accuracy = mean(\.accuracy)
        balancedAccuracy = mean(\.balancedAccuracy)
        macroF1 = mean(\.macroF1)
        areaUnderROC = mean(\.areaUnderROC)
        loss = mean(\.loss)
        let points = results.map(\.curve.count).min() ?? 0
        curve = (0..<points).map { index in
            LearningCurvePoint(meanOf: results.map { $0.curve[$0.curve.count - points + index] }, weights: weights)
        }
        bestEpoch = nil
        steps = results[0].steps
        seconds = results.reduce(0) { $0 + $1.seconds }
        resumedAtStep = results[0].resumedAtStep
        parameters = results[0].parameters
        memoryBytes = results.map(\.memoryBytes).max() ?? 0
    }
}

extension LearningCurvePoint {
    /// - Parameter points: those of several trainings at the same epoch.
    fileprivate init(meanOf points: [LearningCurvePoint], weights: [Double]) {
        func mean(_ value: (LearningCurvePoint) -> Double?) -> Double? { Mean.of(points.map(value), weights) }
        self.init(
            epoch: points[0].epoch, step: points[0].step, trainingLoss: mean(\.trainingLoss) ?? 0,
            trainingAccuracy: mean(\.trainingAccuracy) ?? 0, validationLoss: mean(\.validationLoss),
            validationAccuracy: mean(\.validationAccuracy), validationBalancedAccuracy: mean(\.validationBalancedAccuracy),
            validationMacroF1: mean(\.validationMacroF1), validationAreaUnderROC: mean(\.validationAreaUnderROC),
            learningRate: points[0].learningRate, seconds: points.reduce(0) { $0 + $1.seconds })
    }
}

/// The weighted mean of the values that are there; nil where none is.
private enum Mean {
    static func of(_ values: [Double?], _ weights: [Double]) -> Double? {
        let known = zip(values, weights).compactMap { value, weight in value.map { ($0, weight) } }
        guard !known.isEmpty else { return nil }
        return known.reduce(0) { $0 + $1.0 * $1.1 } / known.reduce(0) { $0 + $1.1 }
    }
}
