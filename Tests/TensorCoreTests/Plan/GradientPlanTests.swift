import NetworkGraph
import ReferenceNetworks
import Support
import Testing

@testable import TensorCore

/// Gradients that are given up as soon as they are used.
@Suite struct GradientPlanTests {
    static let optimizers: [Optimizer] = [.sgd(momentum: 0.9, weightDecay: 1e-3), .adamW(), .rmsProp(momentum: 0.9)]

    /// All networks whose values and gradients the plan shares between layers, and those with large dense layers: the same bits
    /// whether gradients are kept or not.
    @Test(arguments: KernelCase.all, optimizers) func keepingGradientsChangesNothing(_ kernel: KernelCase, optimizer: Optimizer) throws {
        var random = RandomStream(seed: 3, purpose: .test)
        var definition = kernel.build(&random)
        if !definition.outputShape.isVector { definition.add(.globalPool(.average), name: "pool of the end") }
        try compare(definition.graph, batch: 3, optimizer: optimizer)
    }

    @Test(arguments: ReferenceNetwork.allCases) func keepingGradientsOfReferenceNetworks(_ reference: ReferenceNetwork) throws {
        try compare(reference.graph, batch: 6, optimizer: Self.optimizers[0])
    }

    private func compare(_ definition: InferredGraph, batch: Int, optimizer: Optimizer) throws {
        let (given, kept) = (
            try Network(definition, batch: batch, settings: TrainingSettings(optimizer: optimizer), seed: 4),
            try Network(definition, batch: batch, settings: TrainingSettings(optimizer: optimizer, keepsGradients: true), seed: 4)
        )
        for step in 0..<3 {
            var random = RandomStream(seed: 5, trial: UInt64(step), purpose: .test)
            let images = random.distinct(batch * definition.input.elements)
            let labels = (0..<batch).map { _ in Int32(random.nextInt(below: definition.outputShape.elements)) }
            let results = [given, kept].map { $0.trainStep(images: images, labels: labels, learningRate: 0.02) }
            #expect(results[0] == results[1])
        }
        #expect(given.exportTrainingState() == kept.exportTrainingState())
        #expect(given.exportGradients().tensors.isEmpty)
        #expect(kept.exportGradients().tensors.map(\.name) == given.plan.table.parameters.map(\.name))
    }

    @Test func gradientsTakeTheRoomOfOneLayer() throws {
        let definition = ReferenceNetwork.cnn.graph
        let table = ParameterTable(definition, needed: definition.nodes.map { _ in true })
        let (one, all) = (GradientPlan(definition, table, keepsAll: false), GradientPlan(definition, table, keepsAll: true))
        #expect(all.count == table.parameterCount)
        // The last convolution's 3 x 3 kernels from 32 channels to 64.
        #expect(one.count == 9 * 32 * 64)
        let mlp = ReferenceNetwork.mlp.graph
        let dense = GradientPlan(mlp, ParameterTable(mlp, needed: mlp.nodes.map { _ in true }), keepsAll: false)
        #expect(dense.count == 1024 && dense.offsets == [nil, 0, nil, 0, nil, 0])
    }
}
