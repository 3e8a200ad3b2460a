internal import NAS
internal import Search
internal import Training

/// Joins Training to Search: scores networks without training them, on a batch of the run's data, in this process.
final class TrainingProxies: ProxySource {
    let networksEach: Int
    private let scorer: ProxyScorer

    /// The share of the images of the shortest training that may be spent on scores for its proposal.
    private static let share = 0.05

    /// - Throws: where the data set is gone or is not the run's.
    init(_ run: RunDefinition) throws {
        let loaded = try LoadedRun(RunContext(json: run.context))
        let data = TrainingData(loaded.dataset, split: loaded.split)
        scorer = try ProxyScorer(data, seed: run.seed)
        let length = run.plan.rungs.first ?? run.fidelity.count
        let imagesEach =
            switch run.fidelity {
            case .epochs: data.trainingCount
            case .steps: TrainingRecipe().batch
            }
        let images = length.multipliedReportingOverflow(by: imagesEach)
        networksEach = images.overflow ? .max : Int(Double(images.partialValue) * Self.share) / scorer.batch
    }

    /// Nil for a network that there is no room for: its training will say so.
    func score(_ candidate: Candidate) -> Double? {
        (try? scorer.naswot(candidate.graph, frontEnd: candidate.frontEnd)).flatMap { $0 }
    }
}
