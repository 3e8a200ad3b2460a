internal import NetworkGraph

/// `conv`: a convolution, with a norm and an activation if asked for.
struct ConvolutionLayer: LayerDefinition {
    static let keyword = "conv"

    private let out: LayerArgument<Int>
    private let kernel: LayerArgument<Extent>
    private let stride: LayerArgument<Extent>
    private let dilation: LayerArgument<Extent>
    private let groups: LayerArgument<Int>
    private let padding: LayerArgument<PaddingRule>
    private let product: ProductArguments
    private let nodes: ProductNodes

    init(_ arguments: inout LayerArguments) {
        out = arguments.optionalOrInputChannels(.out)
        kernel = arguments.required(.kernel)
        stride = arguments.optional(.stride, default: Extent(square: 1))
        dilation = arguments.optional(.dilation, default: Extent(square: 1))
        groups = arguments.optional(.groups, default: 1)
        padding = arguments.optional(.padding, default: .same)
        product = ProductArguments(&arguments)
        nodes = ProductNodes(arguments)
    }

    var oddKernel: LayerArgument<Extent>? { padding.constant == .same ? kernel : nil }
    var forgetsChannels: Bool { groups.constant == 1 }

    func emit(into emitter: inout Emitter, _ input: Int) throws(WalkError) -> Int {
        let outputs = try emitter.read(out, at: input)
        let kernel = try emitter.read(kernel)
        let stride = try emitter.read(stride)
        let dilation = try emitter.read(dilation)
        let groups = try emitter.read(groups, at: input)
        let padding = try emitter.read(padding, kernel, dilation)
        let options = try product.read(&emitter)
        let node = try emitter.append(
            .convolution(
                Operation.Convolution(
                    outputs: outputs, kernel: kernel, stride: stride, dilation: dilation, padding: padding, groups: groups,
                    bias: options.bias)),
            [input], nodes.product)
        return try emitter.appendNorm(options.norm, options.activation, node, nodes)
    }
}
