import Foundation
import NAS
import NetworkGraph
import Support
import TensorCore
import TestSupport
import Testing

@testable import Training

@Suite struct WeightInheritanceTests {
    private static let space = """
        space: small
        language: 1
        input: {from: data}
        blocks:
          bottleneck:
            with: {out: required, stride: 1}
            expand: {choice: [2, 3, 6]}
            kernel: {choice: [3, 5]}
            squeeze: {choice: [false, true]}
            layers:
              - inverted_residual: {out: $out, stride: $stride, expand: $expand, kernel: $kernel, squeeze_excite: $squeeze, activation: relu6}
        network:
          - conv: {out: {choice: [8, 16]}, kernel: 3, stride: 1, norm: batch, activation: relu6}
          - stage: {repeat: {range: [1, 3]}, block: bottleneck, out: 16, stride: 2}
          - conv: {out: {choice: [16, 32]}, kernel: 1, norm: batch, activation: relu6}
          - global_pool: average
          - dense: {out: classes}
        train: {optimizer: sgd, learning_rate: 0.1, batch: 32, epochs: 1}
        """

    private let space: SearchSpace
    private let task = TaskShape(input: Shape(height: 8, width: 8, channels: 1), classes: 10)
    private let data = SmallNetworks.digits

    init() throws { space = try SearchSpace(yaml: Self.space, fileName: "small.yaml") }

    private func candidate(_ options: [String: String]) throws -> Candidate {
        var random = RandomStream(seed: 1, purpose: .listing)
        // The smallest of everything but what is named.
        var architecture = space.sample(using: &random)
        for _ in 0..<4 {
            let wanted = space.decisions.map { decision in (decision.name, options[decision.name] ?? decision.options[0]) }
            let active = space.choices(of: architecture).map(\.decision)
            if let found = try? space.architecture(choices: wanted.filter { active.contains($0.0) }.map { (decision: $0.0, option: $0.1) })
            {
                architecture = found
                break
            }
            architecture =
                space.neighbours(of: architecture).first { neighbour in
                    Set(space.choices(of: neighbour).map(\.decision)) != Set(active)
                } ?? architecture
        }
        return try space.candidate(for: architecture, task: task)
    }

    private func network(_ candidate: Candidate, seed: UInt64) throws -> Network {
        try Network(candidate.graph, batch: 8, settings: candidate.recipe.settings, seed: seed, trial: 0)
    }

    private func trained(_ candidate: Candidate) throws -> SafeTensors {
        let scratch = try Scratch()
        var job = TrainingJob(candidate: candidate, fidelity: .epochs(1), seed: 4)
        job.weightsFile = scratch.url.appendingPathComponent("weights")
        _ = try CandidateTrainer(data: data).train(job)
        return try SafeTensors(contentsOf: scratch.url.appendingPathComponent("weights").path)
    }

    private var images: [Float] {
        var random = RandomStream(seed: 9, purpose: .listing)
        return (0..<8 * 64).map { _ in Float(random.nextInt(below: 1000)) / 500 - 1 }
    }

    private static func architectures(_ space: SearchSpace) -> [Architecture] {
        (0..<60).map { index in
            var random = RandomStream(seed: 3, trial: UInt64(index), purpose: .listing)
            return space.sample(using: &random)
        }
    }

    /// Every larger kernel, wider layer, wider expansion and further block: the network does what its parent does.
    @Test func whatGrowsKeepsItsFunction() throws {
        var checked: [String: Int] = [:]
        for parent in Self.architectures(space).prefix(12) {
            let before = try space.candidate(for: parent, task: task)
            let learnt = try trained(before)
            let original = try network(before, seed: 1)
            try original.importParameters(learnt)
            let expected = original.forward(images: images, count: 8)
            for child in space.neighbours(of: parent) {
                guard let place = zip(parent.options, child.options).enumerated().first(where: { $1.0 != $1.1 })?.offset,
                    let was = parent.options[place], let is_ = child.options[place], is_ > was
                else { continue }
                let decision = space.decisions[place].name
                // A new squeeze-and-excitation scales what passes: that is no morphism.
                let kind = ["squeeze", "kernel", "expand", "repeat", "out"].first { decision.contains($0) } ?? decision
                if kind == "squeeze" || decision.contains("learning") { continue }
                let after = try space.candidate(for: child, task: task)
                let heir = try network(after, seed: 2)
                try heir.importParameters(WeightInheritance.inherited(by: heir.exportParameters(), after.graph, from: learnt))
                let found = heir.forward(images: images, count: 8)
                let scale = expected.map(abs).max() ?? 1
                let difference = zip(expected, found).map { abs($0 - $1) }.max() ?? 0
                #expect(difference <= 2e-5 * scale, "\(decision) of \(parent): \(difference)")
                checked[kind, default: 0] += 1
            }
        }
        #expect(checked.keys.count >= 3 && checked.values.allSatisfy { $0 > 0 }, "\(checked)")
    }

    @Test func whatShrinksTakesThePartThatFits() throws {
        let learnt = try trained(try candidate([:]))
        for architecture in Self.architectures(space).prefix(20) {
            let candidate = try space.candidate(for: architecture, task: task)
            let heir = try network(candidate, seed: 2)
            let initial = heir.exportParameters()
            let inherited = WeightInheritance.inherited(by: initial, candidate.graph, from: learnt)
            #expect(inherited.tensors.map(\.name) == initial.tensors.map(\.name))
            #expect(inherited.tensors.map(\.shape) == initial.tensors.map(\.shape))
            try heir.importParameters(inherited)
            #expect(heir.forward(images: images, count: 8).allSatisfy { $0.isFinite })
        }
    }

    @Test func aTrainingBeginsWithThemAndResumes() throws {
        let scratch = try Scratch()
        let file = scratch.url.appendingPathComponent("parent")
        try trained(try candidate([:])).write(to: file.path)
        func job(_ inherited: URL?) throws -> TrainingJob {
            var job = TrainingJob(candidate: try candidate([:]), fidelity: .epochs(2), seed: 4)
            job.inheritedFile = inherited
            job.checkpoint = CheckpointPlan(file: scratch.url.appendingPathComponent("checkpoint"), everySeconds: 1e9)
            return job
        }
        let trainer = CandidateTrainer(data: data)
        let alone = try trainer.train(try job(nil))
        let heir = try trainer.train(try job(file))
        #expect(try #require(heir.curve[0].validationAccuracy) > #require(alone.curve[0].validationAccuracy))
        _ = try failure { try trainer.train(try job(file), shouldStop: SmallNetworks.stop(after: 20)) }
        // A checkpoint of one that began otherwise is not its own.
        #expect(try trainer.train(try job(nil)).bits == alone.bits)
        let resumed = try trainer.train(try job(file))
        #expect(resumed.bits == heir.bits)
        #expect(try failure { try trainer.train(try job(scratch.url.appendingPathComponent("none"))) }.reason == .data)
    }
}
