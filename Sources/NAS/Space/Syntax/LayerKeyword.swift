internal import NetworkGraph

/// A layer of the language that stands alone (no layers inside it): its word and what can be said about it. The decoder,
/// the JSON Schema's test and the documentation's test all read this one table.
struct LayerKeyword: Sendable {
    enum Meaning: Sendable {
        case conv, depthwiseConv, separableConv, invertedResidual, squeezeExcite, dense, batchNorm, activation, maxPool, averagePool
        case globalPool, dropout, flatten, channelShuffle, identity, zero
    }

    struct Parameter: Sendable {
        enum Default: Sendable {
            case required
            case constant(Constant)
            /// The channels of the incoming tensor.
            case inputChannels
            /// Left to the layer: `bias` depends on `norm`, `stride` of a pool on its kernel.
            case layer
        }

        let name: String
        let kind: ParameterKind
        let standard: Default

        init(_ name: String, _ kind: ParameterKind, _ standard: Default) {
            self.name = name
            self.kind = kind
            self.standard = standard
        }
    }

    let name: String
    let meaning: Meaning
    let parameters: [Parameter]
    /// The parameter that a bare value sets: `dropout: 0.2`.
    let main: Int?

    static let activationWords = ["none"] + Activation.allCases.map(\.rawValue)
    static let normWords = ["none", "batch"]
    static let poolWords = Operation.PoolingKind.allCases.map(\.rawValue)

    static let all: [LayerKeyword] = {
        let kernel = Parameter("kernel", .extent, .required)
        let stride = Parameter("stride", .extent, .constant(.integer(1)))
        let dilation = Parameter("dilation", .extent, .constant(.integer(1)))
        let groups = Parameter("groups", .size, .constant(.integer(1)))
        let same = Parameter("padding", .padding, .constant(.word("same")))
        let norm = Parameter("norm", .word(normWords), .constant(.word("none")))
        let activation = Parameter("activation", .word(activationWords), .constant(.word("none")))
        let bias = Parameter("bias", .boolean, .layer)
        let out = Parameter("out", .size, .inputChannels)
        let pool = [kernel, Parameter("stride", .extent, .layer), Parameter("padding", .padding, .constant(.word("valid")))]
        let bare = Activation.allCases.map {
            LayerKeyword($0.rawValue, .activation, [Parameter("activation", .word(activationWords), .constant(.word($0.rawValue)))])
        }
        return [
            LayerKeyword("conv", .conv, [out, kernel, stride, dilation, groups, same, norm, activation, bias]),
            LayerKeyword(
                "depthwise_conv", .depthwiseConv,
                [Parameter("multiplier", .size, .constant(.integer(1))), kernel, stride, dilation, same, norm, activation, bias]),
            LayerKeyword("separable_conv", .separableConv, [out, kernel, stride, dilation, same, norm, activation, bias]),
            LayerKeyword(
                "inverted_residual", .invertedResidual,
                [
                    out, kernel, stride, Parameter("expand", .number(0.01...1000), .required),
                    Parameter("squeeze_excite", .ratio, .constant(.boolean(false))),
                    Parameter("activation", .word(activationWords), .constant(.word("relu6"))), groups,
                    Parameter("expand_always", .boolean, .constant(.boolean(false))),
                ]),
            LayerKeyword(
                "squeeze_excite", .squeezeExcite,
                [
                    Parameter("ratio", .ratio, .constant(.number(0.25))),
                    Parameter("activation", .word(activationWords), .constant(.word("relu"))),
                    Parameter("gate", .word(["hard_sigmoid", "sigmoid"]), .constant(.word("hard_sigmoid"))),
                ], main: 0),
            LayerKeyword("dense", .dense, [Parameter("out", .size, .required), norm, activation, bias]),
            LayerKeyword("batch_norm", .batchNorm, []),
            LayerKeyword("activation", .activation, [Parameter("activation", .word(activationWords), .required)], main: 0),
            LayerKeyword("max_pool", .maxPool, pool),
            LayerKeyword("average_pool", .averagePool, pool + [Parameter("count_padding", .boolean, .constant(.boolean(false)))]),
            LayerKeyword("global_pool", .globalPool, [Parameter("kind", .word(poolWords), .constant(.word("average")))], main: 0),
            LayerKeyword("dropout", .dropout, [Parameter("rate", .number(0...0.99), .required)], main: 0),
            LayerKeyword("flatten", .flatten, []),
            LayerKeyword("channel_shuffle", .channelShuffle, [Parameter("groups", .size, .required)], main: 0),
            LayerKeyword("identity", .identity, []),
            LayerKeyword("zero", .zero, []),
        ] + bare
    }()

    /// Layers with layers inside; decoded one by one.
    static let combinators = ["sequence", "residual", "branches", "choice", "optional", "repeat", "stage", "graph", "when"]

    static func named(_ name: String) -> LayerKeyword? { all.first { $0.name == name } }

    private init(_ name: String, _ meaning: Meaning, _ parameters: [Parameter], main: Int? = nil) {
        self.name = name
        self.meaning = meaning
        self.parameters = parameters
        self.main = main
    }

    /// Whether the bare word is a layer: nothing is required.
    var standsAlone: Bool {
        parameters.allSatisfy { if case .required = $0.standard { false } else { true } }
    }

    /// A bare activation word (`relu`) takes nothing.
    var takesArguments: Bool { !parameters.isEmpty && Activation(rawValue: name) == nil }
}
