import NetworkGraph
import Support
import Testing

@testable import TensorCore

/// An expansion whose gradients the depthwise convolution behind it makes, beside the same layers in an order in which it does not.
@Suite struct ExpansionGradientsTests {
    private let count = 5

    /// - Parameter isBetween: whether a layer that adds nothing comes between the expansion and its reader, or before both.
    private func definition(isBetween: Bool) -> GraphBuilder {
        var net = GraphBuilder(input: Shape(height: 24, width: 23, channels: 3))
        let start = net.add(.convolution(.init(outputs: 17, window: SlidingWindow(square: 1), groups: 1, bias: true)), name: "start")
        let nothing = NetworkGraph.Operation.convolution(.init(outputs: 17, window: SlidingWindow(square: 1), groups: 1, bias: false))
        var other = isBetween ? start : net.add(nothing, inputs: [start], name: "nothing")
        net.add(.convolution(.init(outputs: 68, window: SlidingWindow(square: 1), groups: 1, bias: true)), inputs: [start], name: "expand")
        net.add(.batchNorm, name: "expand.norm")
        let wide = net.add(.activation(.hardSwish), name: "activation")
        if isBetween { other = net.add(nothing, inputs: [start], name: "nothing") }
        let window = SlidingWindow(square: 3, padding: 1)
        net.add(.convolution(.init(outputs: 68, window: window, groups: 68, bias: false)), inputs: [wide], name: "depthwise")
        net.add(.batchNorm, name: "depthwise.norm")
        net.add(.convolution(.init(outputs: 17, window: SlidingWindow(square: 1), groups: 1, bias: false)), name: "project")
        net.add(.add, inputs: [net.output, other, start], name: "sum")
        return net
    }

    private func gradients(
        isBetween: Bool, offset: Float
    ) throws -> (output: [Float], inputGradient: [Float], gradients: SafeTensors) {
        let net = definition(isBetween: isBetween)
        let probe = try Probe(net.graph, batch: count)
        var random = RandomStream(seed: 3, purpose: .test)
        var file = SafeTensors()
        // In an order of their own: layers of the two networks come in different ones.
        for tensor in probe.network.exportParameters().tensors.sorted(by: { $0.name < $1.name }) {
            let values = tensor.values.map { value in
                let draw = random.nextFloat() - 0.5
                return switch tensor.name {
                case "nothing.weight": Float(0)
                case "start.bias": draw + offset
                case let name where name.hasSuffix("weight"): draw + (name.hasSuffix("norm.weight") ? 1 : 0)
                case let name where name.hasSuffix("bias"): draw
                default: value
                }
            }
            file.append(SafeTensors.Tensor(name: tensor.name, shape: tensor.shape, values: values))
        }
        try probe.network.importParameters(file)
        let images = (0..<count * net.inputShape.elements).map { _ in random.nextFloat() * 2 - 1 }
        let outputGradient = (0..<count * net.outputShape.elements).map { _ in random.nextFloat() * 2 - 1 }
        return probe.backward(images: images, count: count, outputGradient: outputGradient)
    }

    /// Several chunks, and values up to 100 deviations away from zero, whose large sums must cancel.
    @Test(arguments: zip([Float(0), 3, 30], [1e-5, 3e-5, 3e-4]))
    func areThoseOfTheLayersOneByOne(offset: Float, limit: Double) throws {
        let analyses = [false, true].map { LayerAnalysis(definition(isBetween: $0).graph, forTraining: true, keepsInputGradient: true) }
        #expect(analyses.map { $0.expansion.compactMap { $0 }.count } == [1, 0])
        let actual = try gradients(isBetween: false, offset: offset)
        let expected = try gradients(isBetween: true, offset: offset)
        #expect(distance(actual.output, expected.output) < 1e-6)
        #expect(distance(actual.inputGradient, expected.inputGradient) < limit, "input")
        for tensor in expected.gradients.tensors where tensor.name != "expand.bias" {
            let values = try #require(actual.gradients[tensor.name]).values
            #expect(distance(values, tensor.values) < limit, "\(tensor.name)")
        }
        // The norm takes the mean away, and the bias with it.
        #expect(try #require(actual.gradients["expand.bias"]).values.allSatisfy { $0 == 0 })
    }
}
