public import Support

/// The default: what works (docs/search-strategies.md). Trials are sampled at first, by cost and by scores without training; then most
/// are chosen by the predictor, and one in `explore` is a child of evolution, for what the predictor does not know that it does not know.
public struct AutoStrategy: Strategy {
    /// `auto`, the name on the command line and in the store.
    public static let name = "auto"

    /// One candidate in this many is a child of evolution; at least 2.
    public let explore: Int
    private var predictor: PredictorStrategy
    private var evolution: EvolutionStrategy

    /// Settings: `explore` 16, at least 2, and those of `PredictorStrategy`.
    public init(settings: StrategySettings) throws(Diagnostic) {
        try settings.allow(PredictorStrategy.settingNames + ["explore"])
        explore = try settings.whole("explore", in: 2...1_000_000, default: 16)
        predictor = try PredictorStrategy(settings: settings.only(PredictorStrategy.settingNames))
        evolution = try EvolutionStrategy(settings: settings.only([]))
    }

    /// The values of `explore` and of the predictor's settings.
    public var settings: [String: Double] { predictor.settings.merging(["explore": Double(explore)]) { $1 } }

    /// Whether the predictor asks for scores by proxy.
    public var usesProxies: Bool { predictor.usesProxies }

    /// Takes the trial into the predictor and into evolution's population.
    public mutating func tell(_ trial: FinishedTrial) {
        predictor.tell(trial)
        evolution.tell(trial)
    }

    /// Asks evolution once in `explore` candidates and after four suggestions that were rejected; else the predictor.
    public mutating func suggest(_ request: SuggestionRequest, using random: inout RandomStream) -> Suggestion {
        let explores = request.trial % explore == explore - 1 || request.attempt >= 4
        return explores ? evolution.suggest(request, using: &random) : predictor.suggest(request, using: &random)
    }
}
