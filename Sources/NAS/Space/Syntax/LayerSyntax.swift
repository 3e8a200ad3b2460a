internal import NetworkGraph
import Support

/// A layer as the file has it, names not yet looked up.
struct LayerSyntax: Sendable {
    indirect enum Kind: Sendable {
        case leaf(LayerKeyword, [ArgumentSyntax])
        case sequence([LayerSyntax])
        case residual(LayerSyntax, shortcut: Shortcut, activation: ValueSyntax?)
        case branches([LayerSyntax], merge: ValueSyntax?)
        case choice([OptionSyntax<LayerSyntax>])
        case optional(LayerSyntax)
        case repetition(times: ValueSyntax, LayerSyntax)
        case stage(StageSyntax)
        case graph(nodes: Int, [EdgeSyntax])
        case conditional(ConditionSyntax, then: LayerSyntax, otherwise: LayerSyntax?)
        /// A named block with its arguments.
        case use(String, [ArgumentSyntax])
    }

    enum Shortcut: Sendable {
        /// The identity where the shapes agree, else a 1x1 convolution with batch norm.
        case automatic
        case identity
        case layers(LayerSyntax)
    }

    let kind: Kind
    let location: SourceLocation

    /// In place of what could not be read, of which a mistake tells.
    static func broken(at location: SourceLocation) -> LayerSyntax { LayerSyntax(kind: .sequence([]), location: location) }
}

struct ArgumentSyntax: Sendable {
    let name: String
    let location: SourceLocation
    let value: ValueSyntax
    /// Whether the value stands alone, without the name: `dropout: 0.2`.
    var isBare = false
}

struct EdgeSyntax: Sendable {
    let from: Int
    let to: Int
    let layer: LayerSyntax
}

struct StageSyntax: Sendable {
    indirect enum Block: Sendable {
        case named(String, SourceLocation)
        case inline(LayerSyntax)
        case choice([OptionSyntax<Block>], SourceLocation)
    }

    let times: ValueSyntax
    let block: Block
    let arguments: [ArgumentSyntax]
}

/// A named piece under `blocks:`.
struct BlockSyntax: Sendable {
    struct Parameter: Sendable {
        let name: String
        let location: SourceLocation
        /// Nil: required.
        let defaultValue: ValueSyntax?
    }

    let name: String
    let location: SourceLocation
    /// Its choices are made once for the whole network.
    let isShared: Bool
    /// Whether `with` could be read; else nothing is said of the arguments where the block is used.
    var hasKnownParameters = true
    let parameters: [Parameter]
    /// Values that the block defines for itself, in order.
    let locals: [ArgumentSyntax]
    let body: LayerSyntax
}

/// A whole file, decoded.
struct SpaceSyntax: Sendable {
    enum Section: String, CaseIterable, Sendable { case space, language, input, choices, blocks, network, train, precision, defaults }

    struct Input: Sendable {
        var shape: Shape?
        var classes: Int?
        /// `resolution` and `resize`, in the order of the file.
        var values: [ArgumentSyntax] = []
        /// Where the whole part stands.
        var location: SourceLocation
        /// Where `shape` or `resolution` stands, if there is one.
        var sizeLocation: SourceLocation?
    }

    var name = ""
    /// The keys of the file in its order.
    var sections: [Section] = []
    var input = Input(location: SourceLocation(line: 1, column: 1))
    var choices: [ArgumentSyntax] = []
    /// Whether those are all: else any name may be one.
    var knowsChoices = true
    var blocks: [BlockSyntax] = []
    var network = LayerSyntax(kind: .sequence([]), location: SourceLocation(line: 1, column: 1))
    var recipe: [ArgumentSyntax] = []
    var fidelity = Fidelity.epochs(1)
    var precision: ValueSyntax?
    var defaults = SearchDefaults()
    /// Scalars at their places as the file has them, where a constant says less: `8.0`, `1e-3`, `"16"`.
    var written: [SourceLocation: String] = [:]
}
