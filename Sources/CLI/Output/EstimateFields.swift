import CostModel
import Foundation

/// The columns of an estimate, the same in every listing; each value with the ends of its 90 % interval.
enum EstimateFields {
    static let fields: [Listing.Field] = [
        .init("latency_ms", "latency ms"), .init("latency_ms_low", nil), .init("latency_ms_high", nil),
        .init("energy_mj", "energy mJ"), .init("energy_mj_low", nil), .init("energy_mj_high", nil),
        .init("energy_total_mj", nil), .init("energy_total_mj_low", nil), .init("energy_total_mj_high", nil),
        .init("peak_memory_bytes", "memory", show: bytes), .init("peak_memory_bytes_low", nil), .init("peak_memory_bytes_high", nil),
        .init("storage_bytes", "storage", show: bytes), .init("storage_bytes_low", nil), .init("storage_bytes_high", nil),
        .init("parameters", "parameters"), .init("macs", "MACs"), .init("estimate_source", nil),
    ]

    static func values(_ estimate: Estimate?) -> [JSON] {
        guard let estimate else { return fields.map { _ in .null } }
        func scaled(_ value: Estimated, _ factor: Double) -> [JSON] {
            [value.value, value.low, value.high].map { .number($0 * factor) }
        }
        func whole(_ value: Estimated) -> [JSON] { [value.value, value.low, value.high].map { .integer(Int($0.rounded())) } }
        return scaled(estimate.latencySeconds, 1e3) + scaled(estimate.energyJoules, 1e3) + scaled(estimate.energyTotalJoules, 1e3)
            + whole(estimate.peakMemoryBytes) + whole(estimate.storageBytes)
            + [.integer(estimate.parameters), .integer(estimate.macs), .string(estimate.source)]
    }

    @Sendable private static func bytes(_ value: JSON) -> String {
        guard case .integer(let count) = value else { return value.readable }
        return count >= 10 << 20 ? "\(count >> 20) MiB" : count >= 10 << 10 ? "\(count >> 10) KiB" : "\(count) B"
    }
}
