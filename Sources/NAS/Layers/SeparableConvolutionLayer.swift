internal import NetworkGraph

/// `separable_conv`: a depthwise convolution, then a 1x1 convolution; norm and activation behind each.
struct SeparableConvolutionLayer: LayerDefinition {
    static let keyword = "separable_conv"

    private let out: LayerArgument<Int>
    private let convolution: DepthwiseArguments
    private let depthwise: ProductNodes
    private let pointwise: ProductNodes

    init(_ arguments: inout LayerArguments) {
        out = arguments.optionalOrInputChannels(.out)
        convolution = DepthwiseArguments(&arguments)
        depthwise = ProductNodes(arguments, ".depthwise")
        pointwise = ProductNodes(arguments, ".pointwise")
    }

    var oddKernel: LayerArgument<Extent>? { convolution.oddKernel }
    var forgetsChannels: Bool { true }

    func emit(into emitter: inout Emitter, _ input: Int) throws(WalkError) -> Int {
        let outputs = try emitter.read(out, at: input)
        let (window, options) = try convolution.read(&emitter)
        var node = try emitter.appendDepthwise(window, bias: options.bias, input, depthwise.product)
        node = try emitter.appendNorm(options.norm, options.activation, node, depthwise)
        node = try emitter.appendPointwise(outputs, groups: 1, bias: options.bias, node, pointwise.product)
        return try emitter.appendNorm(options.norm, options.activation, node, pointwise)
    }
}
