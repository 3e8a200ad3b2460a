internal import NetworkGraph

/// A layer of the language that stands alone (no layers inside it): its word and what can be said about it. The decoder and the
/// JSON Schema's test read this one table.
struct LayerKeyword: Sendable {
    struct Parameter: Sendable {
        let name: String
        let kind: ParameterKind
        let isRequired: Bool
    }

    let name: String
    /// In the order in which the layer reads them.
    let parameters: [Parameter]
    /// Whether a bare value sets the first parameter: `dropout: 0.2`.
    let takesBareValue: Bool
    private let makeDefinition: @Sendable (inout LayerArguments) -> any LayerDefinition

    static let all: [LayerKeyword] =
        [
            LayerKeyword(ConvolutionLayer.self), LayerKeyword(DepthwiseConvolutionLayer.self), LayerKeyword(SeparableConvolutionLayer.self),
            LayerKeyword(InvertedResidualLayer.self), LayerKeyword(SqueezeExciteLayer.self), LayerKeyword(DenseLayer.self),
            LayerKeyword(BatchNormLayer.self), LayerKeyword(ActivationLayer.self), LayerKeyword(MaxPoolLayer.self),
            LayerKeyword(AveragePoolLayer.self), LayerKeyword(GlobalPoolLayer.self), LayerKeyword(DropoutLayer.self),
            LayerKeyword(FlattenLayer.self), LayerKeyword(ChannelShuffleLayer.self), LayerKeyword(IdentityLayer.self),
            LayerKeyword(ZeroLayer.self), LayerKeyword(LayerNormLayer.self),
        ] + Activation.allCases.map { LayerKeyword($0) }

    /// Layers with layers inside; decoded one by one.
    static let combinators = ["sequence", "residual", "branches", "choice", "optional", "repeat", "stage", "graph", "when"]

    static func named(_ name: String) -> LayerKeyword? { all.first { $0.name == name } }

    init<Definition: LayerDefinition>(_ definition: Definition.Type) {
        var arguments = LayerArguments.declaring()
        _ = Definition(&arguments)
        name = Definition.keyword
        parameters = arguments.declared
        takesBareValue = Definition.takesBareValue
        makeDefinition = { Definition(&$0) }
    }

    /// A bare activation word (`relu`), which takes nothing.
    private init(_ activation: Activation) {
        name = activation.rawValue
        parameters = []
        takesBareValue = false
        makeDefinition = { ActivationLayer(activation, $0) }
    }

    /// The layer with its arguments.
    ///
    /// - Parameters:
    ///   - given: the arguments in the file by name, converted as their parameters' kinds say.
    ///   - path: what the names of the layer's nodes begin with.
    func plan(given: [String: Value], path: String) -> LeafPlan {
        var arguments = LayerArguments(given: given, path: path)
        let definition = makeDefinition(&arguments)
        return LeafPlan(definition: definition, values: arguments.values)
    }

    /// Whether the bare word is a layer: nothing is required.
    var standsAlone: Bool { !parameters.contains(where: \.isRequired) }

    var takesArguments: Bool { !parameters.isEmpty }
}
