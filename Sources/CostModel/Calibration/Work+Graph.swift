internal import NetworkGraph

extension Work {
    @inline(__always)
    mutating func add(_ counts: OperationCounts, isUnitStride3x3: Bool) {
        // Bytes of fp32.
        let elements = Double((counts.inputBytes + counts.outputBytes) / 4)
        self[.operations] += 1
        self[.weights] += Double(counts.parameters)
        switch counts.kind {
        case .convolution:
            self[isUnitStride3x3 ? .winogradMACs : .convolutionMACs] += Double(counts.macs)
            self[.productElements] += elements
        case .pointwiseConvolution:
            self[.pointwiseMACs] += Double(counts.macs)
            self[.productElements] += elements
        case .groupedConvolution:
            self[.groupedMACs] += Double(counts.macs)
            self[.productElements] += elements
        case .depthwiseConvolution:
            self[.depthwiseMACs] += Double(counts.macs)
            self[.depthwiseElements] += elements
        case .dense:
            self[.denseMACs] += Double(counts.macs)
            self[.productElements] += elements
        case .pool, .globalPool:
            self[.windows] += Double(counts.elementwiseOperations)
            self[.otherElements] += elements
        default: self[.otherElements] += elements
        }
    }
}

extension Operation {
    var isUnitStride3x3: Bool {
        guard let convolution else { return false }
        return convolution.kernel == Extent(square: 3) && convolution.stride == Extent(square: 1)
            && convolution.dilation == Extent(square: 1) && convolution.groups == 1
    }
}
