public import Support

/// Every architecture is a fresh sample of the space.
public struct RandomStrategy: Strategy {
    /// `random`, the name on the command line and in the store.
    public static let name = "random"
    /// Empty: it has no settings.
    public let settings: [String: Double] = [:]

    /// It has no settings.
    public init(settings: StrategySettings) throws(Diagnostic) { try settings.allow([]) }

    /// Changes nothing: samples do not depend on results.
    public mutating func tell(_ trial: FinishedTrial) {}

    /// Suggests a sample of the space.
    public func suggest(_ request: SuggestionRequest, using random: inout RandomStream) -> Suggestion {
        Suggestion(request.space.sample(using: &random))
    }
}
