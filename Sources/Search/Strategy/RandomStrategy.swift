public import Support

/// Every architecture is a fresh sample of the space.
public struct RandomStrategy: Strategy {
    public static let name = "random"
    public let settings: [String: Double] = [:]

    /// It has no settings.
    public init(settings: StrategySettings) throws(Diagnostic) { try settings.allow([]) }

    public mutating func tell(_ trial: FinishedTrial) {}

    public func suggest(_ request: SuggestionRequest, using random: inout RandomStream) -> Suggestion {
        Suggestion(request.space.sample(using: &random))
    }
}
