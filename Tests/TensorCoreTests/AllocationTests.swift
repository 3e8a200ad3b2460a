import Foundation
import NetworkGraph
import ReferenceNetworks
import Support
import TestSupport
import Testing

@testable import TensorCore

/// A step allocates nothing, counted block by block. What OpenBLAS takes inside a product, and gives back, is counted
/// apart: `matrixProduct` says when that is.
@Suite(.enabled(if: AllocationCounter.isAvailable, "counting allocations needs glibc, and no sanitizer"))
struct AllocationTests {
    static let optimizers: [Optimizer] = [
        .sgd(), .sgd(momentum: 0.9), .sgd(momentum: 0.9, nesterov: true, weightDecay: 1e-4), .adamW(),
        .adam(weightDecay: 1e-4), .rmsProp(), .rmsProp(momentum: 0.9),
    ]

    @Test(arguments: ReferenceNetwork.allCases) func referenceNetworks(_ reference: ReferenceNetwork) throws {
        for optimizer in [Optimizer.sgd(momentum: 0.9), .adamW()] {
            let definition = reference.graph.followed(by: .dropout(rate: 0.1))
            try expectNoAllocations(definition, batch: 4, optimizer: optimizer)
        }
    }

    @Test(arguments: KernelCase.all) func everyOperation(_ kernel: KernelCase) throws {
        for seed in 0..<3 {
            for optimizer in Self.optimizers {
                var random = RandomStream(seed: UInt64(seed), purpose: .test)
                try expectNoAllocations(kernel.classifier(&random), batch: random.between(1, 4), optimizer: optimizer)
            }
        }
    }

    /// Weighted and mixed classes, averages, and a decay of some parameters alone.
    @Test(arguments: [nil, 1] as [Float?]) func everySetting(clip: Float?) throws {
        var settings = TrainingSettings(optimizer: .adamW(), labelSmoothing: 0.1, gradientClip: clip)
        settings.decaysWeightsOnly = true
        settings.classWeights = (0..<10).map { Float($0) + 0.5 }
        settings.averageDecay = 0.9
        let network = try Network(ReferenceNetwork.mbv2.graph, batch: 4, settings: settings, seed: 1)
        let labels: [Int32] = [3, 1, 4, 1]
        let partners: [Int32] = labels.reversed()
        func step(_ isMixed: Bool) {
            network.withInput(count: 4) { pixels in for index in pixels.indices { pixels[index] = Float(index % 11) / 11 - 0.5 } }
            if isMixed {
                network.trainStep(labels: labels, partners: partners, share: 0.3, learningRate: 0.001)
            } else {
                network.trainStep(labels: labels, learningRate: 0.001)
            }
        }
        step(true)
        let steps = AllocationCounter {
            step(true)
            step(false)
        }
        #expect(steps.blocks == 0, "\(steps)")
        let averaged = AllocationCounter { network.withAverages {} }
        #expect(averaged.blocks == 0, "\(averaged)")
    }

    /// Whoever adds an operation adds it to a case that the test above steps through.
    @Test func noOperationIsMissing() {
        var kinds: Set<NetworkGraph.Operation.Kind> = []
        for kernel in KernelCase.all {
            for seed in 0..<3 {
                var random = RandomStream(seed: UInt64(seed), purpose: .test)
                kinds.formUnion(kernel.classifier(&random).kinds)
            }
        }
        #expect(kinds == Set(NetworkGraph.Operation.Kind.allCases))
    }

    /// One warm-up, in which OpenBLAS takes the memory that it keeps; then nothing more.
    private func expectNoAllocations(_ definition: InferredGraph, batch: Int, optimizer: Optimizer) throws {
        let settings = TrainingSettings(optimizer: optimizer, labelSmoothing: 0.1, gradientClip: 1)
        let network = try Network(definition, batch: batch, settings: settings, seed: 1, trial: 0, keepsInputGradient: true)
        var random = RandomStream(seed: 2, purpose: .test)
        // Two full batches and one that is not.
        let count = 2 * batch + max(1, batch / 2)
        let images = (0..<count * definition.input.elements).map { _ in random.nextFloat() - 0.5 }
        let labels = (0..<count).map { Int32($0 % definition.outputShape.elements) }
        let (full, part) = (Array(labels.prefix(batch)), Array(labels.prefix(max(1, batch / 2))))
        network.trainStep(images: images, labels: full, learningRate: 0.001)

        var isDiverged = false
        let steps = AllocationCounter {
            for _ in 0..<3 {
                isDiverged = network.trainStep(images: images, labels: full, learningRate: 0.001).isDiverged || isDiverged
                isDiverged = network.trainStep(images: images, labels: part, learningRate: 0.001).isDiverged || isDiverged
            }
        }
        // A step that diverges ends early.
        #expect(!isDiverged)
        #expect(steps.blocks == 0, "trainStep with \(optimizer): \(steps)")

        var total = 0
        let evaluation = AllocationCounter { total = network.evaluate(images: images, labels: labels).count }
        #expect(total == count)
        #expect(evaluation.blocks == 0, "evaluate: \(evaluation)")

        // The array that it answers with, which is the caller's.
        var outputs = 0
        let inference = AllocationCounter { outputs = network.forward(images: images, count: batch).count }
        #expect(outputs == batch * definition.outputShape.elements)
        #expect(inference.blocks == 1, "forward: \(inference)")
    }
}

extension KernelCase {
    /// The operation with dropout and a dense layer on top, so that every optimizer has something to move.
    fileprivate func classifier(_ random: inout RandomStream) -> InferredGraph {
        var definition = build(&random)
        definition.add(.dropout(rate: 0.1), name: "classifier.dropout")
        definition.add(.flatten, name: "classifier.flatten")
        definition.add(.dense(outputs: 3, bias: true), name: "classifier")
        return definition.graph
    }
}
