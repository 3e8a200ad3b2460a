import NAS
import Support
import TensorCore
import Testing

@testable import Training

/// What must hold for every network of every shipped space.
@Suite struct SpaceLawTests {
    @Test(arguments: SpaceFiles.names) func inferredShapesAreTheBuiltOnes(_ name: String) throws {
        let space = try SpaceFiles.load(name)
        var random = RandomStream(seed: 1, purpose: .test)
        for _ in 0..<60 {
            let architecture = space.sample(using: &random)
            for graph in [
                try space.candidate(for: architecture, task: SpaceFiles.task(name)).graph,
                try space.graphAsWritten(for: architecture, task: SpaceFiles.task(name)),
            ] {
                let definition = NetworkBuilder.definition(of: graph)
                #expect(definition.layers.map(\.shape.description) == graph.nodes.map(\.shape.description), "\(architecture)")
                #expect(definition.outputShape.channels == SpaceFiles.task(name).classes)
            }
        }
    }

    /// Parameters counted from the graph are those the tensor core has made.
    @Test(arguments: SpaceFiles.names) func parametersAreTheBuiltOnes(_ name: String) throws {
        let space = try SpaceFiles.load(name)
        var random = RandomStream(seed: 2, purpose: .test)
        for _ in 0..<5 {
            let graph = try space.candidate(for: space.sample(using: &random), task: SpaceFiles.task(name)).graph
            #expect(try Network(NetworkBuilder.definition(of: graph), batch: 1).parameterCount == graph.parameters)
        }
    }
}
