public import CostModel

/// The columns of an estimate, the same in every listing; each value with the ends of its 90 % interval.
public enum EstimateColumns {
    public static let all: [Column<Estimate>] = EstimateQuantity.all.flatMap(\.columns) + exact

    /// All but memory, of which a table of layers says nothing.
    public static let withoutMemory = all.filter { !$0.name.hasPrefix("peak_memory_bytes") }

    private static let exact: [Column<Estimate>] = [
        Column("parameters", "parameters") { $0.parameters },
        Column("macs", "MACs") { $0.macs },
        Column("estimate_source") { $0.source },
    ]

    /// For a person: each estimate with its interval, and where it comes from.
    public static func lines(_ estimate: Estimate) -> [String] {
        EstimateQuantity.all.map { $0.line(estimate) } + [
            "parameters \(estimate.parameters), multiply-accumulates \(estimate.macs)",
            "estimated from: \(estimate.source)",
        ]
    }
}
