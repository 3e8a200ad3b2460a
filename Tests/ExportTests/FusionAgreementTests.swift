import CostModel
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Export

/// What an estimate takes for fused, what is stored and what the C runtime is told to do are one and the same.
@Suite struct FusionAgreementTests {
    /// For each node whether it is a norm that folds, as one would say it: nobody else reads what it scales, and that is a convolution, a
    /// dense layer or another norm.
    private static func foldedNorms(_ graph: InferredGraph) -> [Bool] {
        graph.nodes.indices.map { index in
            guard graph.nodes[index].operation == .batchNorm else { return false }
            let operand = graph.nodes[index].inputs[0]
            let readers = graph.nodes.reduce(0) { $0 + $1.inputs.count { $0 == operand } } + (graph.output == operand ? 1 : 0)
            if case .dense = graph.nodes[operand].operation { return readers == 1 }
            let isFoldedInto = graph.nodes[operand].operation.convolution != nil || graph.nodes[operand].operation == .batchNorm
            return isFoldedInto && readers == 1
        }
    }

    @Test func estimatesStorageAndPlansAgree() {
        var (folded, standing, chained) = (0, 0, 0)
        for trial in 0..<1000 {
            var random = RandomStream(seed: 11, trial: UInt64(trial), purpose: .test)
            let graph = RandomGraphs.graph(4 + random.nextInt(below: 24), using: &random).canonical()
            let wanted = Self.foldedNorms(graph)
            let shapes = graph.operationShapes()
            let stored = graph.storedNumbers()
            // One that does not is a constant, which an estimate costs nothing for.
            let seesItsInput = graph.nodes.contains { $0.inputs.contains(0) }
            var writer = PlanWriter(graph)
            let lines = writer.lines()
            for (index, node) in graph.nodes.enumerated() where node.operation == .batchNorm {
                let isFolded = wanted[index]
                #expect(writer.isFolded(index) == isFolded, "\(graph)")
                if seesItsInput { #expect((shapes[index] == nil) == isFolded, "\(graph)") }
                #expect(isFolded ? stored[index] <= node.shape.channels : stored[index] == 2 * node.shape.channels, "\(graph)")
                if isFolded { folded += 1 } else { standing += 1 }
                if isFolded, graph.nodes[node.inputs[0]].operation == .batchNorm { chained += 1 }
            }
            let scales = lines.count { $0.hasPrefix("scale ") }
            #expect(scales == graph.nodes.indices.count { graph.nodes[$0].operation == .batchNorm && !wanted[$0] })
            if seesItsInput { #expect(scales == shapes.count { $0?.kind == .scale }) }
        }
        #expect(folded > 300 && standing > 300 && chained > 50, "\(folded) \(standing) \(chained)")
    }
}
