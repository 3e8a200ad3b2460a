/// A layer as a runtime's own table of a network gives it, such as ncnn's.
public struct RuntimeLayer: Sendable, Hashable {
    /// The runtime's word for it: `Convolution`, `InnerProduct` ...
    public let type: String
    /// Elements of the layer's operand: width times height times channels.
    public let inputElements: Int
    /// Elements of the layer's result: width times height times channels.
    public let outputElements: Int
    /// Channels of the layer's operand.
    public let inputChannels: Int
    /// What the layer moves over its operand.
    public let kernel: Kernel
    /// Multiply-accumulates of the layer.
    public let macs: Int
    /// Weights and biases of the layer.
    public let parameters: Int

    /// What a layer moves over its operand; zeros where it has no such thing.
    public struct Kernel: Sendable, Hashable {
        /// The width of the kernel, which is taken as its height too.
        public let width: Int
        /// The step of the kernel, in positions.
        public let stride: Int
        /// Groups of channels that are convolved apart.
        public let groups: Int

        /// Makes a kernel.
        public init(width: Int, stride: Int, groups: Int) { (self.width, self.stride, self.groups) = (width, stride, groups) }
    }

    /// Makes a layer from its row in a runtime's table.
    public init(
        type: String, inputElements: Int, outputElements: Int, inputChannels: Int, kernel: Kernel, macs: Int, parameters: Int
    ) {
        (self.type, self.inputElements, self.outputElements, self.inputChannels) = (type, inputElements, outputElements, inputChannels)
        (self.kernel, self.macs, self.parameters) = (kernel, macs, parameters)
    }
}

extension Work {
    /// Adds up the work of a network's layers, all of which run but for those that only name, hold or read out data.
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
