internal import NetworkGraph

/// `average_pool`: the mean of each window.
struct AveragePoolLayer: LayerDefinition {
    static let keyword = "average_pool"

    private let window: PoolArguments
    private let countsPadding: LayerArgument<Bool>
    private let node: String

    init(_ arguments: inout LayerArguments) {
        window = PoolArguments(&arguments)
        countsPadding = arguments.optional("count_padding", default: false)
        node = arguments.node()
    }

    var oddKernel: LayerArgument<Extent>? { window.oddKernel }

    func emit(into emitter: inout Emitter, _ input: Int) throws(WalkError) -> Int {
        let window = try window.read(&emitter)
        let countsPadding = try emitter.read(countsPadding)
        return try emitter.append(.averagePool(Operation.Pooling(window, countsPadding: countsPadding)), [input], node)
    }
}
