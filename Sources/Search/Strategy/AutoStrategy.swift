public import Support

/// The default: what works (docs/search-strategies.md). Trials are sampled at first, by cost and by scores without training; then most
/// are chosen by the predictor, and one in `explore` is a child of evolution, for what the predictor does not know that it does not know.
public struct AutoStrategy: Strategy {
    public static let name = "auto"

    public let explore: Int
    private var predictor: PredictorStrategy
    private var evolution = EvolutionStrategy()

    /// - Parameters:
    ///   - initial: trials that are sampled before there is something to learn from.
    ///   - explore: at least 2.
    ///   - usesProxies: whether scores without training count, where the search has them.
    public init(initial: Int = 10, explore: Int = 16, usesProxies: Bool = true) {
        self.explore = explore
        predictor = PredictorStrategy(initial: initial, usesProxies: usesProxies)
    }

    public var settings: [String: Double] { predictor.settings.merging(["explore": Double(explore)]) { $1 } }

    public var usesProxies: Bool { predictor.usesProxies }

    public mutating func fold(_ trial: FinishedTrial) {
        predictor.fold(trial)
        evolution.fold(trial)
    }

    public mutating func suggest(_ request: SuggestionRequest, using random: inout RandomStream) -> Suggestion {
        let explores = request.trial % explore == explore - 1 || request.attempt >= 4
        return explores ? evolution.suggest(request, using: &random) : predictor.suggest(request, using: &random)
    }
}
