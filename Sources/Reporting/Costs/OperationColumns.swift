public import CostModel

/// The columns of a network's cost by operation.
public enum OperationColumns {
    /// The columns in their order; latency, energy and memory are in ms, mJ and bytes, shares from 0 to 1.
    public static let all: [Column<OperationCost>] = [
        Column("operation", "operation") { $0.name },
        Column("kind", "kind") { $0.kind },
        Column("macs", "MACs") { $0.macs },
        Column("parameters", "parameters") { $0.parameters },
        Column("bytes", "bytes") { $0.bytes },
        Column("latency_ms", "latency ms") { $0.latencySeconds * 1e3 },
        Column("energy_mj", "energy mJ") { $0.energyJoules * 1e3 },
        Column("memory_bytes", "memory") { $0.memoryBytes },
        Column("storage_bytes", "storage") { $0.storageBytes },
        Column("flops_per_byte", "FLOP/B") { $0.flopsPerByte },
        Column("gflops", "GFLOP/s") { $0.flopsPerSecond * 1e-9 },
        Column("share", "share", .percent) { $0.share },
        Column("bound", "bound by") { $0.bound.rawValue },
        Column("fused") { $0.fused },
    ]
}
