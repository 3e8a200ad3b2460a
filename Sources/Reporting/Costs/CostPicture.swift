public import CostModel
internal import Foundation
internal import Support

/// A network's cost by operation as a picture: bars of latency, energy, memory and storage, coloured by what bounds the operation,
/// and where each operation with products lies on the roofline's axes.
public struct CostPicture {
    let title: String
    /// Which network it is.
    let subtitle: String
    let estimate: Estimate
    let operations: [OperationCost]

    /// Makes a picture of a network's cost.
    ///
    /// - Parameters:
    ///   - title: the heading of the picture.
    ///   - subtitle: which network it is.
    ///   - estimate: of the whole network; a line has its figures.
    ///   - operations: a row for each, from `CostEstimator.operationCosts`.
    public init(title: String, subtitle: String, estimate: Estimate, operations: [OperationCost]) {
        self.title = title
        self.subtitle = subtitle
        self.estimate = estimate
        self.operations = operations
    }

    private struct BarColumn: Sendable {
        let title: String
        let left: Double
        let width: Double
        let value: @Sendable (OperationCost) -> Double
        let format: @Sendable (Double) -> String
    }

    private static let rowHeight = 17.0
    private static let top = 118.0
    private static let width = 1120.0
    private static let labelRight = 300.0
    private static let columns = [
        BarColumn(title: "latency", left: 312, width: 190, value: { $0.latencySeconds }) { Dimension.time.format($0) },
        BarColumn(title: "energy above idle", left: 522, width: 130, value: { $0.energyJoules }) { Dimension.energy.format($0) },
        BarColumn(title: "live memory", left: 672, width: 200, value: { Double($0.memoryBytes) }) { Dimension.memory.format($0) },
        BarColumn(title: "storage", left: 892, width: 200, value: { Double($0.storageBytes) }) { Dimension.memory.format($0) },
    ]

    /// Returns the picture as an SVG file.
    public func svg() -> String {
        var picture = SVG()
        picture.text(24, 30, title, size: 18, isBold: true)
        picture.text(24, 50, subtitle, size: 12, fill: "#555")
        picture.text(
            24, 68,
            "latency \(Dimension.time.format(estimate.latencySeconds.value)), energy \(Dimension.energy.format(estimate.energyJoules.value)) "
                + "above idle, peak memory \(Dimension.memory.format(estimate.peakMemoryBytes.value)), storage "
                + "\(Dimension.memory.format(estimate.storageBytes.value)); \(estimate.source)", size: 12, fill: "#555")
        legend(&picture)
        bars(&picture)
        let bottom = Self.top + Double(operations.count) * Self.rowHeight
        let height = roofline(&picture, top: bottom + 56)
        return picture.document(width: Self.width, height: height)
    }

    private func legend(_ picture: inout SVG) {
        var x = 24.0
        for bound in OperationCost.Bound.allCases {
            picture.bar(x, 80, 11, 11, Self.colour(bound), bound.rawValue)
            picture.text(x + 16, 90, "bound by \(bound.rawValue)", size: 11, fill: "#333")
            x += 140
        }
    }

    private func bars(_ picture: inout SVG) {
        for column in Self.columns { picture.text(column.left, Self.top - 6, column.title, size: 12, isBold: true) }
        for (row, operation) in operations.enumerated() {
            let y = Self.top + Double(row) * Self.rowHeight
            picture.text(Self.labelRight, y + 12, Self.shortened(operation.name), size: 11, anchor: .end, fill: "#333")
            for column in Self.columns {
                let largest = operations.map(column.value).max() ?? 0
                let value = column.value(operation)
                guard largest > 0, value > 0 else { continue }
                // The text stands behind the bar.
                let length = max(value / largest * (column.width - 62), 1)
                let text = column.format(value)
                picture.bar(
                    column.left, y + 2, length, Self.rowHeight - 4, Self.colour(operation.bound),
                    "\(operation.name), \(operation.kind): \(column.title) \(text)")
                picture.text(column.left + length + 4, y + 12, text, size: 10, fill: "#555")
            }
        }
    }

    /// - Returns: where the picture ends.
    private func roofline(_ picture: inout SVG, top: Double) -> Double {
        let products = operations.filter { $0.macs > 0 && $0.flopsPerSecond > 0 }
        guard !products.isEmpty else { return top - 30 }
        let (left, right, bottom) = (Self.columns[0].left - 220, Self.width - 40, top + 250)
        let x = PlotScale(values: products.map(\.flopsPerByte), isLogarithmic: true, from: left, to: right)
        let y = PlotScale(values: products.map { $0.flopsPerSecond * 1e-9 }, isLogarithmic: true, from: bottom, to: top)
        picture.text(left, top - 12, "roofline position of convolutions and dense layers", size: 12, isBold: true)
        for tick in x.ticks {
            picture.line(x.position(tick), top, x.position(tick), bottom, "#e6e6e6")
            picture.text(x.position(tick), bottom + 16, String(format: "%.4g", tick), size: 11, anchor: .middle, fill: "#333")
        }
        for tick in y.ticks {
            picture.line(left, y.position(tick), right, y.position(tick), "#e6e6e6")
            picture.text(left - 6, y.position(tick) + 4, String(format: "%.4g", tick), size: 11, anchor: .end, fill: "#333")
        }
        picture.text((left + right) / 2, bottom + 36, "floating-point operations for each byte moved", size: 12, anchor: .middle)
        picture.upright(left - 48, (top + bottom) / 2, "GFLOP/s", size: 12)
        for operation in products {
            picture.circle(
                x.position(operation.flopsPerByte), y.position(operation.flopsPerSecond * 1e-9), 4.5, Self.colour(operation.bound),
                "\(operation.name), \(operation.kind)")
        }
        return bottom + 54
    }

    private static func colour(_ bound: OperationCost.Bound) -> String {
        switch bound {
        case .compute: "#0b57d0"
        case .memory: "#e08a00"
        case .overhead: "#8a94a3"
        }
    }

    /// The end of a path tells more than its beginning.
    private static func shortened(_ name: String) -> String { name.count > 42 ? "..." + name.suffix(40) : name }
}
