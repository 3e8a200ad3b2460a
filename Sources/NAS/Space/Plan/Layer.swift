internal import NetworkGraph
import Support

/// A layer with every name looked up and every repetition written out: a tree that is walked to build a network.
final class Layer: Sendable {
    indirect enum Kind: Sendable {
        case leaf(LeafPlan)
        case sequence([Layer])
        case residual(body: Layer, shortcut: Shortcut, activation: LayerArgument<Activation?>, nodes: ResidualNodes)
        case branches([Layer], merge: LayerArgument<Merge>, name: String)
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

    /// The names of the nodes that a residual layer may emit around its body.
    struct ResidualNodes: Sendable {
        let shortcut: String
        let shortcutNorm: String
        let sum: String
        let activation: String

        init(path: String) {
            shortcut = path + ".shortcut"
            shortcutNorm = path + ".shortcut_norm"
            sum = path + ".add"
            activation = path + ".activation"
        }
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

/// A layer without layers inside, with its arguments.
struct LeafPlan: Sendable {
    let definition: any LayerDefinition
    /// Its arguments in the order in which they are read.
    let values: [Value]
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
