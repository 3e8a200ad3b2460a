internal import TensorCore

extension ReferenceNetwork {
    /// Multiply-accumulates of a forward pass over one image: those of convolutions and dense layers, as tables of networks
    /// count them, with the positions where a kernel meets padding. A training step is taken as three times that (gradients
    /// of inputs and of weights), so as 6 floating-point operations each.
    public var macsPerImage: Int {
        let layers = definition.layers
        return layers.reduce(0) { sum, layer in
            switch layer.kind {
            case .convolution(_, let window, let groups, _):
                let channels = layers[layer.inputs[0]].shape.channels / groups
                return sum + layer.shape.elements * window.kernelHeight * window.kernelWidth * channels
            case .dense:
                return sum + layer.shape.elements * layers[layer.inputs[0]].shape.elements
            default:
                return sum
            }
        }
    }
}
