/// `identity`: what comes in.
struct IdentityLayer: LayerDefinition {
    static let keyword = "identity"

    init(_ arguments: inout LayerArguments) {}

    func emit(into emitter: inout Emitter, _ input: Int) throws(WalkError) -> Int { input }
}
