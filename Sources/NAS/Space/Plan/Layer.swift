internal import NetworkGraph
import Support

/// A layer with every name looked up and every repetition written out: a tree that is walked to build a network.
final class Layer: Sendable {
    indirect enum Kind: Sendable {
        case leaf(LeafPlan)
        case sequence([Layer])
        case residual(body: Layer, shortcut: Shortcut, activation: Value, names: [String])
        case branches([Layer], merge: Value, name: String)
        case choice(Int, [Layer])
        /// The first `times` of the layers.
        case repetition(times: Value, [Layer])
        case cell(CellPlan)
        case conditional(Value.Condition, then: Layer, otherwise: Layer)
    }

    enum Shortcut: Sendable {
        case automatic
        case identity
        case layers(Layer)
    }

    let kind: Kind
    /// Numbers the layers of a space.
    let id: Int
    /// In the user's terms: `network[1].blocks[0]`.
    let path: String
    let location: SourceLocation

    init(_ kind: Kind, id: Int, path: String, location: SourceLocation) {
        self.kind = kind
        self.id = id
        self.path = path
        self.location = location
    }
}

/// A layer without layers inside.
struct LeafPlan: Sendable {
    let meaning: LayerKeyword.Meaning
    /// In the order of the keyword's parameters, converted to what emission reads; nil where the layer decides.
    let values: [Value?]
    /// Names of the nodes it may emit, in the order of `LayerKeyword.Meaning.nodeSuffixes`.
    let names: [String]
}

/// A cell graph: the edges that enter each node, in an order in which they can be computed.
struct CellPlan: Sendable {
    struct Edge: Sendable {
        let from: Int
        let layer: Layer
    }

    /// For node 1, 2, ...: what is summed.
    let entering: [[Edge]]
    /// Names of the sums.
    let names: [String]
}

extension LayerKeyword.Meaning {
    /// What the nodes of the layer are called behind its path.
    var nodeSuffixes: [String] {
        switch self {
        case .conv, .depthwiseConv, .dense: ["", ".norm", ".activation"]
        case .separableConv:
            [".depthwise", ".depthwise_norm", ".depthwise_activation", ".pointwise", ".pointwise_norm", ".pointwise_activation"]
        case .invertedResidual:
            [
                ".expand", ".expand_norm", ".expand_activation", ".shuffle", ".depthwise", ".depthwise_norm", ".depthwise_activation",
                ".squeeze_excite.pool", ".squeeze_excite.reduce", ".squeeze_excite.activation", ".squeeze_excite.expand",
                ".squeeze_excite.gate", ".squeeze_excite", ".project", ".project_norm", ".add",
            ]
        case .squeezeExcite: [".pool", ".reduce", ".activation", ".expand", ".gate", ""]
        case .identity: []
        default: [""]
        }
    }
}
