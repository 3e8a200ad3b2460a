internal import NetworkGraph

/// `layer_norm`: normalises the channels of each position.
struct LayerNormLayer: LayerDefinition {
    static let keyword = "layer_norm"

    private let node: String

    init(_ arguments: inout LayerArguments) { node = arguments.node() }

    func emit(into emitter: inout Emitter, _ input: Int) throws(WalkError) -> Int { try emitter.append(.layerNorm, [input], node) }
}
