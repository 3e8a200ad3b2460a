internal import NetworkGraph

/// What layers with a depthwise convolution take after their first argument.
struct DepthwiseArguments: Sendable {
    private let kernel: LayerArgument<Extent>
    private let stride: LayerArgument<Extent>
    private let dilation: LayerArgument<Extent>
    private let padding: LayerArgument<PaddingRule>
    private let product: ProductArguments

    init(_ arguments: inout LayerArguments) {
        kernel = arguments.required(.kernel)
        stride = arguments.optional(.stride, default: Extent(square: 1))
        dilation = arguments.optional(.dilation, default: Extent(square: 1))
        padding = arguments.optional(.padding, default: .same)
        product = ProductArguments(&arguments)
    }

    var oddKernel: LayerArgument<Extent>? { padding.constant == .same ? kernel : nil }

    func read(_ emitter: inout Emitter) throws(WalkError) -> (window: SlidingWindow, options: ProductArguments.Options) {
        let kernel = try emitter.read(kernel)
        let stride = try emitter.read(stride)
        let dilation = try emitter.read(dilation)
        let padding = try emitter.read(padding, kernel, dilation)
        return (SlidingWindow(kernel, stride: stride, padding: padding, dilation: dilation), try product.read(&emitter))
    }
}
