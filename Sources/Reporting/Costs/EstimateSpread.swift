public import CostModel
internal import Foundation

/// What several estimates stand on: how far their 90 % intervals reach, and where they come from.
public struct EstimateSpread: Sendable {
    /// How far intervals reach, as factors of the estimated value.
    struct Reach: Sendable, Equatable {
        var low: Double
        var high: Double
    }

    /// Of latency; nil where no estimate has a value above zero.
    let latency: Reach?
    /// Of energy above idle; nil likewise.
    let energy: Reach?
    /// Each source once, in the order of the estimates.
    let sources: [String]

    /// Takes what is common to some estimates.
    public init(_ estimates: some Sequence<Estimate>) {
        let estimates = Array(estimates)
        latency = Self.reach(of: estimates.map(\.latencySeconds))
        energy = Self.reach(of: estimates.map(\.energyJoules))
        var sources: [String] = []
        for estimate in estimates where !sources.contains(estimate.source) { sources.append(estimate.source) }
        self.sources = sources
    }

    private static func reach(of intervals: [Interval]) -> Reach? {
        intervals.filter { $0.value > 0 }.map { Reach(low: $0.low / $0.value, high: $0.high / $0.value) }
            .reduce(nil) { all, next in all.map { Reach(low: min($0.low, next.low), high: max($0.high, next.high)) } ?? next }
    }

    /// What it means where datasheet and measurements have nothing in common.
    static let disagreement =
        "which disagree: one of the two is wrong, nobody knows which, and the interval reaches both; a measurement tells"

    /// The lines under a table of estimates; none where there is no estimate.
    public var lines: [String] {
        func text(_ name: String, _ reach: Reach?) -> String? {
            reach.map { String(format: "%@ %.2f to %.2f times its value", name, $0.low, $0.high) }
        }
        let reaches = [text("latency", latency), text("energy", energy)].compactMap { $0 }
        return (reaches.isEmpty ? [] : ["90 % intervals: " + reaches.joined(separator: ", ")])
            + (sources.isEmpty ? [] : ["estimated from: " + sources.joined(separator: "; ")])
            + (sources.contains(where: Estimate.saysDisagreement) ? [Self.disagreement] : [])
    }
}
