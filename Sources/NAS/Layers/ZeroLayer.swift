internal import NetworkGraph

/// `zero`: zeros of the shape that comes in.
struct ZeroLayer: LayerDefinition {
    static let keyword = "zero"

    private let node: String

    init(_ arguments: inout LayerArguments) { node = arguments.node() }

    func emit(into emitter: inout Emitter, _ input: Int) throws(WalkError) -> Int { try emitter.append(.zero, [input], node) }
}
