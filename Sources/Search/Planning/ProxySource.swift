public import NAS

/// Scores networks without training them: a zero-cost proxy of their accuracy (docs/search-strategies.md). A score depends on the
/// network and on the run alone, and is the same whenever it is asked for.
public protocol ProxySource: AnyObject {
    /// How many networks are scored for one proposal: so few that it takes little beside a training.
    var networksEach: Int { get }

    /// Higher is expected to be better; only the order of networks of one space means anything. Nil where there is nothing to say.
    func score(_ candidate: Candidate) -> Double?
}
