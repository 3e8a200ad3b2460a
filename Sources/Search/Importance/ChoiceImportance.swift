internal import Foundation
public import NAS
internal import Support

/// Which decisions matter for what was found: functional ANOVA of a random forest over options (Hutter, Hoos and Leyton-Brown, "An
/// efficient approach for assessing hyperparameter importance", ICML 2014).
///
/// A decision's importance is the share of the forest's variance that it explains alone, when all others are averaged over; what is
/// missing to 1 lies in how decisions work together. Options count as often as they occur in the trials, and a decision that is not
/// active is an option of its own.
public struct ChoiceImportance: Sendable {
    /// How much one decision matters, and what is expected with each of its options.
    public struct Decision: Sendable {
        /// The decision's name in the space's file.
        public let name: String
        /// A share of the variance, 0 to 1.
        public let importance: Double
        /// For each option that occurs, in the order of the file: how many trials have it, and the mean value that is expected with it.
        public let means: [(option: String, trials: Int, mean: Double)]
    }

    /// All decisions, the most important first.
    public let decisions: [Decision]
    /// How many trials were given; a large number of them is thinned evenly.
    public let trials: Int
    /// The share that single decisions explain together.
    public var explained: Double { decisions.reduce(0) { $0 + $1.importance } }

    /// The fewest trials that importance is computed from.
    public static let fewest = 10
    private static let trees = 48
    /// More trials than these are thinned evenly.
    private static let most = 4000

    /// Computes the importance of a space's decisions for a value that each trial has.
    ///
    /// - Parameters:
    ///   - decisions: the space's decisions.
    ///   - architectures: of a space with these decisions, with a value each.
    ///   - inactive: what a decision that is not active is called.
    ///   - seed: the seed of the forest.
    /// - Returns: nil for fewer than `fewest` trials, or where all values are the same.
    public init?(
        _ decisions: [NAS.Decision], _ architectures: [(architecture: Architecture, value: Double)], inactive: String = "not active",
        seed: UInt64 = 0
    ) {
        let used = architectures.thinned(to: Self.most)
        guard used.count >= Self.fewest, let first = used.first, used.contains(where: { $0.value != first.value }) else { return nil }
        let counts = decisions.map { $0.options.count + 1 }
        let rows = used.map { trial in zip(trial.architecture.options, counts).map { option, count in option ?? count - 1 } }
        let shares = Self.shares(rows, counts)
        var importance = [Double](repeating: 0, count: counts.count)
        var means = counts.map { [Double](repeating: 0, count: $0) }
        var fitted = 0
        for tree in 0..<Self.trees {
            var random = RandomStream(seed: seed, trial: UInt64(tree), purpose: .listing)
            let drawn = rows.indices.map { _ in random.nextInt(below: rows.count) }
            let grown = RegressionTree(drawn.map { rows[$0] }, drawn.map { used[$0].value }, optionCounts: counts, using: &random)
            guard let analysis = Self.analyse(grown, shares) else { continue }
            fitted += 1
            for decision in counts.indices {
                importance[decision] += analysis.importance[decision]
                for option in means[decision].indices { means[decision][option] += analysis.means[decision][option] }
            }
        }
        guard fitted > 0 else { return nil }
        trials = architectures.count
        self.decisions = decisions.indices.map { decision in
            Decision(
                name: decisions[decision].name, importance: importance[decision] / Double(fitted),
                means: (0..<counts[decision]).compactMap { option in
                    let occurring = rows.count { $0[decision] == option }
                    guard occurring > 0 else { return nil }
                    let names = decisions[decision].options
                    return (option < names.count ? names[option] : inactive, occurring, means[decision][option] / Double(fitted))
                })
        }.enumerated().sorted { ($1.element.importance, $0.offset) < ($0.element.importance, $1.offset) }.map(\.element)
    }

    /// How often each option occurs.
    private static func shares(_ rows: [[Int]], _ counts: [Int]) -> [[Double]] {
        counts.indices.map { decision in
            var found = [Double](repeating: 0, count: counts[decision])
            for row in rows { found[row[decision]] += 1 / Double(rows.count) }
            return found
        }
    }

    /// Returns each decision's share of one tree's variance, and the mean with each option; nil for a tree without variance.
    private static func analyse(_ tree: RegressionTree, _ shares: [[Double]]) -> (importance: [Double], means: [[Double]])? {
        var (mean, squares) = (0.0, 0.0)
        var sums = shares.map { [Double](repeating: 0, count: $0.count) }
        for leaf in tree.leaves {
            let inside = zip(leaf.allowed, shares).map { allowed, share in zip(allowed, share).reduce(0) { $1.0 ? $0 + $1.1 : $0 } }
            let weight = inside.reduce(1, *)
            mean += weight * leaf.value
            squares += weight * leaf.value * leaf.value
            for decision in shares.indices where inside[decision] > 0 {
                let others = weight / inside[decision]
                for option in shares[decision].indices where leaf.allowed[decision][option] {
                    sums[decision][option] += others * leaf.value
                }
            }
        }
        let variance = squares - mean * mean
        guard variance > 1e-15 * max(squares, 1e-30) else { return nil }
        let importance = shares.indices.map { decision in
            zip(shares[decision], sums[decision]).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) } / variance
        }
        return (importance, sums)
    }
}
