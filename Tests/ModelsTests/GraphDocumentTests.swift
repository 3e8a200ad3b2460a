import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Models

/// Networks written down and read again.
@Suite struct GraphDocumentTests {
    private func written(_ graph: InferredGraph) throws -> Data {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return try encoder.encode(GraphDocument(graph))
    }

    private func read(_ data: Data) throws -> GraphDocument {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(GraphDocument.self, from: data)
    }

    @Test(arguments: 0..<200) func aGraphComesBackAsItWas(_ seed: Int) throws {
        var random = RandomStream(seed: UInt64(seed), purpose: .test)
        // As models hold them: without settings that make no difference.
        let graph = RandomGraphs.graph(24, using: &random).canonical()
        #expect(try read(written(graph)).graph() == graph)
    }

    /// What random graphs may leave out: every operation is among the samples.
    @Test func everyOperationComesBack() throws {
        var kinds: Set<String> = []
        for sample in SampleNetwork.operations {
            for operation in sample.operations {
                let node = InferredGraph.Node(operation: operation, inputs: [], shape: sample.input, name: "it")
                let graph = InferredGraph(
                    nodes: [.init(operation: .input, inputs: [], shape: sample.input, name: "input"), node], output: 1)
                let document = NodeDocument(node, parameterName: "it", of: graph)
                kinds.insert(document.operation)
                #expect(try document.readOperation() == operation)
            }
        }
        #expect(kinds.count >= 12, "\(kinds)")
    }

    /// Tensors are named as the file of weights names them, also where names come twice.
    @Test func parametersAreNamed() throws {
        var builder = GraphBuilder(input: Shape(height: 1, width: 1, channels: 3))
        builder.add(.dense(outputs: 4, bias: true), name: "a")
        builder.add(.batchNorm, name: "a")
        let document = GraphDocument(builder.graph)
        #expect(
            document.nodes.map(\.parameters) == [
                nil, ["a.weight", "a.bias"], ["a#2.weight", "a#2.bias", "a#2.running_mean", "a#2.running_var"],
            ])
    }

    private static let broken: [(change: @Sendable (inout GraphDocument) -> Void, words: String)] = [
        ({ $0.nodes[1].operation = "convolutoin" }, "graph.nodes.1 (a): unknown operation 'convolutoin'"),
        ({ $0.nodes[1].outputs = nil }, "graph.nodes.1 (a): dense without 'outputs'"),
        ({ $0.nodes[1].outputs = 0 }, "graph.nodes.1 (a): "),
        ({ $0.nodes[1].outputs = .max }, "graph.nodes.1 (a): "),
        ({ $0.nodes[1].inputs = [1] }, "graph.nodes.1 (a): its inputs [1] are not all earlier nodes"),
        ({ $0.nodes[1].inputs = [-1] }, "graph.nodes.1 (a): its inputs [-1]"),
        ({ $0.nodes[1].inputs = [] }, "graph.nodes.1 (a): a dense layer takes one operand, got 0"),
        ({ $0.nodes[1].shape = [1, 1, 5] }, "graph.nodes.1 (a): its shape is 1x1x4, the file says 1x1x5"),
        ({ $0.nodes[1].shape = [1] }, "graph.nodes.1 (a): a shape is rows, columns and channels"),
        ({ $0.nodes[1].operation = "input" }, "graph.nodes.1 (a): a second input"),
        ({ $0.nodes[0].shape = [0, 1, 3] }, "graph.nodes.0 (input): "),
        ({ $0.nodes[0].operation = "zero" }, "does not begin with its input"),
        ({ $0.nodes[2].function = "rele" }, "graph.nodes.2 (b): activation of unknown function 'rele'"),
        ({ $0.nodes = [] }, "does not begin with its input"),
        ({ $0.output = 9 }, "has no output"),
        ({ $0.output = -1 }, "has no output"),
    ]

    @Test(arguments: broken.indices) func mistakesNameTheirNode(_ index: Int) throws {
        var builder = GraphBuilder(input: Shape(height: 1, width: 1, channels: 3))
        builder.add(.dense(outputs: 4, bias: true), name: "a")
        builder.add(.activation(.relu), name: "b")
        var document = GraphDocument(builder.graph)
        let (change, words) = Self.broken[index]
        change(&document)
        let error = #expect(throws: Diagnostic.self) { try document.graph() }
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }
}
