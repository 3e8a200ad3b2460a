internal import Foundation
internal import NAS
internal import Support

/// Looks for the architecture that is expected to improve the front most: among samples and neighbours of the front, and from the best
/// of these upwards, one decision a step (as White et al., "BANANAS", AAAI 2021, mutate the best to have something to choose from).
///
/// Only networks that no trial has, as long as there are any: the same with another recipe is nearly as good as what is known, and so
/// would be chosen again and again.
struct ImprovementSearch {
    let outlook: Outlook
    let model: AccuracyModel
    let improvement: FrontImprovement

    struct Found {
        let look: Look
        /// The trial it was made from.
        let parent: Int?
        let expected: Double
    }

    /// How many random architectures it chooses among.
    static let samples = 100
    /// At most so many neighbours of an architecture, drawn at random where there are more.
    static let neighbours = 40
    /// From so many of the best it goes upwards, at most so many steps.
    static let climbs = (starts: 3, steps: 6)

    /// All that it looked at, the most promising first.
    ///
    /// - Parameter parents: trials near whose architectures something better is likely.
    func ranked(samples: [Look], parents: [FinishedTrial], using random: inout RandomStream) -> [Found] {
        var met: Set<StableHash> = []
        var pool: [(Look, Int?)] = []
        for look in samples where met.insert(look.candidateID).inserted { pool.append((look, nil)) }
        for parent in parents { pool += around(parent.architecture, &met, &random).map { ($0, parent.number) } }
        let isNew = pool.contains { outlook.isNewNetwork($0.0) }
        if isNew { pool.removeAll { !outlook.isNewNetwork($0.0) } }
        var found = Self.ranked(judged(pool))
        for start in found.prefix(Self.climbs.starts) {
            var place = start
            for _ in 0..<Self.climbs.steps {
                let neighbours = around(place.look.architecture, &met, &random).filter { !isNew || outlook.isNewNetwork($0) }
                let near = judged(neighbours.map { ($0, place.parent) })
                found += near
                guard let next = near.max(by: { $0.expected < $1.expected }), next.expected > place.expected else { break }
                place = next
            }
        }
        return Self.ranked(found)
    }

    /// Of equals the first.
    private static func ranked(_ found: [Found]) -> [Found] {
        found.enumerated().sorted { ($1.element.expected, $0.offset) < ($0.element.expected, $1.offset) }.map(\.element)
    }

    /// The best of some when they are scored by proxy too.
    ///
    /// - Parameter informed: a model of what is known that reads scores.
    func best(of found: some Sequence<Found>, by informed: AccuracyModel) -> Found? {
        Self.ranked(judged(found.map { ($0.look, $0.parent) }, by: informed) { outlook.scoredFeatures(of: $0) }).first
    }

    /// Neighbours that were not met before.
    private func around(_ architecture: Architecture, _ met: inout Set<StableHash>, _ random: inout RandomStream) -> [Look] {
        var neighbours = outlook.space.neighbours(of: architecture)
        if neighbours.count > Self.neighbours {
            random.shuffle(&neighbours)
            neighbours.removeLast(neighbours.count - Self.neighbours)
        }
        return neighbours.compactMap(outlook.eligible).filter { met.insert($0.candidateID).inserted }
    }

    private func judged(_ pool: [(look: Look, parent: Int?)]) -> [Found] {
        judged(pool, by: model) { outlook.features(of: $0) }
    }

    private func judged(
        _ pool: [(look: Look, parent: Int?)], by model: AccuracyModel, _ features: (Architecture) -> ArchitectureFeatures?
    ) -> [Found] {
        let usable = pool.compactMap { look, parent in
            features(look.architecture).map { (look: look, parent: parent, features: $0) }
        }
        return zip(usable, model.predict(usable.map(\.features))).map { candidate, logError in
            let known = outlook.knownCosts(candidate.look).compactMap { $0 }
            return Found(
                look: candidate.look, parent: candidate.parent, expected: improvement.expected(logError: logError, known: known))
        }
    }
}

extension Outlook {
    /// What a model reads that knows scores by proxy.
    func scoredFeatures(of architecture: Architecture) -> ArchitectureFeatures? {
        features(of: architecture).map { $0.with(proxy: proxy(of: architecture) ?? 0) }
    }
}
