public import NAS
public import Support

/// Proposes the architectures that a search tries. A strategy is a fold over finished trials in their order: its state is a cache of them, and nothing else.
///
/// Laws (tested for every strategy by `StrategyContract` in the tests):
/// - `suggest` is a pure function of the folded trials, the request and the random stream;
/// - folding a history from the start gives the same suggestions as folding it as it came.
///
/// It need not care for budgets or duplicates: a suggestion that breaks the budget or was tried before is rejected, and
/// asked for again with the next `attempt`. One that does can ask `request.context`, which costs nothing but time.
public protocol Strategy: Sendable {
    /// Its name on the command line and in the store.
    static var name: String { get }

    /// Makes it as its settings say. Which there are, their ranges and defaults stand here and nowhere else.
    ///
    /// - Throws: a `Diagnostic` for a setting that it does not have, or a value that cannot be.
    init(settings: StrategySettings) throws(Diagnostic)

    /// Its settings, which are stored with the run: a strategy that is made of them is the same.
    var settings: [String: Double] { get }

    /// Whether it asks for scores by proxy (`SearchContext.proxy`): a search that has none of its own need not prepare them otherwise.
    var usesProxies: Bool { get }

    /// Takes in the next trial. Trial i is folded after trial i - 1.
    mutating func tell(_ trial: FinishedTrial)

    /// Changes nothing but what it remembers of its own computations.
    mutating func suggest(_ request: SuggestionRequest, using random: inout RandomStream) -> Suggestion
}

extension Strategy {
    /// Makes it with these settings, and the defaults of all others.
    ///
    /// - Throws: a `Diagnostic` for a setting that it does not have, or a value that cannot be.
    public init(_ settings: [String: Double] = [:]) throws(Diagnostic) {
        try self.init(settings: StrategySettings(strategy: Self.name, values: settings))
    }

    public var usesProxies: Bool { false }
}

/// What a suggestion is for.
public struct SuggestionRequest {
    public let trial: Int
    /// How many suggestions for this trial were rejected before.
    public let attempt: Int
    /// What is known of the space's architectures.
    public let context: SearchContext

    public init(trial: Int, attempt: Int, context: SearchContext) {
        self.trial = trial
        self.attempt = attempt
        self.context = context
    }

    public var space: any CandidateSpace { context.space }
}

public struct Suggestion: Sendable, Hashable {
    public let architecture: Architecture
    /// The trial it was made from.
    public let parent: Int?

    public init(_ architecture: Architecture, parent: Int? = nil) {
        self.architecture = architecture
        self.parent = parent
    }
}
