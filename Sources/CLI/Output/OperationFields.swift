import CostModel
import Foundation
import Support

/// The columns of a network's cost by operation.
enum OperationFields {
    private static let fields: [Listing.Field] = [
        .init("operation", "operation"), .init("kind", "kind"), .init("macs", "MACs"), .init("parameters", "parameters"),
        .init("bytes", "bytes"), .init("latency_ms", "latency ms"), .init("energy_mj", "energy mJ"),
        .init("memory_bytes", "memory"), .init("storage_bytes", "storage"), .init("flops_per_byte", "FLOP/B"), .init("gflops", "GFLOP/s"),
        .init("share", "share", show: TrialFields.percent), .init("bound", "bound by"), .init("fused", nil),
    ]

    static func listing(_ operations: [OperationCost]) -> Listing {
        var listing = Listing(fields)
        for operation in operations { listing.append(values(operation)) }
        return listing
    }

    static func json(_ operations: [OperationCost]) -> JSON {
        .array(operations.map { operation in .object(zip(fields, values(operation)).map { ($0.name, $1) }) })
    }

    private static func values(_ operation: OperationCost) -> [JSON] {
        [
            .string(operation.name), .string(operation.kind), .integer(operation.macs), .integer(operation.parameters),
            .integer(operation.bytes), .number(operation.latencySeconds * 1e3), .number(operation.energyJoules * 1e3),
            .integer(operation.memoryBytes), .integer(operation.storageBytes), .number(operation.flopsPerByte),
            .number(operation.flopsPerSecond * 1e-9),
            .number(operation.share), .string(operation.bound.rawValue), .array(operation.fused.map(JSON.string)),
        ]
    }
}

extension EstimateFields {
    /// For a person: each estimate with its interval, and where it comes from.
    static func lines(_ estimate: Estimate) -> [String] {
        func line(_ name: String, _ value: Estimated, _ format: (Double) -> String) -> String {
            let interval = value.low == value.high ? "" : " (90 %: \(format(value.low)) to \(format(value.high)))"
            return "\(name) \(format(value.value))\(interval)"
        }
        let quantities = CostQuantity.listed.compactMap { quantity -> String? in
            guard let title = quantity.lineTitle, let value = quantity.estimated(in: estimate) else { return nil }
            return line(title, value) { quantity.dimension.format($0) }
        }
        return quantities + [
            "parameters \(estimate.parameters), multiply-accumulates \(estimate.macs)",
            "estimated from: \(estimate.source)",
        ]
    }
}
