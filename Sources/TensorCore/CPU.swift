public import CKernelShims

/// Whether this build can run on this machine.
public enum CPU {
    /// Why this build's kernels cannot run here, or nil if they can. Call it before anything else of this module.
    ///
    /// Emitted into the caller: this module itself may be built for a CPU that is not there, and the first such
    /// instruction would end the process without a word.
    @_alwaysEmitIntoClient
    public static func problem() -> String? {
        isBuiltForVersion3 && !nas_cpu_runs_x86_64_v3()
            ? "this build needs a CPU with AVX2, FMA and BMI2 (x86-64-v3); build with NAS_PORTABLE=1 for this one" : nil
    }

    @_alwaysEmitIntoClient
    static var isBuiltForVersion3: Bool {
        #if NAS_X86_64_V3
        true
        #else
        false
        #endif
    }
}
