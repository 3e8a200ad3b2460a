import BigInt

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
    /// By number of decision.
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

/// How many architectures share a state, and one of them.
struct AnalysisWeight {
    var count: BigUInt
    /// An option for every decision that was read; -1 elsewhere.
    var example: [Int32]
}
