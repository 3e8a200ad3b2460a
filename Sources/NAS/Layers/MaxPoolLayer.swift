internal import NetworkGraph

/// `max_pool`: the largest of each window.
struct MaxPoolLayer: LayerDefinition {
    static let keyword = "max_pool"

    private let window: PoolArguments
    private let node: String

    init(_ arguments: inout LayerArguments) {
        window = PoolArguments(&arguments)
        node = arguments.node()
    }

    var oddKernel: LayerArgument<Extent>? { window.oddKernel }

    func emit(into emitter: inout Emitter, _ input: Int) throws(WalkError) -> Int {
        let window = try window.read(&emitter)
        return try emitter.append(.maxPool(Operation.Pooling(window)), [input], node)
    }
}
