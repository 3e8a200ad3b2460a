/// What executes a network on a board.
public enum Runtime: String, Sendable, Hashable, Codable, CaseIterable {
    /// One file of portable C, one thread.
    case c
    case onnxruntime
    /// TensorFlow Lite with XNNPACK.
    case tflite
    case armnn
    case ncnn
    /// ncnn on the board's GPU, through Vulkan.
    case ncnnVulkan = "ncnn-vulkan"

    public var usesGPU: Bool { self == .ncnnVulkan }
}
