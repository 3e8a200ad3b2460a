import Foundation
import NAS
import NetworkGraph
import TestSupport
import Testing

@testable import CostModel

/// Cells of NAS-Bench-201 with results that reach nothing: what a runtime runs of them.
@Suite struct UnusedOperationsTests {
    private static let space = Result {
        try SearchSpace(contentsOf: SharedData.packageRoot.appendingPathComponent("searchspaces/nas-bench-201.yaml"))
    }

    /// Kernels of the convolutions and poolings that run in the first cell, by edge; nil where nothing runs at all.
    private func edges(_ cell: String, _ unused: UnusedOperations) throws -> [Int]? {
        let space = try Self.space.get()
        let short = cell.map(String.init).joined(separator: "-")
        let graph = try space.graphAsWritten(
            for: try space.architecture(shortForm: short), task: TaskShape(input: Shape(height: 32, width: 32, channels: 3), classes: 10))
        let runs = graph.executed(unused)
        if !runs.contains(true) { return nil }
        return (0..<6).filter { edge in
            graph.nodes.indices.contains { node in
                let isWork = graph.nodes[node].operation.traits.contains(.windowed)
                return runs[node] && isWork && graph.nodes[node].name.hasPrefix("network[1].blocks[0][0].edges[\(edge)].")
            }
        }
    }

    @Test(
        arguments: [
            // A convolution to node 1, which nobody reads.
            ("300100", [], [0]),
            // The last of two unread results is kept, a pooling here.
            ("340100", [], [1]),
            // The last unread result is the input itself.
            ("310100", [], []),
            // An unread result is kept with what it is made of.
            ("303100", [], [0, 2]),
            // An unread sum is not.
            ("323100", [], []),
            // Nothing is unused, though an edge is fed by zeros.
            ("023330", [3, 4], [3, 4]),
            ("333333", [0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5]),
        ] as [(String, [Int], [Int])])
    func whatRuns(_ cell: String, _ removed: [Int], _ lastResultKept: [Int]) throws {
        #expect(try edges(cell, .removed) == removed)
        #expect(try edges(cell, .lastResultKept) == lastResultKept)
        #expect(try edges(cell, .kept) == (0..<6).filter { "234".contains(Array(cell)[$0]) })
    }

    /// The result is a constant: node 3 is made of zeros.
    @Test func aConstantIsNotComputed() throws {
        #expect(try edges("330000", .removed) == nil)
        #expect(try edges("000013", .lastResultKept) == nil)
        // An unread convolution of the input is kept, and everything with it.
        #expect(try edges("020000", .lastResultKept) == [1])
    }
}
