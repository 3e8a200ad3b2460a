import Foundation
import Search

/// What strategies found, as listings.
enum SimulationListing {
    /// One row a strategy: means after some numbers of queries.
    static func summary(_ curves: [(strategy: String, curve: SimulationCurve)], checkpoints: [Int]) -> Listing {
        let quantity = curves.first?.curve.quantity ?? .regret
        let show = Self.show(quantity)
        var listing = Listing(
            [Listing.Field("strategy", quantity.title)] + checkpoints.map { Listing.Field("after_\($0)", "\($0)", show: show) })
        for (strategy, curve) in curves {
            listing.append([.string(strategy)] + checkpoints.map { .number(curve.points[$0 - 1].mean * quantity.scale) })
        }
        return listing
    }

    /// A row for each strategy, quantity and number of queries.
    static func all(_ curves: [(strategy: String, curves: [SimulationCurve])], seeds: Int) -> Listing {
        var listing = Listing(
            ["strategy", "quantity", "queries", "searches", "mean", "deviation", "low", "median", "high"].map { Listing.Field($0, nil) })
        for (strategy, curves) in curves {
            for curve in curves {
                let scale = curve.quantity.scale
                for point in curve.points {
                    listing.append([
                        .string(strategy), .string(curve.quantity.field), .integer(point.queries), .integer(seeds),
                        .number(point.mean * scale), .number(point.deviation * scale), .number(point.low * scale),
                        .number(point.median * scale), .number(point.high * scale),
                    ])
                }
            }
        }
        return listing
    }

    private static func show(_ quantity: SimulationCurve.Quantity) -> @Sendable (JSON) -> String {
        let digits = quantity == .hypervolume ? 4 : 3
        return { value in
            guard case .number(let number) = value else { return "-" }
            return number.formatted(.number.precision(.fractionLength(digits)).locale(.init(identifier: "en_US_POSIX")).grouping(.never))
        }
    }
}

extension SimulationCurve.Quantity {
    /// In CSV and JSON.
    var field: String {
        switch self {
        case .regret: "regret_points"
        case .hypervolume: "hypervolume"
        case .report: "report"
        }
    }

    var title: String {
        switch self {
        case .regret: "regret [points]"
        case .hypervolume: "hypervolume"
        case .report: "report"
        }
    }

    /// A regret is shown in points of a hundred.
    var scale: Double { self == .regret ? 100 : 1 }
}
