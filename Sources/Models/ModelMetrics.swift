public import Training

/// What a model folder's `metrics.json` says: how well the weights and those of the other trainings do on the test part.
public struct ModelMetrics: Sendable, Hashable, Codable {
    /// One of the trainings.
    public struct Seed: Sendable, Hashable, Codable {
        /// Number of the training, from 1.
        public let replicate: Int
        /// Its weights, relative to the model folder.
        public let weightsFile: String
        /// Accuracy on the test part, 0 to 1; nil where the data have none.
        public let testAccuracy: Double?
        /// Mean of the classes' recalls on the test part, 0 to 1.
        public let testBalancedAccuracy: Double?
        /// Mean cross-entropy on the test part.
        public let testLoss: Double?
        /// Accuracy on the validation part, 0 to 1; nil where that was trained on.
        public let validationAccuracy: Double?
        /// The epoch that the weights are of, from 1, where validation chose it.
        public let bestEpoch: Int?
        /// Seconds of training.
        public let seconds: Double

        /// Creates what is known of a training.
        public init(
            replicate: Int, weightsFile: String, test: ClassificationReport?, validationAccuracy: Double?, bestEpoch: Int?, seconds: Double
        ) {
            self.replicate = replicate
            self.weightsFile = weightsFile
            testAccuracy = test?.accuracy
            testBalancedAccuracy = test?.balancedAccuracy
            testLoss = test?.loss
            self.validationAccuracy = validationAccuracy
            self.bestEpoch = bestEpoch
            self.seconds = seconds
        }
    }

    /// The weights in `weights.safetensors` on the test part; nil where the data have none.
    public let test: ClassificationReport?
    /// All trainings that ended well, in order.
    public let seeds: [Seed]
    /// Mean of the trainings' test accuracies.
    public let meanTestAccuracy: Double?
    /// Standard deviation of the trainings' test accuracies, with n - 1; nil for less than two.
    public let deviationOfTestAccuracy: Double?

    /// Puts the results of trainings together.
    public init(test: ClassificationReport?, seeds: [Seed]) {
        self.test = test
        self.seeds = seeds
        let accuracies = seeds.compactMap(\.testAccuracy)
        let mean = accuracies.isEmpty ? nil : accuracies.reduce(0, +) / Double(accuracies.count)
        meanTestAccuracy = mean
        guard let mean, accuracies.count > 1 else {
            deviationOfTestAccuracy = nil
            return
        }
        let squares = accuracies.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        deviationOfTestAccuracy = (squares / Double(accuracies.count - 1)).squareRoot()
    }
}
