internal import Foundation
public import Search

/// What strategies found in a table of results, as listings.
public enum SimulationColumns {
    /// Returns a row for each strategy: the mean over its searches after some numbers of queries.
    ///
    /// - Parameters:
    ///   - curves: all of one quantity.
    ///   - checkpoints: numbers of queries, from 1 to the curves' number of points.
    public static func summary(
        _ curves: [(strategy: String, curve: SimulationCurve)], checkpoints: [Int]
    ) -> Listing<(strategy: String, curve: SimulationCurve)> {
        let quantity = curves.first?.curve.quantity ?? .regret
        let format = format(of: quantity)
        let strategy = Column<(strategy: String, curve: SimulationCurve)>("strategy", quantity.title) { $0.strategy }.ranked(.key)
        let means = checkpoints.map { count in
            Column<(strategy: String, curve: SimulationCurve)>("after_\(count)", "\(count)", format) { row in
                row.curve.point(after: count).map { $0.mean * quantity.scale }
            }
        }
        return Listing([strategy] + means, curves)
    }

    /// What several searches by one strategy had found after some number of queries.
    public struct Row: Sendable {
        let strategy: String
        let quantity: SimulationCurve.Quantity
        let point: SimulationCurve.Point
    }

    /// For programs only.
    private static let columns: [Column<Row>] = [
        Column("strategy") { $0.strategy },
        Column("quantity") { $0.quantity.field },
        Column("queries") { $0.point.queries },
        Column("searches") { $0.point.searches },
        Column("mean") { $0.point.mean * $0.quantity.scale },
        Column("deviation") { $0.point.deviation * $0.quantity.scale },
        Column("low") { $0.point.low * $0.quantity.scale },
        Column("median") { $0.point.median * $0.quantity.scale },
        Column("high") { $0.point.high * $0.quantity.scale },
    ]

    /// Returns a row for each strategy, quantity and number of queries.
    ///
    /// - Parameter curves: the curves of each strategy.
    public static func all(_ curves: [(strategy: String, curves: [SimulationCurve])]) -> Listing<Row> {
        let rows = curves.flatMap { strategy, curves in
            curves.flatMap { curve in
                curve.points.map { Row(strategy: strategy, quantity: curve.quantity, point: $0) }
            }
        }
        return Listing(columns, rows)
    }

    private static func format(of quantity: SimulationCurve.Quantity) -> CellFormat {
        let digits = quantity == .hypervolume ? 4 : 3
        return .number { number in
            number.formatted(.number.precision(.fractionLength(digits)).locale(.init(identifier: "en_US_POSIX")).grouping(.never))
        }
    }
}

extension SimulationCurve.Quantity {
    /// In CSV and JSON.
    fileprivate var field: String {
        switch self {
        case .regret: "regret_points"
        case .hypervolume: "hypervolume"
        case .report: "report"
        }
    }

    fileprivate var title: String {
        switch self {
        case .regret: "regret [points]"
        case .hypervolume: "hypervolume"
        case .report: "report"
        }
    }

    /// A regret is shown in points of a hundred.
    fileprivate var scale: Double { self == .regret ? 100 : 1 }
}
