internal import NetworkGraph

/// `squeeze_excite`: weights channels by what the whole image says.
struct SqueezeExciteLayer: LayerDefinition {
    private enum Gate: String, Word {
        case hardSigmoid = "hard_sigmoid"
        case sigmoid

        var activation: Activation {
            switch self {
            case .hardSigmoid: .hardSigmoid
            case .sigmoid: .sigmoid
            }
        }
    }

    static let keyword = "squeeze_excite"
    static let takesBareValue = true

    private let ratio: LayerArgument<Ratio>
    private let activation: LayerArgument<Activation?>
    private let gate: LayerArgument<Gate>
    private let nodes: SqueezeExciteNodes

    init(_ arguments: inout LayerArguments) {
        ratio = arguments.optional("ratio", default: Ratio(0.25))
        activation = arguments.optional(.activation, default: .relu)
        gate = arguments.optional("gate", default: .hardSigmoid)
        nodes = SqueezeExciteNodes(arguments)
    }

    func emit(into emitter: inout Emitter, _ input: Int) throws(WalkError) -> Int {
        let ratio = try emitter.read(ratio)
        let activation = try emitter.read(activation)
        let gate = try emitter.read(gate)
        guard ratio.share > 0 else { return input }
        return try nodes.emit(into: &emitter, share: ratio.share, activation: activation, gate: gate.activation, input)
    }
}

/// The names of the nodes of squeeze-and-excitation (Hu et al., Squeeze-and-excitation networks).
struct SqueezeExciteNodes: Sendable {
    private let pool: String
    private let reduce: String
    private let activation: String
    private let expand: String
    private let gate: String
    private let product: String

    /// - Parameter suffix: what all of them have behind the layer's path.
    init(_ arguments: LayerArguments, _ suffix: String = "") {
        pool = arguments.node("\(suffix).pool")
        reduce = arguments.node("\(suffix).reduce")
        activation = arguments.node("\(suffix).activation")
        expand = arguments.node("\(suffix).expand")
        gate = arguments.node("\(suffix).gate")
        product = arguments.node(suffix)
    }

    /// Appends the operations, with the widths of MobileNetV3: the share of the channels, rounded to a multiple of 8.
    func emit(
        into emitter: inout Emitter, share: Double, activation function: Activation?, gate gateFunction: Activation, _ input: Int
    ) throws(WalkError) -> Int {
        let channels = emitter.shape(of: input).channels
        let squeezed = Int(Rounding.multiple(of: 8, near: Double(channels) * share))
        var node = try emitter.append(.globalPool(.average), [input], pool)
        node = try emitter.append(.dense(outputs: squeezed, bias: true), [node], reduce)
        node = try emitter.appendActivation(function, node, activation)
        node = try emitter.append(.dense(outputs: channels, bias: true), [node], expand)
        node = try emitter.append(.activation(gateFunction), [node], gate)
        return try emitter.append(.multiply, [input, node], product)
    }
}
