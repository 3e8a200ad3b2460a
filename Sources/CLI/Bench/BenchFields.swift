import ReferenceNetworks
import Support
import TensorCore

/// What `nas bench` knows of one network, as fields of its listing.
struct BenchResult {
    let network: ReferenceNetwork
    let batch: Int
    /// Images per second of each process.
    let training: [BenchFigures]
    /// Milliseconds; nil where only training was asked for.
    let inference: BenchFigures?
    /// GFLOP/s; nil likewise.
    let sgemmPeak: Double?

    var imagesPerSecond: Double { training.reduce(0) { $0 + $1.median } }
    /// Three times the forward pass's multiply-accumulates, two operations each.
    var gigaflops: Double { 6e-9 * Double(network.macsPerImage) * imagesPerSecond }

    static let fields: [Listing.Field] = [
        .init("net", "network"), .init("threads", "threads"), .init("batch", "batch"),
        .init("images_per_s", "images/s", show: { $0.rounded }), .init("images_per_s_each", nil),
        .init("best_images_per_s", "best", show: { $0.rounded }), .init("gflops", "GFLOP/s"), .init("sgemm_gflops", "sgemm GFLOP/s"),
        .init("share_of_sgemm", "share", show: { $0.percent }), .init("infer_b1_ms", "inference ms"), .init("infer_b1_best_ms", "best ms"),
        .init("peak_memory_bytes", "peak memory", show: { $0.memory }), .init("kernel_class", nil), .init("blas_core", nil),
    ]

    var values: [JSON] {
        let peak = sgemmPeak.map { $0 * Double(training.count) }
        return [
            .string(network.rawValue), .integer(training.count), .integer(batch), .number(imagesPerSecond),
            .array(training.map { .number($0.median) }), .number(training.reduce(0) { $0 + $1.best }), .number(gigaflops),
            .optional(sgemmPeak), .optional(peak.map { gigaflops / $0 }), .optional(inference?.median), .optional(inference?.best),
            training.compactMap(\.peakMemoryBytes).max().map(JSON.integer) ?? .null, .string(Engine.kernelClass),
            .string(Engine.blasCoreName),
        ]
    }
}

extension JSON {
    fileprivate var rounded: String {
        guard case .number(let value) = self else { return readable }
        return value < 100 ? readable : String(Int(value.rounded()))
    }

    var percent: String {
        guard case .number(let value) = self else { return readable }
        return "\(Int((100 * value).rounded())) %"
    }

    fileprivate var memory: String {
        guard case .integer(let bytes) = self else { return readable }
        return Dimension.memory.format(Double(bytes))
    }
}
