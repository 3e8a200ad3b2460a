import NetworkGraph
import Support
import Testing

@testable import TensorCore

/// Against the readable twin, on random odd shapes and a batch that is not full.
@Suite struct TwinTests {
    @Test(arguments: KernelCase.operations, 0..<12)
    func operationMatchesTwin(_ kernel: KernelCase, seed: Int) throws { try compare(kernel, seed: seed, places: 40, isNetwork: false) }

    @Test(arguments: KernelCase.networks, 0..<12)
    func networkMatchesTwin(_ kernel: KernelCase, seed: Int) throws { try compare(kernel, seed: seed, places: 10, isNetwork: true) }

    /// Values and gradients in training, and both plans in inference.
    private func compare(_ kernel: KernelCase, seed: Int, places limitOfPlaces: Int, isNetwork: Bool) throws {
        var random = RandomStream(seed: UInt64(seed), purpose: .test)
        let definition = kernel.build(&random).graph
        let count = random.between(kernel.images.lowerBound, kernel.images.upperBound)
        let batch = count + random.between(0, 2)
        let probe = try Probe(definition, batch: batch, seed: UInt64(seed))
        try perturb(probe.network, &random)
        let parameters = probe.network.exportParameters()
        let twin = ReferenceTwin(definition, parameters: parameters)
        var images = random.distinct(count * definition.input.elements)
        var wide = images.map(Double.init)
        while twin.distanceToKink(wide, count: count) < 1e-4 {
            images = random.distinct(images.count)
            wide = images.map(Double.init)
        }

        let inference = probe.network.forward(images: images, count: count)
        let expectedInference = twin.forward(wide, count: count, isTraining: false)
        #expect(distance(inference.map(Double.init), expectedInference) < kernel.valueLimit, "inference by the plan for training")
        // Batch norms are folded into weights, and buffers are shared by values that training keeps apart.
        let fixed = try Network(definition, batch: batch, settings: nil)
        try fixed.importParameters(parameters)
        let folded = fixed.forward(images: images, count: count)
        #expect(distance(folded.map(Double.init), expectedInference) < kernel.valueLimit, "the plan for inference")
        #expect(distance(folded, inference) < 2 * kernel.valueLimit)
        #expect(fixed.forward(images: images, count: count) == folded, "a second pass")

        let outputGradient = (0..<count * definition.outputShape.elements).map { _ in random.nextFloat() * 2 - 1 }
        let result = probe.backward(images: images, count: count, outputGradient: outputGradient)
        #expect(distance(result.output.map(Double.init), twin.forward(wide, count: count, isTraining: true)) < kernel.valueLimit)
        // One example at one position: batch norm's gradient vanishes but for rounding, magnified by 1 / sqrt(epsilon).
        let isDegenerate = kernel.name.contains("batch norm") && count * definition.input.positions < 3
        let limit = isDegenerate ? 1e-2 : kernel.gradientLimit

        let doubles = outputGradient.map(Double.init)
        // A bias before a batch norm has no gradient, nor has a scale there, but rounding leaves something of the sums.
        let least = isNetwork ? 0.05 * doubles.reduce(0) { $0 + $1 * $1 }.squareRoot() : 0
        let places = random.sample(images.count, limit: limitOfPlaces)
        let expected = twin.imageGradient(wide, count: count, outputGradient: doubles, elements: places)
        #expect(distance(places.map { Double(result.inputGradient[$0]) }, expected) < limit, "input")
        #expect(result.inputGradient.allSatisfy { $0.isFinite })
        for tensor in result.gradients.tensors {
            #expect(tensor.values.allSatisfy { $0.isFinite }, "\(tensor.name)")
            let places = random.sample(tensor.values.count, limit: limitOfPlaces)
            let expected = twin.gradient(of: tensor.name, wide, count: count, outputGradient: doubles, elements: places)
            #expect(distance(places.map { Double(tensor.values[$0]) }, expected, length: least) < limit, "\(tensor.name)")
        }
    }

    /// Large enough for several tiles of the column matrix, and for blocks of rows in batch norm.
    @Test(arguments: [1, 2]) func manyTiles(stride: Int) throws {
        var net = GraphBuilder(input: Shape(height: 23, width: 25, channels: 33))
        net.add(
            .convolution(.init(outputs: 10, window: SlidingWindow(square: 3, stride: stride, padding: 1), groups: 1, bias: false)),
            name: "conv")
        net.add(.batchNorm, name: "norm")
        net.add(.activation(.relu), name: "relu")
        let probe = try Probe(net.graph, batch: 2)
        var random = RandomStream(seed: 5, purpose: .test)
        let images = random.distinct(2 * net.inputShape.elements)
        let outputGradient = (0..<2 * net.outputShape.elements).map { _ in random.nextFloat() * 2 - 1 }
        let twin = ReferenceTwin(net.graph, parameters: probe.network.exportParameters())
        let result = probe.backward(images: images, count: 2, outputGradient: outputGradient)
        let (wide, doubles) = (images.map(Double.init), outputGradient.map(Double.init))
        #expect(distance(result.output.map(Double.init), twin.forward(wide, count: 2, isTraining: true)) < 3e-6)
        let places = random.sample(images.count, limit: 4)
        let expected = twin.imageGradient(wide, count: 2, outputGradient: doubles, elements: places)
        #expect(distance(places.map { Double(result.inputGradient[$0]) }, expected) < 2e-5)
        let weights = try #require(result.gradients["conv.weight"]).values
        let some = random.sample(weights.count, limit: 4)
        let wanted = twin.gradient(of: "conv.weight", wide, count: 2, outputGradient: doubles, elements: some)
        #expect(distance(some.map { Double(weights[$0]) }, wanted) < 2e-5)
    }

    /// Parameters and statistics away from the ones and zeros that they start with.
    private func perturb(_ network: Network, _ random: inout RandomStream) throws {
        var file = SafeTensors()
        for tensor in network.exportParameters().tensors {
            let isVariance = tensor.name.hasSuffix("running_var")
            let values = tensor.values.map { $0 + (isVariance ? random.nextFloat() : random.nextFloat() - 0.5) * 0.5 }
            file.append(SafeTensors.Tensor(name: tensor.name, shape: tensor.shape, values: values))
        }
        try network.importParameters(file)
    }
}
