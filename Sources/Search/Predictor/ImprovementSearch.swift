internal import Foundation
internal import NAS
internal import Support

/// Looks for the architecture that is expected to improve the front most: among samples and neighbours of the front, and from the best
/// of these upwards, one decision a step (as White et al., "BANANAS", AAAI 2021, mutate the best to have something to choose from).
///
/// Only networks that no trial has, as long as there are any: the same with another recipe is nearly as good as what is known, and so
/// would be chosen again and again.
struct ImprovementSearch {
    let context: SearchContext
    let model: AccuracyModel
    let improvement: FrontImprovement

    struct Found {
        let profile: CandidateProfile
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
    func ranked(samples: [CandidateProfile], parents: [FinishedTrial], using random: inout RandomStream) -> [Found] {
        var met: Set<StableHash> = []
        var pool: [(CandidateProfile, Int?)] = []
        for profile in samples where met.insert(profile.candidateID).inserted { pool.append((profile, nil)) }
        for parent in parents { pool += around(parent.architecture, &met, &random).map { ($0, parent.number) } }
        let isNew = pool.contains { context.isNewNetwork($0.0) }
        if isNew { pool.removeAll { !context.isNewNetwork($0.0) } }
        var found = Self.ranked(judged(pool))
        for start in found.prefix(Self.climbs.starts) {
            var place = start
            for _ in 0..<Self.climbs.steps {
                let neighbours = around(place.profile.architecture, &met, &random).filter { !isNew || context.isNewNetwork($0) }
                let near = judged(neighbours.map { ($0, place.parent) })
                found += near
                guard let next = near.max(by: { $0.expected < $1.expected }), next.expected > place.expected else { break }
                place = next
            }
        }
        return Self.ranked(found)
    }

    /// Sorts what was found by what is expected of it, the most promising first, of equals the first.
    private static func ranked(_ found: [Found]) -> [Found] {
        found.enumerated().sorted { ($1.element.expected, $0.offset) < ($0.element.expected, $1.offset) }.map(\.element)
    }

    /// The best of some when they are scored by proxy too.
    ///
    /// - Parameter informed: a model of what is known that reads scores.
    func best(of found: some Sequence<Found>, by informed: AccuracyModel) -> Found? {
        Self.ranked(judged(found.map { ($0.profile, $0.parent) }, by: informed) { context.scoredFeatures(of: $0) }).first
    }

    /// Neighbours that were not met before.
    private func around(_ architecture: Architecture, _ met: inout Set<StableHash>, _ random: inout RandomStream) -> [CandidateProfile] {
        var neighbours = context.space.neighbours(of: architecture)
        if neighbours.count > Self.neighbours {
            random.shuffle(&neighbours)
            neighbours.removeLast(neighbours.count - Self.neighbours)
        }
        return neighbours.compactMap(context.eligible).filter { met.insert($0.candidateID).inserted }
    }

    private func judged(_ pool: [(profile: CandidateProfile, parent: Int?)]) -> [Found] {
        judged(pool, by: model) { context.features(of: $0) }
    }

    private func judged(
        _ pool: [(profile: CandidateProfile, parent: Int?)], by model: AccuracyModel, _ features: (Architecture) -> ArchitectureFeatures?
    ) -> [Found] {
        let usable = pool.compactMap { profile, parent in
            features(profile.architecture).map { (profile: profile, parent: parent, features: $0) }
        }
        return zip(usable, model.predict(usable.map(\.features))).map { candidate, logError in
            let known = context.knownCosts(candidate.profile).compactMap { $0 }
            return Found(
                profile: candidate.profile, parent: candidate.parent, expected: improvement.expected(logError: logError, known: known))
        }
    }
}

extension SearchContext {
    /// What a model reads that knows scores by proxy.
    func scoredFeatures(of architecture: Architecture) -> ArchitectureFeatures? {
        features(of: architecture).map { $0.with(proxy: proxy(of: architecture) ?? 0) }
    }
}
