public import Search
internal import Support

/// A network with its scores without training (`ProxyScores`).
public struct ScoredNetwork: Sendable {
    /// In short form.
    let architecture: String
    /// Nil where it was not trained.
    let trial: TrialRecord?
    let gradientNorm: Double
    let snip: Double
    let logSynflow: Double
    let naswot: Double?
    let parameters: Int
    let macs: Int

    /// Makes a row, with the scores of `ProxyScores`.
    ///
    /// - Parameters:
    ///   - architecture: in short form.
    ///   - trial: of this network; nil where it was not trained.
    ///   - gradientNorm: the norm of the gradient at initialisation.
    ///   - snip: the SNIP score.
    ///   - logSynflow: to base 10.
    ///   - naswot: nil for a network without activations.
    ///   - parameters: how many parameters the network has.
    ///   - macs: the multiply-accumulates of one inference.
    public init(
        architecture: String, trial: TrialRecord?, gradientNorm: Double, snip: Double, logSynflow: Double, naswot: Double?, parameters: Int,
        macs: Int
    ) {
        self.architecture = architecture
        self.trial = trial
        self.gradientNorm = gradientNorm
        self.snip = snip
        self.logSynflow = logSynflow
        self.naswot = naswot
        self.parameters = parameters
        self.macs = macs
    }
}

/// Networks with their scores, and how each score orders those that were trained.
public struct ScoreRanking {
    private struct Score: Sendable {
        let name: String
        let value: @Sendable (ScoredNetwork) -> Double?
    }

    private let networks: [ScoredNetwork]

    /// Makes a ranking of networks.
    public init(_ networks: [ScoredNetwork]) { self.networks = networks }

    private static let scores = [
        Score(name: "gradient_norm") { $0.gradientNorm },
        Score(name: "snip") { $0.snip },
        Score(name: "log_synflow") { $0.logSynflow },
        Score(name: "naswot") { $0.naswot },
    ]

    /// Returns a row for each network, with all its scores.
    public func listing() -> Listing<ScoredNetwork> {
        let isTrained = networks.contains { $0.trial != nil }
        let network: [Column<ScoredNetwork>] = [
            Column("trial", isTrained ? "trial" : nil) { $0.trial?.number }.ranked(.key),
            Column("architecture", "architecture") { $0.architecture }.shortened(),
            Column("accuracy", isTrained ? "accuracy" : nil, .percent) { $0.trial?.accuracy },
        ]
        let scores = Self.scores.map { Column($0.name, $0.name.replacing("_", with: " "), value: $0.value) }
        let size: [Column<ScoredNetwork>] = [
            Column("parameters", "parameters") { $0.parameters }.ranked(.useful),
            Column("macs", "MACs") { $0.macs }.ranked(.useful),
        ]
        return Listing(network + scores + size, networks)
    }

    /// How a score orders the networks that were trained.
    public struct Correlation: Sendable {
        let score: String
        let spearman: Double
        let networks: Int
    }

    private static let columns: [Column<Correlation>] = [
        Column("score", "score") { $0.score }.ranked(.key),
        Column("spearman", "rank correlation with accuracy") { $0.spearman }.ranked(.key),
        Column("networks", "networks") { $0.networks },
    ]

    /// Returns a row for each score, for parameters and for multiply-accumulates: Spearman's rank correlation with accuracy. No row has
    /// fewer than 3 networks.
    public func correlations() -> Listing<Correlation> {
        let sizes = [Score(name: "parameters") { Double($0.parameters) }, Score(name: "macs") { Double($0.macs) }]
        return Listing(
            Self.columns,
            (Self.scores + sizes).compactMap { score -> Correlation? in
                let pairs = networks.compactMap { network in
                    score.value(network).flatMap { value in (network.trial?.accuracy).map { (value, $0) } }
                }
                guard pairs.count >= 3 else { return nil }
                return Correlation(
                    score: score.name, spearman: spearman(pairs.map(\.0), pairs.map(\.1)), networks: pairs.count)
            })
    }
}
