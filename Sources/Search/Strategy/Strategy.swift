public import NAS
public import Support

/// Proposes the architectures that a search tries. A strategy is a fold over finished trials in their order: its state is a cache of them,
/// and nothing else.
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

    /// All its settings with their values: a strategy that is made with them is the same.
    var settings: [String: Double] { get }

    /// Whether it asks for scores by proxy (`SearchContext.proxy`): a search that has none of its own need not prepare them otherwise.
    var usesProxies: Bool { get }

    /// Takes in the next trial. Trial i is folded after trial i - 1.
    mutating func tell(_ trial: FinishedTrial)

    /// Suggests the next architecture. Changes nothing but what it remembers of its own computations.
    mutating func suggest(_ request: SuggestionRequest, using random: inout RandomStream) -> Suggestion
}

extension Strategy {
    /// Makes it with these settings, and the defaults of all others.
    ///
    /// - Throws: a `Diagnostic` for a setting that it does not have, or a value that cannot be.
    public init(_ settings: [String: Double] = [:]) throws(Diagnostic) {
        try self.init(settings: StrategySettings(strategy: Self.name, values: settings))
    }

    /// False: it asks for no scores by proxy.
    public var usesProxies: Bool { false }
}

/// What a suggestion is for.
public struct SuggestionRequest {
    /// The candidate's number, from 0: that of its trial, unless earlier trials were promotions or retries.
    public let trial: Int
    /// How many suggestions for this trial were rejected before.
    public let attempt: Int
    /// What is known of the space's architectures.
    public let context: SearchContext

    /// Creates a request for a candidate.
    public init(trial: Int, attempt: Int, context: SearchContext) {
        self.trial = trial
        self.attempt = attempt
        self.context = context
    }

    /// The space that is searched.
    public var space: any CandidateSpace { context.space }
}

/// An architecture that a strategy would try next.
public struct Suggestion: Sendable, Hashable {
    /// The architecture to try, of the request's space.
    public let architecture: Architecture
    /// The trial that it was made from; nil for one that was made from none.
    public let parent: Int?

    /// Suggests an architecture, made from a trial or from none.
    public init(_ architecture: Architecture, parent: Int? = nil) {
        self.architecture = architecture
        self.parent = parent
    }
}
