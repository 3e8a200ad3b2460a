public import CostModel
internal import Foundation
public import NAS
public import Support

/// What of a space fits a budget, found before anything is trained: which share of samples, which limit binds, and the
/// cheapest network. It informs and refuses; no number of it enters the search, for how many samples there was time for
/// depends on the machine.
public struct FeasibilityReport: Sendable, Hashable {
    /// A network of the space, with what it costs.
    public struct Network: Sendable, Hashable {
        /// The network's architecture.
        public let architecture: Architecture
        /// What one inference of it costs on the board.
        public let estimate: Estimate
        /// Whether it keeps the budget, limit by limit.
        public let verdict: Verdict
    }

    /// How many samples break a limit of the budget.
    public struct LimitShare: Sendable, Hashable {
        /// The limit.
        public let limit: Budget.Limit
        /// Samples that break it.
        public let broken: Int
        /// Samples that break it and no other.
        public let brokenAlone: Int
    }

    /// All of a small space, of which each network was drawn many times.
    public struct Whole: Sendable, Hashable {
        /// How many architectures there are.
        public let architectures: Int
        /// Those that keep the budget.
        public let fitting: Int
    }

    /// Networks that were sampled, with repetition.
    public let sampled: Int
    /// Samples that keep the budget.
    public let fitting: Int
    /// The space, where it is so small that the samples are all of it; nil for others.
    public let whole: Whole?
    /// How many samples break each limit, in the budget's order.
    public let limits: [LimitShare]
    /// The one that uses the least of the limit it uses most (of energy, without limits): the best of the samples and of
    /// a descent from them.
    public let cheapest: Network
    /// What the sample takes that needs the most energy of those that keep the budget; nil where none does.
    public let dearest: Cost?
    /// The budget that the samples were judged by.
    public let budget: Budget

    /// What one inference takes.
    public struct Cost: Sendable, Hashable {
        /// What it adds to idle, in joules.
        public let energyJoules: Double
        /// Its time, in seconds.
        public let latencySeconds: Double
    }

    /// The share of samples that keep the budget, 0 to 1.
    public var share: Double { sampled == 0 ? 0 : Double(fitting) / Double(sampled) }
    /// Whether there is a network to search for at all.
    public var somethingFits: Bool { fitting > 0 || cheapest.verdict.fits }

    /// The limit that most samples break; nil where none does.
    public var binding: LimitShare? {
        limits.reduce(nil) { best, next in next.broken > (best?.broken ?? 0) ? next : best }
    }

    /// The budget with every limit that the cheapest network breaks raised to what it uses, rounded up.
    public var nearestBudget: Budget {
        Budget(
            limits: cheapest.verdict.uses.map { use in
                use.fits
                    ? use.limit
                    : Budget.Limit(quantity: use.limit.quantity, allowed: Self.roundedUp(use.used), origin: use.limit.origin)
            }, confidence: budget.confidence)
    }

    /// Lines for the user: the share of samples that fit, the cheapest network, and the limit that binds.
    public var lines: [String] {
        let percent = Self.percent(whole.map { Double($0.fitting) / Double($0.architectures) } ?? share)
        let uses = cheapest.verdict.uses.map { "\($0.limit.quantity.name) \($0.limit.quantity.dimension.format($0.used))" }
        let judged = budget.confidence.map { String(format: ", judged on the upper end of %.4g %% intervals", $0 * 100) } ?? ""
        var lines = ["\(counted) (\(percent))\(judged)"]
        lines.append("cheapest network: \(cheapest.architecture)" + (uses.isEmpty ? "" : " (\(uses.joined(separator: ", ")))"))
        if let binding {
            let broken = Self.percent(Double(binding.broken) / Double(max(sampled, 1)))
            lines.append("the limit that binds: \(binding.limit), broken by \(broken) of samples")
        }
        return lines
    }

    /// Returns what to tell a user whose mission hardly depends on the network, whichever of the space it is; nil where it does.
    ///
    /// - Parameters:
    ///   - plan: that of the mission whose limits are part of the budget.
    ///   - target: where the networks are to run.
    public func advice(_ plan: MissionPlan, on target: Target) -> MissionAdvice? {
        dearest.flatMap {
            MissionAdvice(
                plan.power, inferencesPerSecond: plan.mission.inferencesPerSecond, on: target, energyJoules: $0.energyJoules,
                latencySeconds: $0.latencySeconds, network: "the most expensive sampled network that fits")
        }
    }

    private var counted: String {
        guard let whole else { return "\(fitting) of \(sampled) sampled networks fit the budget" }
        if whole.architectures == 1 { return "the only network \(whole.fitting == 1 ? "fits" : "does not fit") the budget" }
        return "\(whole.fitting) of \(whole.architectures) networks \(whole.fitting == 1 ? "fits" : "fit") the budget"
    }

    /// Why there is nothing to search for; nil if there is something.
    public var diagnostic: Diagnostic? { diagnostic(nil) }

    /// The same with what would do, which is no budget where a mission or the board sets the limit.
    ///
    /// - Parameter plan: that of the mission whose limits are part of the budget; nil without a mission.
    public func diagnostic(_ plan: MissionPlan?) -> Diagnostic? {
        guard !somethingFits else { return nil }
        let broken = cheapest.verdict.uses.filter { !$0.fits }
        let needs = broken.map { use in
            let dimension = use.limit.quantity.dimension
            return "\(use.limit.quantity.name) \(dimension.format(use.used)) of \(dimension.format(use.limit.allowed))"
        }
        return Diagnostic(
            "no network of this space fits the budget: of \(whole.map { Plural.count($0.architectures, "network") } ?? "\(sampled) samples") "
                + "none does, and the cheapest network, "
                + "\(cheapest.architecture), needs \(needs.joined(separator: " and "))",
            hint: wayOut(broken, plan))
    }

    private func wayOut(_ broken: [Verdict.Use], _ plan: MissionPlan?) -> String {
        let mission = plan.flatMap { MissionThatFits($0, broken.map { ($0.limit.quantity, $0.used) }) }
        let raised = nearestBudget.limits.filter { limit in
            limit.origin == .given && broken.contains { $0.limit.quantity == limit.quantity }
        }
        let option = raised.map { "\($0.quantity.name)=\($0.quantity.dimension.format($0.allowed).filter { $0 != " " })" }
        var ways: [String] = []
        if !option.isEmpty { ways.append("the nearest budget that fits: \(option.joined(separator: ","))") }
        if let mission { ways.append("the nearest mission that fits\(option.isEmpty ? "" : " with it"): \(mission.words)") }
        if broken.contains(where: { $0.limit.origin == .board }) {
            ways.append("it does not fit the board's memory, which no budget changes: smaller networks in the space, or another board")
        }
        return ways.joined(separator: "; ")
    }

    /// With three digits, and not below the value.
    private static func roundedUp(_ value: Double) -> Double {
        guard value > 0, value.isFinite else { return value }
        let step = pow(10, floor(log10(value)) - 2)
        return max((value / step).rounded(.up) * step, value)
    }

    private static func percent(_ share: Double) -> String {
        share > 0 && share < 0.001 ? "under 0.1 %" : String(format: "%.1f %%", share * 100)
    }
}
