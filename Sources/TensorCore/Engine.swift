internal import COpenBLAS

/// What the tensor core stands on. Results are the same bits in every run with one kernel class and one BLAS core.
public enum Engine {
    /// Sets matrix products to one thread, which makes them deterministic and is quickest for networks of this size:
    /// more cores serve more workers. Every `Network` calls it; it costs nothing to call again.
    public static func configure() { openblas_set_num_threads(1) }

    /// Makes OpenBLAS take its buffer now, for where there is no room for it any more it tries for ever.
    public static func takeBuffers() {
        configure()
        // Large enough for those of its kernels that take one.
        let side: Int32 = 256
        let factor = [Float](repeating: 0, count: Int(side * side))
        var product = factor
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, side, side, side, 1, factor, side, factor, side, 0, &product, side)
    }

    /// The CPU type that OpenBLAS has chosen its kernels for, such as `Haswell`.
    public static var blasCoreName: String { String(cString: openblas_get_corename()) }

    /// Version and build options of OpenBLAS.
    public static var blasConfiguration: String { String(cString: openblas_get_config()) }

    /// The instruction set that this module's own kernels are built for.
    public static var kernelClass: String {
        #if arch(arm64)
        "aarch64"
        #elseif arch(x86_64)
        CPU.builtFor == "portable" ? "x86-64" : CPU.builtFor
        #else
        "portable"
        #endif
    }
}
