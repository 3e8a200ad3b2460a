public import CostModel
internal import Support

/// The columns of an estimate, the same in every listing: each quantity of `CostQuantity`, with the ends of its 90 % interval.
public enum EstimateColumns {
    /// What came later stands behind the source, so that the others keep their places.
    private static let (first, later) = (CostQuantity.listed.filter { !$0.isFurther }, CostQuantity.listed.filter(\.isFurther))

    /// All columns: each quantity of `CostQuantity.listed`, and the estimate's source.
    public static let all = first.flatMap(columns) + [Column("estimate_source") { $0.source }] + later.flatMap(columns)

    /// All columns but those that depend on activations, of which a table of layers says nothing.
    public static let withoutMemory: [Column<Estimate>] = {
        let left = Set(CostQuantity.listed.filter { $0.dimension == .memory && $0 != .storage }.flatMap(columns).map(\.name))
        return all.filter { !left.contains($0.name) }
    }()

    /// The value with the ends of its interval, or what is counted by itself. Bytes are whole; null in databases that are older than a
    /// quantity.
    private static func columns(_ quantity: CostQuantity) -> [Column<Estimate>] {
        guard let name = quantity.column else { return [] }
        if quantity.dimension == .count { return [Column(name, quantity.heading) { quantity.count(in: $0) }.ranked(.useful)] }
        guard !quantity.isWhole else {
            let columns = Column.interval(name, quantity.heading, .bytes, of: { quantity.estimated(in: $0) }) { Int($0.rounded()) }
            return [columns[0].ranked(.useful)] + columns.dropFirst()
        }
        let ends: ColumnFit.Rank? = quantity.heading == nil ? nil : .useful
        return Column.interval(name, quantity.heading, ends: ends, of: { quantity.estimated(in: $0) }) { $0 * quantity.columnScale }
    }

    /// Returns lines for a person: each estimate with its interval, and where it comes from.
    public static func lines(_ estimate: Estimate) -> [String] {
        CostQuantity.listed.compactMap { line($0, estimate) } + [
            "parameters \(estimate.parameters), multiply-accumulates \(estimate.macs)",
            "estimated from: \(estimate.source)",
        ]
    }

    /// `latency 3.20 ms (90 %: 2.10 ms to 4.90 ms)`.
    private static func line(_ quantity: CostQuantity, _ estimate: Estimate) -> String? {
        guard let title = quantity.lineTitle, let value = quantity.estimated(in: estimate) else { return nil }
        func format(_ number: Double) -> String { quantity.dimension.format(number) }
        let interval = value.low == value.high ? "" : " (90 %: \(format(value.low)) to \(format(value.high)))"
        return "\(title) \(format(value.value))\(interval)"
    }
}
