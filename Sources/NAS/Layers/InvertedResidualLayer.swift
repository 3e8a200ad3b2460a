internal import NetworkGraph

/// `inverted_residual` (Sandler et al., MobileNetV2): 1x1, depthwise, linear 1x1, each with batch norm; the input is added where the
/// stride is 1 and the shapes agree.
struct InvertedResidualLayer: LayerDefinition {
    static let keyword = "inverted_residual"

    private let out: LayerArgument<Int>
    private let kernel: LayerArgument<Extent>
    private let stride: LayerArgument<Extent>
    /// How many times as many channels the depthwise convolution has.
    private let expansion: LayerArgument<Double>
    private let squeeze: LayerArgument<Ratio>
    private let activation: LayerArgument<Activation?>
    /// The groups of the 1x1 convolutions.
    private let groups: LayerArgument<Int>
    /// Whether expansion 1 has its first 1x1 convolution.
    private let expandsAlways: LayerArgument<Bool>
    private let expand: ProductNodes
    private let shuffle: String
    private let depthwise: ProductNodes
    private let squeezeExcite: SqueezeExciteNodes
    private let project: ProductNodes
    private let sum: String

    init(_ arguments: inout LayerArguments) {
        out = arguments.optionalOrInputChannels(.out)
        kernel = arguments.required(.kernel)
        stride = arguments.optional(.stride, default: Extent(square: 1))
        expansion = arguments.required("expand", in: 0.01...1000)
        squeeze = arguments.optional("squeeze_excite", default: .none)
        activation = arguments.optional(.activation, default: .relu6)
        groups = arguments.optional(.groups, default: 1)
        expandsAlways = arguments.optional("expand_always", default: false)
        expand = ProductNodes(arguments, ".expand")
        shuffle = arguments.node(".shuffle")
        depthwise = ProductNodes(arguments, ".depthwise")
        squeezeExcite = SqueezeExciteNodes(arguments, ".squeeze_excite")
        project = ProductNodes(arguments, ".project")
        sum = arguments.node(".add")
    }

    var oddKernel: LayerArgument<Extent>? { kernel }
    var forgetsChannels: Bool { groups.constant == 1 }

    func emit(into emitter: inout Emitter, _ input: Int) throws(WalkError) -> Int {
        let outputs = try emitter.read(out, at: input)
        let kernel = try emitter.read(kernel)
        let stride = try emitter.read(stride)
        let channels = emitter.shape(of: input).channels
        let expansion = try emitter.read(expansion, channels: channels)
        let squeeze = try emitter.read(squeeze)
        let activation = try emitter.read(activation)
        let groups = try emitter.read(groups, at: input)
        let expandsAlways = try emitter.read(expandsAlways)
        let hidden = (Double(channels) * expansion).rounded()
        guard hidden >= 1, hidden <= 1_000_000 else {
            throw emitter.invalid("an expansion of \(channels) channels by \(Constant.number(expansion).text) is out of range")
        }
        var node = input
        if expandsAlways || expansion != 1 {
            node = try emitter.appendPointwise(Int(hidden), groups: groups, bias: false, node, expand.product)
            node = try emitter.appendNorm(.batch, activation, node, expand)
            if groups > 1 { node = try emitter.append(.channelShuffle(groups: groups), [node], shuffle) }
        }
        let window = SlidingWindow(kernel, stride: stride, padding: .same(kernel, dilation: Extent(square: 1)))
        node = try emitter.appendDepthwise(window, bias: false, node, depthwise.product)
        node = try emitter.appendNorm(.batch, activation, node, depthwise)
        if squeeze.share > 0 {
            node = try squeezeExcite.emit(into: &emitter, share: squeeze.share, activation: .relu, gate: .hardSigmoid, node)
        }
        node = try emitter.appendPointwise(outputs, groups: groups, bias: false, node, project.product)
        node = try emitter.appendNorm(.batch, nil, node, project)
        guard stride == Extent(square: 1), emitter.shape(of: node) == emitter.shape(of: input) else { return node }
        return try emitter.append(.add, [node, input], sum)
    }
}
