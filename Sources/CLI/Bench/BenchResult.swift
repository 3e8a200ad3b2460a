import ReferenceNetworks
import Reporting
import TensorCore

/// What `nas bench` knows of one network: a row of its listing.
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

    /// The share of the rate at which as many processes multiply matrices (sgemm).
    private var shareOfSGEMM: Double? { sgemmPeak.map { gigaflops / ($0 * Double(training.count)) } }

    static let columns: [Column<BenchResult>] = [
        Column("net", "network") { $0.network.rawValue }.ranked(.key),
        Column("threads", "threads") { $0.training.count }.ranked(.useful),
        Column("batch", "batch") { $0.batch }.ranked(.useful),
        Column("images_per_s", "images/s", .rate) { $0.imagesPerSecond },
        Column("images_per_s_each") { $0.training.map(\.median) },
        Column("best_images_per_s", "best", .rate) { result in result.training.reduce(0) { $0 + $1.best } }.ranked(.useful),
        Column("gflops", "GFLOP/s") { $0.gigaflops },
        Column("sgemm_gflops", "sgemm GFLOP/s") { $0.sgemmPeak }.ranked(.useful),
        Column("share_of_sgemm", "share", .wholePercent) { $0.shareOfSGEMM },
        Column("infer_b1_ms", "inference ms") { $0.inference?.median },
        Column("infer_b1_best_ms", "best ms") { $0.inference?.best }.ranked(.detail),
        Column("peak_memory_bytes", "peak memory", .memory) { $0.training.compactMap(\.peakMemoryBytes).max() }.ranked(.useful),
        Column("kernel_class") { _ in Engine.kernelClass },
        Column("blas_core") { _ in Engine.blasCoreName },
    ]
}

/// Processes that multiply matrices at the same time: the row of `nas bench --sgemm`.
struct SGEMMResult {
    let figures: [BenchFigures]

    static let columns: [Column<SGEMMResult>] = [
        Column("threads", "threads") { $0.figures.count },
        Column("sgemm_gflops", "sgemm GFLOP/s") { result in result.figures.reduce(0) { $0 + $1.best } },
        Column("sgemm_median_gflops", "median") { result in result.figures.reduce(0) { $0 + $1.median } },
        Column("sgemm_median_gflops_each") { $0.figures.map(\.median) },
        Column("blas_core", "core") { _ in Engine.blasCoreName },
    ]
}

/// Operations of one kind in a training step: a row of `nas bench --profile`.
struct ProfiledOperation {
    let network: ReferenceNetwork
    let time: OperationTime
    /// Milliseconds of the whole step.
    let step: Double

    static let columns: [Column<ProfiledOperation>] = [
        Column("net", "network") { $0.network.rawValue },
        Column("operation", "operation") { $0.time.operation },
        Column("count", "count") { $0.time.count },
        Column("forward_ms", "forward ms") { $0.time.forwardMilliseconds },
        Column("backward_ms", "backward ms") { $0.time.backwardMilliseconds },
        Column("share", "share", .wholePercent) { $0.time.milliseconds / $0.step },
    ]
}

extension CellFormat {
    /// From 100 on whole.
    fileprivate static let rate = number { $0 < 100 ? CellFormat.plain.text($0) : String(Int($0.rounded())) }

    fileprivate static let wholePercent = number { "\(Int((100 * $0).rounded())) %" }
}
