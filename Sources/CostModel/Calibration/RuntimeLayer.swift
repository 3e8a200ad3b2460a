/// A layer as a runtime's own table of a network gives it, such as ncnn's.
public struct RuntimeLayer: Sendable, Hashable {
    /// The runtime's word for it: `Convolution`, `InnerProduct` ...
    public let type: String
    public let inputElements: Int
    public let outputElements: Int
    public let inputChannels: Int
    public let kernel: Kernel
    public let macs: Int
    public let parameters: Int

    /// What a layer moves over its operand; zeros where it has no such thing.
    public struct Kernel: Sendable, Hashable {
        public let width: Int
        public let stride: Int
        public let groups: Int

        public init(width: Int, stride: Int, groups: Int) { (self.width, self.stride, self.groups) = (width, stride, groups) }
    }

    public init(
        type: String, inputElements: Int, outputElements: Int, inputChannels: Int, kernel: Kernel, macs: Int, parameters: Int
    ) {
        (self.type, self.inputElements, self.outputElements, self.inputChannels) = (type, inputElements, outputElements, inputChannels)
        (self.kernel, self.macs, self.parameters) = (kernel, macs, parameters)
    }
}

extension Work {
    /// A network by its layers, all of which run but for those that only name, hold or read out data.
    public init(_ layers: [RuntimeLayer]) {
        self[.inferences] = 1
        for layer in layers where !Self.free.contains(layer.type) { add(layer) }
    }

    private static let free: Set<String> = [
        "Input", "Split", "Noop", "Dropout", "MemoryData", "PriorBox", "DetectionOutput", "YoloDetectionOutput", "Yolov3DetectionOutput",
    ]

    private mutating func add(_ layer: RuntimeLayer) {
        let elements = Double(layer.inputElements + layer.outputElements)
        self[.operations] += 1
        self[.weights] += Double(layer.parameters)
        switch layer.type {
        case "Convolution", "Deconvolution":
            let term: WorkTerm =
                layer.kernel.width == 1
                ? .pointwiseMACs : layer.kernel.width == 3 && layer.kernel.stride == 1 ? .winogradMACs : .convolutionMACs
            self[term] += Double(layer.macs)
            self[.productElements] += elements
        case "ConvolutionDepthWise", "DeconvolutionDepthWise":
            let isDepthwise = layer.kernel.groups == layer.inputChannels
            self[isDepthwise ? .depthwiseMACs : .groupedMACs] += Double(layer.macs)
            self[isDepthwise ? .depthwiseElements : .productElements] += elements
        case "InnerProduct", "Gemm":
            self[.denseMACs] += Double(layer.macs)
            self[.productElements] += elements
        case "Pooling":
            self[.windows] += Double(layer.outputElements * max(layer.kernel.width * layer.kernel.width, 1))
            self[.otherElements] += elements
        default: self[.otherElements] += elements
        }
    }
}
