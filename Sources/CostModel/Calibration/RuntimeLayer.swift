/// A layer as a runtime's own table of a network gives it, such as ncnn's.
public struct RuntimeLayer: Sendable, Hashable {
    /// The runtime's word for it: `Convolution`, `InnerProduct` ...
    public let type: String
    public let inputElements: Int
    public let outputElements: Int
    public let inputChannels: Int
    public let kernelWidth: Int
    public let stride: Int
    public let groups: Int
    public let macs: Int
    public let parameters: Int

    public init(
        type: String, inputElements: Int, outputElements: Int, inputChannels: Int, kernelWidth: Int, stride: Int, groups: Int, macs: Int,
        parameters: Int
    ) {
        (self.type, self.inputElements, self.outputElements, self.inputChannels) = (type, inputElements, outputElements, inputChannels)
        (self.kernelWidth, self.stride, self.groups, self.macs, self.parameters) = (kernelWidth, stride, groups, macs, parameters)
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
                layer.kernelWidth == 1 ? .pointwiseMACs : layer.kernelWidth == 3 && layer.stride == 1 ? .winogradMACs : .convolutionMACs
            self[term] += Double(layer.macs)
            self[.productElements] += elements
        case "ConvolutionDepthWise", "DeconvolutionDepthWise":
            let isDepthwise = layer.groups == layer.inputChannels
            self[isDepthwise ? .depthwiseMACs : .groupedMACs] += Double(layer.macs)
            self[isDepthwise ? .depthwiseElements : .productElements] += elements
        case "InnerProduct", "Gemm":
            self[.denseMACs] += Double(layer.macs)
            self[.productElements] += elements
        case "Pooling":
            self[.windows] += Double(layer.outputElements * max(layer.kernelWidth * layer.kernelWidth, 1))
            self[.otherElements] += elements
        default: self[.otherElements] += elements
        }
    }
}
