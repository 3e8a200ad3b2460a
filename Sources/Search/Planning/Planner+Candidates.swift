internal import NAS
internal import Support

/// How a candidate is found that is new and keeps the budget.
extension Planner {
    struct Found {
        let profile: CandidateProfile
        let parent: Int?
        let origin: Proposal.Origin
    }

    /// Nil where there is nothing new.
    mutating func findCandidate(_ rejections: inout Rejections) -> Found? { draw(&rejections) ?? sample() ?? walkOn() }

    private mutating func draw(_ rejections: inout Rejections) -> Found? {
        for attempt in 0..<settings.attempts {
            var random = stream(.proposal, attempt)
            let suggestion = strategy.suggest(SuggestionRequest(trial: candidates, attempt: attempt, context: context), using: &random)
            guard let profile = profile(of: suggestion.architecture, &rejections) else { continue }
            if profile.use.fits { return Found(profile: profile, parent: suggestion.parent, origin: .strategy) }
            rejections.overBudget += 1
            guard suggestion.parent != nil || rejections.overBudget >= settings.repairFrom else { continue }
            if let repaired = repair(profile.architecture, attempt, &rejections) {
                return Found(profile: repaired, parent: suggestion.parent, origin: .repair)
            }
        }
        return nil
    }

    /// The random stream of the candidate that is to be found: the same whatever went on at other fidelities before.
    private func stream(_ purpose: RandomStream.Purpose, _ attempt: Int) -> RandomStream {
        RandomStream(seed: settings.seed, trial: UInt64(candidates), purpose: purpose, index: UInt32(attempt))
    }

    /// What an architecture is; nil, and counted, if no network can be built from it, or its candidate was tried before.
    private mutating func profile(of architecture: Architecture, _ rejections: inout Rejections) -> CandidateProfile? {
        rejections.draws += 1
        guard let profile = context.profile(of: architecture) else {
            rejections.invalid += 1
            return nil
        }
        guard context.isNew(profile) else {
            rejections.duplicates += 1
            return nil
        }
        return profile
    }

    /// Goes down towards the budget, one decision a step, as the cost model says: where one change is enough, the one after which most
    /// of the budget is used, for that is the closest to what was suggested; else the best of a few random ones, so that what is
    /// repaired does not all end at the same decision.
    private mutating func repair(_ start: Architecture, _ attempt: Int, _ rejections: inout Rejections) -> CandidateProfile? {
        var random = stream(.repair, attempt)
        var place = start
        var placeRatio = Double.infinity
        for _ in 0..<Self.repairSteps {
            var neighbours = space.neighbours(of: place)
            random.shuffle(&neighbours)
            var best: (architecture: Architecture, ratio: Double)?
            var fitting: (profile: CandidateProfile, ratio: Double)?
            for (index, neighbour) in neighbours.prefix(Self.repairNeighbours).enumerated() {
                guard let use = context.budgetUse(of: neighbour) else { continue }
                let ratio = use.ratio
                if use.fits {
                    guard fitting.map({ ratio > $0.ratio }) ?? true else { continue }
                    guard let profile = profile(of: neighbour, &rejections), profile.use.fits else { continue }
                    fitting = (profile, ratio)
                } else if index < Self.descentNeighbours {
                    rejections.draws += 1
                    rejections.overBudget += 1
                    if best.map({ ratio < $0.ratio }) ?? true { best = (neighbour, ratio) }
                }
            }
            if let fitting { return fitting.profile }
            guard let best, best.ratio < placeRatio else { return nil }
            place = best.architecture
            placeRatio = best.ratio
        }
        return nil
    }

    private static let repairSteps = 24
    /// The most neighbours that one step of a repair looks at, drawn at random where there are more.
    private static let repairNeighbours = 256
    private static let descentNeighbours = 16

    /// Nothing new was drawn: looks for what the strategy cannot reach.
    private func sample() -> Found? {
        var random = stream(.repair, settings.attempts)
        return context.sampleEligible(1, using: &random).first.map { Found(profile: $0, parent: nil, origin: .walk) }
    }

    /// Nothing new was sampled either: goes through the space in an order of its own, as far as is bounded. What it meets is not
    /// counted as rejected, for a resumed run starts its walk anew.
    mutating func walkOn() -> Found? {
        if walk == nil {
            var random = RandomStream(seed: settings.seed, purpose: .repair)
            walk = SpaceWalk(space: space, from: firstArchitecture ?? space.sample(using: &random))
        }
        while let architecture = walk?.next() {
            let fits = context.budgetUse(of: architecture)?.fits ?? false
            walk?.judged(architecture, fits: fits)
            if fits, let profile = context.eligible(architecture) { return Found(profile: profile, parent: nil, origin: .walk) }
        }
        return nil
    }
}
