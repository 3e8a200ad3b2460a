internal import NetworkGraph

/// `batch_norm`: normalises each channel.
struct BatchNormLayer: LayerDefinition {
    static let keyword = "batch_norm"

    private let node: String

    init(_ arguments: inout LayerArguments) { node = arguments.node() }

    func emit(into emitter: inout Emitter, _ input: Int) throws(WalkError) -> Int { try emitter.append(.batchNorm, [input], node) }
}
