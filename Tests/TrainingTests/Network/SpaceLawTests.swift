import NAS
import NetworkGraph
import Support
import TensorCore
import Testing

@testable import Training

/// What must hold for every network of every shipped space.
@Suite struct SpaceLawTests {
    /// The tensor core has as many parameters as the canonical graph counts, of a graph as written too, and an output for each class.
    @Test(arguments: SpaceFiles.names) func networksAreBuiltAsTheyAreCounted(_ name: String) throws {
        let space = try SpaceFiles.load(name)
        var random = RandomStream(seed: 2, purpose: .test)
        let task = SpaceFiles.task(name)
        for _ in 0..<5 {
            let architecture = space.sample(using: &random)
            let canonical = try space.candidate(for: architecture, task: task).graph
            for graph in [canonical, try space.graphAsWritten(for: architecture, task: task)] {
                let network = try Network(graph, batch: 1)
                #expect(network.parameterCount == canonical.parameters, "\(architecture)")
                let outputs = network.forward(images: [Float](repeating: 0.5, count: graph.input.elements), count: 1)
                #expect(outputs.count == task.classes, "\(architecture)")
            }
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
                #expect(result.loss?.isFinite == true)
            } catch {
                failures += 1
                #expect(error.reason == .diverged, "\(candidate.architecture): \(error)")
            }
        }
        #expect(failures <= 2)
    }
}
