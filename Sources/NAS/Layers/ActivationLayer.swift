internal import NetworkGraph

/// `activation`: an activation that may be a choice; or a bare word such as `relu`.
struct ActivationLayer: LayerDefinition {
    static let keyword = "activation"
    static let takesBareValue = true

    private let activation: LayerArgument<Activation?>
    private let node: String

    init(_ arguments: inout LayerArguments) {
        activation = arguments.required(.activation)
        node = arguments.node()
    }

    /// The layer that a bare word is.
    init(_ activation: Activation, _ arguments: LayerArguments) {
        self.activation = LayerArgument(LayerParameter<Activation?>.activation.name, fixed: activation)
        node = arguments.node()
    }

    func emit(into emitter: inout Emitter, _ input: Int) throws(WalkError) -> Int {
        try emitter.appendActivation(emitter.read(activation), input, node)
    }
}
