/// What executes a network on a board.
public enum Runtime: String, Sendable, Hashable, Codable, CaseIterable {
    /// The C runtime of nas: one file of portable C, one thread.
    case c
    /// ONNX Runtime.
    case onnxruntime
    /// TensorFlow Lite with XNNPACK.
    case tflite
    /// Arm NN.
    case armnn
    /// ncnn on the CPU.
    case ncnn
    /// ncnn on the board's GPU, through Vulkan.
    case ncnnVulkan = "ncnn-vulkan"

    /// Whether it computes on the board's GPU.
    public var usesGPU: Bool { self == .ncnnVulkan }
}
