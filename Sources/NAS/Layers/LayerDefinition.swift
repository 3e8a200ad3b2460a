internal import NetworkGraph

/// A layer keyword of the language with its arguments: what stands alone in a file, without layers inside. Each keyword has a file
/// of its own beside this one and a line in `LayerKeyword.all`.
protocol LayerDefinition: Sendable {
    /// The word in files.
    static var keyword: String { get }
    /// Whether a bare value sets the first parameter: `dropout: 0.2`.
    static var takesBareValue: Bool { get }

    /// Takes the arguments. This is where the keyword's parameters and the names of its nodes are declared: `LayerKeyword` finds the
    /// parameters by calling it, so that it must ask for each one, whatever is given, in the order in which `emit` reads them.
    init(_ arguments: inout LayerArguments)

    /// The kernel that must be odd because its padding is `same` in every architecture.
    var oddKernel: LayerArgument<Extent>? { get }
    /// Whether the result's shape, and whether the layer can be built, are the same for any number of input channels, as long as no
    /// argument reads that number.
    var forgetsChannels: Bool { get }

    /// Appends the operations of the layer. Reads all arguments first, in their order, so that which decisions are active does not
    /// depend on shapes.
    ///
    /// - Parameter input: the node that the layer stands behind.
    /// - Returns: the node of the result.
    func emit(into emitter: inout Emitter, _ input: Int) throws(WalkError) -> Int
}

extension LayerDefinition {
    static var takesBareValue: Bool { false }
    var oddKernel: LayerArgument<Extent>? { nil }
    var forgetsChannels: Bool { false }
}
