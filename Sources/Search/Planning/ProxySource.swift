public import NAS

/// Scores networks without training them: a zero-cost proxy of their accuracy (docs/search-strategies.md). A score depends on the
/// network and on the run alone, and is the same whenever it is asked for.
public protocol ProxySource: AnyObject {
    /// How many networks may be scored for one proposal: so few that it takes little time beside a training.
    var networksEach: Int { get }

    /// Returns a network's score: higher is expected to be better, and only the order of networks of one space means anything. Nil where
    /// there is nothing to say.
    func score(_ candidate: Candidate) -> Double?
}
