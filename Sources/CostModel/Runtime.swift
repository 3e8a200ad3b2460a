/// What executes a network on a board.
public enum Runtime: String, Sendable, Hashable, Codable, CaseIterable {
    /// The C runtime of nas: one file of portable C, one thread.
    case c
    /// ONNX Runtime.
    case onnxruntime
    /// TensorFlow Lite, whatever kernels it was built with.
    case tflite
    /// TensorFlow Lite with the kernels of ruy, which its releases had before XNNPACK's: tens of microseconds a call on several threads.
    case tfliteRuy = "tflite-ruy"
    /// TensorFlow Lite with the kernels of XNNPACK: a few microseconds a call.
    case tfliteXNNPACK = "tflite-xnnpack"
    /// Arm NN.
    case armnn
    /// ncnn on the CPU.
    case ncnn
    /// ncnn on the board's GPU, through Vulkan.
    case ncnnVulkan = "ncnn-vulkan"

    /// The runtime without its kernels: what board files have figures for where they do not tell kernels apart.
    public var family: Runtime {
        switch self {
        case .tfliteRuy, .tfliteXNNPACK: .tflite
        case .c, .onnxruntime, .tflite, .armnn, .ncnn, .ncnnVulkan: self
        }
    }

    /// Whether its kernels are known: `tflite` may have those of ruy or of XNNPACK.
    public var kernelsAreKnown: Bool { self != .tflite }

    /// Whether it computes on the board's GPU.
    public var usesGPU: Bool { self == .ncnnVulkan }
}
