internal import CostModel
internal import Support

/// A quantity of an estimate that has an interval: how its columns and its line are called.
struct EstimateQuantity: Sendable {
    /// The column, with its unit: milliseconds, millijoules or bytes.
    let column: String
    /// The heading of the table; nil for a quantity that only programs see.
    let heading: String?
    let words: String
    let dimension: Dimension
    /// In the base unit.
    let value: @Sendable (Estimate) -> Estimated

    static let all = [
        EstimateQuantity(column: "latency_ms", heading: "latency ms", words: "latency", dimension: .time) { $0.latencySeconds },
        EstimateQuantity(column: "energy_mj", heading: "energy mJ", words: "energy above idle", dimension: .energy) { $0.energyJoules },
        EstimateQuantity(column: "energy_total_mj", heading: nil, words: "energy with idle", dimension: .energy) { $0.energyTotalJoules },
        EstimateQuantity(column: "peak_memory_bytes", heading: "memory", words: "peak memory", dimension: .memory) { $0.peakMemoryBytes },
        EstimateQuantity(column: "storage_bytes", heading: "storage", words: "storage", dimension: .memory) { $0.storageBytes },
    ]

    /// The value with the ends of its interval. Bytes are whole.
    var columns: [Column<Estimate>] {
        dimension == .memory
            ? Column.interval(column, heading, .bytes, of: value) { Int($0.rounded()) }
            : Column.interval(column, heading, of: value) { $0 * 1e3 }
    }

    /// `latency 3.20 ms (90 %: 2.10 ms to 4.90 ms)`.
    func line(_ estimate: Estimate) -> String {
        let value = value(estimate)
        let interval = value.low == value.high ? "" : " (90 %: \(dimension.format(value.low)) to \(dimension.format(value.high)))"
        return "\(words) \(dimension.format(value.value))\(interval)"
    }
}
