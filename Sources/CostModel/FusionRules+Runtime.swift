internal import NetworkGraph

extension FusionRules {
    /// What a runtime runs in one pass.
    init(_ runtime: Runtime) {
        switch runtime {
        case .c: self = .cRuntime
        // ncnn fuses every cheap activation into convolutions and dense layers, none into sums.
        case .ncnn, .ncnnVulkan: self.init(activations: Activation.allCases, with: .products)
        // The others fuse what is a clamp, into sums too.
        case .tflite, .tfliteRuy, .tfliteXNNPACK, .armnn, .onnxruntime: self.init(activations: [.relu, .relu6], with: .productsAndSums)
        }
    }
}
