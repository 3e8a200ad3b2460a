internal import NAS
public import Support

extension SearchContext {
    /// Samples that could be trials: new, in the budget, and each another network. Fewer than asked for where there are not more, or
    /// they are not found.
    ///
    /// Where one sample in some tens fits, the others are thrown away. Where hardly any does, a walk goes down from the best of them
    /// until it is in the budget, and from there on at random without leaving it: a Metropolis walk (Metropolis et al. 1953), whose
    /// places are evenly spread over all that fits, as far as changes of one decision at a time reach.
    public func sampleEligible(_ count: Int, using random: inout RandomStream) -> [CandidateProfile] {
        var found = Found(context: self, wanted: count)
        var best: [Start] = []
        var fitting = 0
        var draws = 0
        while !found.isComplete, draws < Sampling.drawsEach * count + Sampling.firstDraws {
            if draws == Sampling.firstDraws, fitting * Sampling.rare < draws { break }
            draws += 1
            let architecture = space.sample(using: &random)
            guard let use = budgetUse(of: architecture) else { continue }
            if use.fits {
                fitting += 1
                found.add(architecture)
            } else if best.count < Sampling.walks || use.ratio < best[best.count - 1].ratio {
                best.append(Start(architecture: architecture, ratio: use.ratio))
                best.sort { $0.ratio < $1.ratio }
                if best.count > Sampling.walks { best.removeLast() }
            }
        }
        if !found.isComplete {
            // From what fits, if anything does; else from the nearest.
            var starts = found.profiles.prefix(Sampling.walks).map(\.architecture)
            if starts.isEmpty { starts = best.compactMap { descend(from: $0, using: &random) } }
            walk(from: starts, into: &found, using: &random)
        }
        return found.profiles
    }

    private enum Sampling {
        /// Samples that are drawn before it is judged how rare what fits is: rarer than one in `rare`.
        static let firstDraws = 500
        static let rare = 100
        /// Where it is not rare, at most so many for each that is wanted.
        static let drawsEach = 200
        static let walks = 4
        /// Changes between two places of a walk that are taken, and places in a row without success after which it ends.
        static let steps = 24
        static let places = 100
        /// Changes in a row that a descent tries before it gives up.
        static let patience = 2000
    }

    private struct Start {
        let architecture: Architecture
        let ratio: Double
    }

    private struct Found {
        let context: SearchContext
        let wanted: Int
        private(set) var profiles: [CandidateProfile] = []
        private var met: Set<StableHash> = []

        init(context: SearchContext, wanted: Int) { (self.context, self.wanted) = (context, wanted) }

        var isComplete: Bool { profiles.count >= wanted }

        /// Whether it is one more.
        @discardableResult mutating func add(_ architecture: Architecture) -> Bool {
            guard let profile = context.eligible(architecture), met.insert(profile.networkID).inserted else { return false }
            profiles.append(profile)
            return true
        }
    }

    /// Takes changes that use no more of the budget, until it is kept.
    private func descend(from start: Start, using random: inout RandomStream) -> Architecture? {
        var place = start
        var tries = 0
        while tries < Sampling.patience {
            tries += 1
            let next = space.mutate(place.architecture, using: &random)
            guard let use = budgetUse(of: next), use.ratio <= place.ratio else { continue }
            if use.fits { return next }
            if use.ratio < place.ratio { tries = 0 }
            place = Start(architecture: next, ratio: use.ratio)
        }
        return nil
    }

    /// Walks inside the budget, each in its turn.
    private func walk(from starts: [Architecture], into found: inout Found, using random: inout RandomStream) {
        var places = starts
        var failures = 0
        while !places.isEmpty, !found.isComplete, failures < Sampling.places {
            for index in places.indices where !found.isComplete {
                for _ in 0..<Sampling.steps {
                    let next = space.mutate(places[index], using: &random)
                    if budgetUse(of: next)?.fits == true { places[index] = next }
                }
                failures = found.add(places[index]) ? 0 : failures + 1
            }
        }
    }
}
