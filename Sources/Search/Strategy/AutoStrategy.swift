public import Support

/// The default: what works (docs/search-strategies.md). Trials are sampled at first; then most are chosen by the predictor, and one in
/// `explore` is a child of evolution, for what the predictor does not know that it does not know.
public struct AutoStrategy: Strategy {
    public static let name = "auto"

    public let explore: Int
    private var predictor: PredictorStrategy
    private var evolution = EvolutionStrategy()

    /// - Parameters:
    ///   - initial: trials that are sampled before there is something to learn from.
    ///   - explore: at least 2.
    public init(initial: Int = 10, explore: Int = 16) {
        self.explore = explore
        predictor = PredictorStrategy(initial: initial)
    }

    public var settings: [String: Double] { ["initial": Double(predictor.initial), "explore": Double(explore)] }

    public mutating func fold(_ trial: FinishedTrial) {
        predictor.fold(trial)
        evolution.fold(trial)
    }

    public mutating func suggest(_ request: SuggestionRequest, using random: inout RandomStream) -> Suggestion {
        let explores = request.trial % explore == explore - 1 || request.attempt >= 4
        return explores ? evolution.suggest(request, using: &random) : predictor.suggest(request, using: &random)
    }
}
