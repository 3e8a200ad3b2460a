internal import NetworkGraph

/// What every convolution and dense layer takes besides its sizes: what stands behind its product, and whether that has a bias.
struct ProductArguments: Sendable {
    /// The same for one architecture.
    struct Options {
        let norm: Norm?
        let activation: Activation?
        let bias: Bool
    }

    private let norm: LayerArgument<Norm?>
    private let activation: LayerArgument<Activation?>
    private let bias: LayerArgument<Bool>?

    init(_ arguments: inout LayerArguments) {
        norm = arguments.optional(.norm, default: nil)
        activation = arguments.optional(.activation, default: nil)
        bias = arguments.optional(.bias)
    }

    /// A norm shifts by itself, so that without another word only a product without one has a bias.
    func read(_ emitter: inout Emitter) throws(WalkError) -> Options {
        let norm = try emitter.read(norm)
        let activation = try emitter.read(activation)
        guard let bias else { return Options(norm: norm, activation: activation, bias: norm == nil) }
        return Options(norm: norm, activation: activation, bias: try emitter.read(bias))
    }
}

/// The names of a product and of what stands behind it.
struct ProductNodes: Sendable {
    let product: String
    let norm: String
    let activation: String

    /// - Parameter suffix: the product's, behind the layer's path.
    init(_ arguments: LayerArguments, _ suffix: String = "") {
        product = arguments.node(suffix)
        norm = arguments.node(suffix.isEmpty ? ".norm" : "\(suffix)_norm")
        activation = arguments.node(suffix.isEmpty ? ".activation" : "\(suffix)_activation")
    }
}
