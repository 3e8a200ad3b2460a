import NAS
import NetworkGraph
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
                let definition = graph
                #expect(graph.nodes.map(\.shape.description) == graph.nodes.map(\.shape.description), "\(architecture)")
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
            #expect(try Network(graph, batch: 1).parameterCount == graph.parameters)
        }
    }

    /// Two spellings of one candidate are one graph, node for node but for names, so that they start from the same weights.
    @Test func spellingsOfOneCandidateAreOneGraph() throws {
        let space = try SpaceFiles.load("nas-bench-201")
        var random = RandomStream(seed: 3, purpose: .test)
        var known: [StableHash: [Step]] = [:]
        var spellings = 0
        for _ in 0..<2000 {
            let candidate = try space.candidate(for: space.sample(using: &random), task: SpaceFiles.task("nas-bench-201"))
            let steps = candidate.graph.nodes.map { Step(operation: $0.operation, inputs: $0.inputs, shape: $0.shape) }
            if let other = known[candidate.candidateID] {
                spellings += 1
                #expect(other == steps, "\(candidate.architecture)")
            }
            known[candidate.candidateID] = steps
        }
        #expect(spellings > 100)
    }

    private struct Step: Hashable {
        let operation: Operation
        let inputs: [Int]
        let shape: Shape
    }

    /// Any network of a space can be trained a step, whatever it is made of.
    @Test(arguments: ["quickstart", "nas-bench-201"]) func everySampleCanBeTrained(_ name: String) throws {
        let space = try SpaceFiles.load(name)
        let task = SpaceFiles.task(name)
        let trainer = CandidateTrainer(data: SmallNetworks.digits)
        var random = RandomStream(seed: 4, purpose: .test)
        var failures = 0
        for trial in 0..<(name == "quickstart" ? 20 : 4) {
            let candidate = try space.candidate(for: space.sample(using: &random), task: task)
            var job = TrainingJob(candidate: candidate, fidelity: .steps(1), seed: 1, trial: trial)
            job.recipe.batch = 8
            do {
                let result = try trainer.train(job)
                #expect(result.loss.isFinite)
            } catch {
                failures += 1
                #expect(error.reason == .diverged, "\(candidate.architecture): \(error)")
            }
        }
        #expect(failures <= 2)
    }
}
