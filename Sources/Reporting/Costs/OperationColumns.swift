public import CostModel

/// The columns of a network's cost by operation.
public enum OperationColumns {
    /// The columns in their order; latency, energy and memory are in ms, mJ and bytes, shares from 0 to 1.
    public static let all: [Column<OperationCost>] = [
        Column("operation", "operation") { $0.name }.ranked(.key).shortened(.middle, to: 20),
        Column("kind", "kind") { $0.kind }.ranked(.useful).shortened(),
        Column("macs", "MACs") { $0.macs }.ranked(.useful),
        Column("parameters", "parameters") { $0.parameters }.ranked(.useful),
        Column("bytes", "bytes") { $0.bytes }.ranked(.detail),
        Column("latency_ms", "latency ms") { $0.latencySeconds * 1e3 },
        Column("energy_mj", "energy mJ") { $0.energyJoules * 1e3 },
        Column("memory_bytes", "memory") { $0.memoryBytes }.ranked(.useful),
        Column("storage_bytes", "storage") { $0.storageBytes }.ranked(.useful),
        Column("flops_per_byte", "FLOP/B") { $0.flopsPerByte }.ranked(.detail),
        Column("gflops", "GFLOP/s") { $0.flopsPerSecond * 1e-9 }.ranked(.detail),
        Column("share", "share", .percent) { $0.share },
        Column("bound", "bound by") { $0.bound.rawValue },
        Column("fused") { $0.fused },
    ]
}
