internal import NetworkGraph

/// `global_pool`: one value for each channel.
struct GlobalPoolLayer: LayerDefinition {
    static let keyword = "global_pool"
    static let takesBareValue = true

    private let kind: LayerArgument<Operation.PoolingKind>
    private let node: String

    init(_ arguments: inout LayerArguments) {
        kind = arguments.optional("kind", default: .average)
        node = arguments.node()
    }

    func emit(into emitter: inout Emitter, _ input: Int) throws(WalkError) -> Int {
        let kind = try emitter.read(kind)
        return try emitter.append(.globalPool(kind), [input], node)
    }
}
