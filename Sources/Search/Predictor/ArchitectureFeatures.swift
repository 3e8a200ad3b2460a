internal import Foundation
public import NAS

/// An architecture as a model of accuracies sees it: its choices, the patterns of its network, the ways through it, and how large it is.
public struct ArchitectureFeatures: Sendable {
    let options: ContiguousArray<Int16>
    let graph: GraphFeatures
    let paths: PathStatistics
    let logMACs: Float
    let logParameters: Float

    public init(_ architecture: Architecture, graph: InferredGraph) {
        options = ContiguousArray(architecture.options.map { $0.map(Int16.init(clamping:)) ?? -1 })
        self.graph = GraphFeatures(graph)
        paths = PathStatistics(graph)
        logMACs = Float(log(Double(graph.macs) + 1))
        logParameters = Float(log(Double(graph.parameters) + 1))
    }

    /// How many ways there are in which two can be apart: in patterns of each depth, then in those of `Aspect`.
    static let aspects = GraphFeatures.depth + Aspect.allCases.count

    /// Ways of being apart that are not of patterns.
    enum Aspect: Int, CaseIterable { case choices, size, longestPath, shortestPath, meanPath, paths }

    func distance(to other: ArchitectureFeatures, in aspect: Aspect) -> Float {
        switch aspect {
        case .choices:
            var different: Float = 0
            for (own, others) in zip(options, other.options) where own != others { different += 1 }
            return different
        case .size: return Self.squares([logMACs, logParameters], [other.logMACs, other.logParameters])
        case .longestPath: return Self.squares(paths.longest, other.paths.longest)
        case .shortestPath: return Self.squares(paths.shortest, other.paths.shortest)
        case .meanPath: return Self.squares(paths.mean, other.paths.mean)
        case .paths: return Self.squares([paths.logPaths], [other.paths.logPaths])
        }
    }

    private static func squares(_ left: [Float], _ right: [Float]) -> Float {
        var sum: Float = 0
        for index in left.indices { sum += (left[index] - right[index]) * (left[index] - right[index]) }
        return sum
    }
}
