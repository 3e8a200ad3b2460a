internal import NetworkGraph

/// `dense`: every output from every input.
struct DenseLayer: LayerDefinition {
    static let keyword = "dense"

    private let out: LayerArgument<Int>
    private let product: ProductArguments
    private let nodes: ProductNodes

    init(_ arguments: inout LayerArguments) {
        out = arguments.required(.out)
        product = ProductArguments(&arguments)
        nodes = ProductNodes(arguments)
    }

    var forgetsChannels: Bool { true }

    func emit(into emitter: inout Emitter, _ input: Int) throws(WalkError) -> Int {
        let outputs = try emitter.read(out, at: input)
        let options = try product.read(&emitter)
        let node = try emitter.append(.dense(outputs: outputs, bias: options.bias), [input], nodes.product)
        return try emitter.appendNorm(options.norm, options.activation, node, nodes)
    }
}
