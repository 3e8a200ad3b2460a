internal import NetworkGraph

/// `depthwise_conv`: a convolution of each channel by itself.
struct DepthwiseConvolutionLayer: LayerDefinition {
    static let keyword = "depthwise_conv"

    private let multiplier: LayerArgument<Int>
    private let convolution: DepthwiseArguments
    private let nodes: ProductNodes

    init(_ arguments: inout LayerArguments) {
        multiplier = arguments.optional("multiplier", default: 1)
        convolution = DepthwiseArguments(&arguments)
        nodes = ProductNodes(arguments)
    }

    var oddKernel: LayerArgument<Extent>? { convolution.oddKernel }

    func emit(into emitter: inout Emitter, _ input: Int) throws(WalkError) -> Int {
        let multiplier = try emitter.read(multiplier, at: input)
        let (window, options) = try convolution.read(&emitter)
        let node = try emitter.appendDepthwise(window, multiplier: multiplier, bias: options.bias, input, nodes.product)
        return try emitter.appendNorm(options.norm, options.activation, node, nodes)
    }
}
