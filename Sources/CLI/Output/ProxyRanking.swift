import Datasets
import NAS
import NetworkGraph
import Search
import Support
import Training

/// Networks with their scores, and the accuracies of those that were trained.
struct ProxyRanking {
    private struct Entry {
        let architecture: Architecture
        let trial: Int?
        let accuracy: Double?
        /// In the order of `names`.
        let scores: [Double?]
        let counts: (parameters: Int, macs: Int)
    }

    private var entries: [Entry] = []
    private static let names = ["gradient_norm", "snip", "log_synflow", "naswot"]

    mutating func append(_ candidate: Candidate, trial: TrialRecord?, _ scorer: ProxyScorer) throws {
        let scores = try scorer.score(candidate.graph, frontEnd: candidate.frontEnd)
        entries.append(
            Entry(
                architecture: candidate.architecture, trial: trial?.number, accuracy: trial?.accuracy,
                scores: [scores.gradientNorm, scores.snip, scores.logSynflow, scores.naswot],
                counts: (candidate.graph.parameters, candidate.graph.macs)))
    }

    func listing() -> Listing {
        let isTrained = entries.contains { $0.trial != nil }
        var listing = Listing(
            [
                .init("trial", isTrained ? "trial" : nil), .init("architecture", "architecture"),
                .init("accuracy", isTrained ? "accuracy" : nil, show: TrialFields.percent),
            ]
                + Self.names.map { .init($0, $0.replacing("_", with: " ")) } + [.init("parameters", "parameters"), .init("macs", "MACs")])
        for entry in entries {
            listing.append(
                [entry.trial.map(JSON.integer) ?? .null, .string(entry.architecture.description), .optional(entry.accuracy)]
                    + entry.scores.map(JSON.optional) + [.integer(entry.counts.parameters), .integer(entry.counts.macs)])
        }
        return listing
    }

    /// How each score orders what was trained; no rows for fewer than 3 networks.
    func correlations() -> Listing {
        var listing = Listing([
            .init("score", "score"), .init("spearman", "rank correlation with accuracy"), .init("networks", "networks"),
        ])
        let scores: [(String, (Entry) -> Double?)] =
            Self.names.enumerated().map { index, name in (name, { $0.scores[index] }) }
            + [("parameters", { Double($0.counts.parameters) }), ("macs", { Double($0.counts.macs) })]
        for (name, score) in scores {
            let pairs = entries.compactMap { entry in score(entry).flatMap { score in entry.accuracy.map { (score, $0) } } }
            guard pairs.count >= 3 else { continue }
            listing.append([.string(name), .number(spearman(pairs.map(\.0), pairs.map(\.1))), .integer(pairs.count)])
        }
        return listing
    }
}
