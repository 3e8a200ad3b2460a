internal import Foundation

/// How much is done to a tensor on its ways from a network's input to its output: of each kind of work, how many operations there are
/// on the longest way, on the shortest, and on the average of all.
public struct PathStatistics: Sendable, Hashable {
    /// What is counted.
    public enum Work: Int, Sendable, CaseIterable {
        /// Convolutions and dense layers.
        case products
        /// Those of them that see more than one place.
        case spatialProducts
        /// Maxima and means over windows, not the global ones.
        case pools
        /// Products and pools together.
        case productsAndPools
    }

    /// The largest number of operations on any way, for each kind of work in the order of `Work.allCases`. Without a meaning where there
    /// is no way.
    public let longest: [Float]
    /// The smallest number of operations on any way, likewise.
    public let shortest: [Float]
    /// The number of operations on a way, averaged over all ways, likewise.
    public let mean: [Float]
    /// Natural logarithm of the number of ways; -1 where there is none, for zeros stand between.
    public let logPaths: Float

    /// Counts over all ways from the input of a graph to its output.
    public init(_ graph: InferredGraph) {
        let kinds = Work.allCases.count
        var states: [State] = []
        states.reserveCapacity(graph.nodes.count)
        for (index, node) in graph.nodes.enumerated() {
            var state = State(kinds, isReached: index == 0)
            for operand in node.inputs { state.join(states[operand]) }
            for work in Work.allCases where node.operation.isWork(work) { state.add(work.rawValue) }
            states.append(state)
        }
        let end = states[graph.output]
        longest = end.longest
        shortest = end.shortest
        mean = end.mean.map(Float.init)
        logPaths = end.isReached ? Float(end.logPaths) : -1
    }

    private struct State {
        var longest: [Float]
        var shortest: [Float]
        var mean: [Double]
        /// There may be more than a number can hold.
        var logPaths = 0.0
        var isReached: Bool

        init(_ kinds: Int, isReached: Bool) {
            self.isReached = isReached
            longest = [Float](repeating: 0, count: kinds)
            shortest = longest
            mean = [Double](repeating: 0, count: kinds)
        }

        mutating func join(_ other: State) {
            guard other.isReached else { return }
            guard isReached else {
                self = other
                return
            }
            let larger = max(logPaths, other.logPaths)
            let total = larger + log(exp(logPaths - larger) + exp(other.logPaths - larger))
            let share = exp(other.logPaths - total)
            for kind in longest.indices {
                longest[kind] = max(longest[kind], other.longest[kind])
                shortest[kind] = min(shortest[kind], other.shortest[kind])
                mean[kind] += (other.mean[kind] - mean[kind]) * share
            }
            logPaths = total
        }

        mutating func add(_ kind: Int) {
            longest[kind] += 1
            shortest[kind] += 1
            mean[kind] += 1
        }
    }
}

extension Operation {
    fileprivate func isWork(_ work: PathStatistics.Work) -> Bool {
        let traits = traits
        return switch work {
        case .products: traits.contains(.product)
        case .spatialProducts: traits.contains(.product) && kernel != Extent(square: 1)
        case .pools: traits.contains(.pool)
        case .productsAndPools: !traits.isDisjoint(with: [.product, .pool])
        }
    }
}
