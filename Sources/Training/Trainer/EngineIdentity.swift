internal import TensorCore

/// What results' bits depend on besides the job: kept with every run and every checkpoint.
public struct EngineIdentity: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Raised whenever the same job may give other bits: order of draws, kernels, augmentation.
    public let version: String
    /// The instruction set of this build's kernels.
    public let kernelClass: String
    /// The CPU type OpenBLAS has chosen its kernels for.
    public let blasCore: String

    /// The identity of this build on this machine.
    public static var current: EngineIdentity {
        EngineIdentity(version: "4", kernelClass: Engine.kernelClass, blasCore: Engine.blasCoreName)
    }

    /// `4 x86-64-v3 Haswell`.
    public var description: String { "\(version) \(kernelClass) \(blasCore)" }
}
