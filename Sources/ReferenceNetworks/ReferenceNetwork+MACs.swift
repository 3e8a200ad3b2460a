internal import NetworkGraph

extension ReferenceNetwork {
    /// Multiply-accumulates of a forward pass over one image: those of convolutions and dense layers, as tables of networks
    /// count them, with the positions where a kernel meets padding. A training step is taken as three times that (gradients
    /// of inputs and of weights), so as 6 floating-point operations each.
    package var macsPerImage: Int { graph.macs }
}
