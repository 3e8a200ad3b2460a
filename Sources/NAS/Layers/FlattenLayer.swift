internal import NetworkGraph

/// `flatten`: a vector of all values.
struct FlattenLayer: LayerDefinition {
    static let keyword = "flatten"

    private let node: String

    init(_ arguments: inout LayerArguments) { node = arguments.node() }

    func emit(into emitter: inout Emitter, _ input: Int) throws(WalkError) -> Int { try emitter.append(.flatten, [input], node) }
}
