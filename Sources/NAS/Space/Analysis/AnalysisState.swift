import BigInt
internal import NetworkGraph

/// What is known of a set of architectures part of the way through the network, as far as it can still matter.
struct AnalysisState: Hashable {
    /// A decision that will be read again. `option` is nil where the decision was read, but what follows is the same for
    /// all its options so far.
    struct Live: Hashable {
        let decision: Int32
        var option: Int32?
    }

    /// The shapes that are in use; the last is the tensor at hand.
    var shapes: [Shape]
    /// Those of the decisions that will be read again, sorted by number.
    var live: [Live]

    var current: Shape { shapes[shapes.count - 1] }

    func option(of decision: Int) -> Int32? { live.first { $0.decision == Int32(decision) }?.option }

    mutating func set(_ decision: Int, to option: Int32?) {
        let decision = Int32(decision)
        let index = live.firstIndex { $0.decision >= decision } ?? live.count
        if index < live.count, live[index].decision == decision {
            live[index].option = option
        } else {
            live.insert(Live(decision: decision, option: option), at: index)
        }
    }
}

/// How many architectures share a state, and the smallest and the largest network among them.
struct AnalysisWeight {
    /// A network so far, with the options that were taken.
    struct End {
        var cost = Cost(macs: 0, parameters: 0)
        var trail = Trails.start
    }

    var count: BigUInt = 1
    var least = End()
    var most = End()

    mutating func add(_ step: SpaceAnalyzer.Step) {
        least.cost = least.cost + step.least
        most.cost = most.cost + step.cost
    }

    /// Keeps the ends of two sets of networks.
    mutating func widen(by other: AnalysisWeight) {
        if other.least.cost < least.cost { least = other.least }
        if most.cost < other.most.cost { most = other.most }
    }
}

/// What networks are ordered by: multiply-accumulates, then parameters.
struct Cost: Comparable {
    let macs: Int
    let parameters: Int

    init(macs: Int, parameters: Int) {
        self.macs = macs
        self.parameters = parameters
    }

    init(_ graph: InferredGraph) { self.init(macs: graph.macs, parameters: graph.parameters) }

    static func < (left: Cost, right: Cost) -> Bool { (left.macs, left.parameters) < (right.macs, right.parameters) }

    /// Saturates, as the counts of a graph do.
    static func + (left: Cost, right: Cost) -> Cost {
        let (macs, tooMany) = left.macs.addingReportingOverflow(right.macs)
        let (parameters, tooLarge) = left.parameters.addingReportingOverflow(right.parameters)
        return Cost(macs: tooMany ? Int.max : macs, parameters: tooLarge ? Int.max : parameters)
    }
}
