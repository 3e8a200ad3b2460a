import NetworkGraph
import Support
import TestSupport
import Testing

@testable import TensorCore

/// Graphs of all operations at random, in whatever order and with whatever readers.
@Suite struct RandomGraphTests {
    /// The plan for inference, which folds and shares buffers, computes what the operations' definitions say.
    @Test(arguments: 0..<20) func inferenceIsAsDefined(batch: Int) throws {
        for trial in 0..<15 {
            var random = RandomStream(seed: 12, trial: UInt64(15 * batch + trial), purpose: .test)
            let graph = RandomGraphs.graph(4 + random.nextInt(below: 20), using: &random).canonical()
            let network = try Network(graph, batch: 2, settings: nil)
            try network.importParameters(network.exportParameters().perturbed(&random))
            let twin = ReferenceTwin(graph, parameters: network.exportParameters())
            let images = (0..<2 * graph.input.elements).map { _ in 2 * random.nextFloat() - 1 }
            let output = network.forward(images: images, count: 2)
            let expected = twin.forward(images.map(Double.init), count: 2, isTraining: false)
            #expect(distance(output.map(Double.init), expected) < 1e-4, "\(graph)")
        }
    }

    /// What the tensor core folds, a board's runtime folds too; it folds less.
    @Test func theTensorCoreFoldsNothingThatBoardsDoNot() {
        var (folded, less) = (0, 0)
        for trial in 0..<1000 {
            var random = RandomStream(seed: 13, trial: UInt64(trial), purpose: .test)
            let graph = RandomGraphs.graph(4 + random.nextInt(below: 24), using: &random).canonical()
            let analysis = LayerAnalysis(graph, forTraining: false, keepsInputGradient: false)
            let (own, board) = (Fusion(graph, .tensorCore), Fusion(graph, .cRuntime))
            for (index, node) in graph.nodes.enumerated() where node.operation == .batchNorm {
                if own.root(of: index) != nil { #expect(board.root(of: index) != nil, "\(graph)") }
                if let convolution = analysis.norm.firstIndex(of: index) { #expect(board.root(of: index) == convolution, "\(graph)") }
                if own.root(of: index) != nil { folded += 1 } else if board.root(of: index) != nil { less += 1 }
            }
        }
        #expect(folded > 100 && less > 50, "\(folded) \(less)")
    }
}
