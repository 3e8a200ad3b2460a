public import CKernelShims

/// Whether this build can run on this machine.
public enum CPU {
    /// Returns why this build's kernels cannot run here, or nil if they can. Call it before anything else of this module.
    ///
    /// Emitted into the caller: this module itself may be built for a CPU that is not there, and the first such
    /// instruction would end the process without a word.
    @_alwaysEmitIntoClient
    public static func problem() -> String? {
        switch builtFor {
        case "x86-64-v4" where !nas_cpu_runs_x86_64_v4():
            "this build needs a CPU with AVX-512 (x86-64-v4); build with NAS_CPU=x86-64-v3, or NAS_PORTABLE=1, for this one"
        case "x86-64-v3" where !nas_cpu_runs_x86_64_v3():
            "this build needs a CPU with AVX2, FMA and BMI2 (x86-64-v3); build with NAS_PORTABLE=1 for this one"
        default: nil
        }
    }

    /// The class of CPU that this build's kernels are for: `x86-64-v4`, `x86-64-v3` or `portable`.
    @_alwaysEmitIntoClient
    static var builtFor: String {
        #if NAS_X86_64_V4
        "x86-64-v4"
        #elseif NAS_X86_64_V3
        "x86-64-v3"
        #else
        "portable"
        #endif
    }
}
