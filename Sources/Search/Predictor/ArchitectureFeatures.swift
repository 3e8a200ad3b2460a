internal import Foundation
public import NAS
public import NetworkGraph

/// An architecture as a model of accuracies sees it: its choices, the patterns of its network, the ways through it, and how large it is.
public struct ArchitectureFeatures: Sendable {
    let graph: GraphFeatures
    /// The index of the option taken at each decision; -1 where the decision is not active.
    let options: ContiguousArray<Int16>
    /// One aspect behind the other, as `Aspect.numbers` says.
    private(set) var numbers: ContiguousArray<Float>

    /// Reads the features of an architecture from its options and its network.
    public init(_ architecture: Architecture, graph: InferredGraph) {
        self.graph = GraphFeatures(graph)
        options = ContiguousArray(architecture.options.map { $0.map(Int16.init(clamping:)) ?? -1 })
        let paths = PathStatistics(graph)
        let size = [Float(log(Double(graph.macs) + 1)), Float(log(Double(graph.parameters) + 1))]
        numbers = ContiguousArray(size + paths.longest + paths.shortest + paths.mean + [paths.logPaths, 0])
        precondition(numbers.count == Aspect.allNumbers.count)
    }

    /// With what is expected of the network without training it.
    func with(proxy: Double) -> ArchitectureFeatures {
        var scored = self
        scored.numbers[Aspect.proxy.numbers.lowerBound] = Float(proxy)
        return scored
    }

    /// How many ways there are in which two can be apart: in patterns of each depth, in choices, and in the numbers of each `Aspect`.
    static let aspects = GraphFeatures.depth + 1 + Aspect.allCases.count
    /// Those that take no network to be built with weights: all but the last.
    static let aspectsWithoutProxy = aspects - 1

    /// Groups of numbers: two architectures are apart in one by the sum of squared differences.
    enum Aspect: Int, CaseIterable {
        case size, longestPath, shortestPath, meanPath, paths, proxy

        var numbers: Range<Int> {
            let works = PathStatistics.Work.allCases.count
            return switch self {
            case .size: 0..<2
            case .longestPath: 2..<(2 + works)
            case .shortestPath: (2 + works)..<(2 + 2 * works)
            case .meanPath: (2 + 2 * works)..<(2 + 3 * works)
            case .paths: (2 + 3 * works)..<(3 + 3 * works)
            case .proxy: (3 + 3 * works)..<(4 + 3 * works)
            }
        }

        static let allNumbers = 0..<(4 + 3 * PathStatistics.Work.allCases.count)
    }
}
