import NetworkGraph
import Support
import TensorCore
import Testing

@testable import Training

/// A network of all operations at once.
@Suite struct EveryOperationTests {
    /// Every operation there is, with what can go wrong on the way: sides that differ, padding that is not symmetric.
    private func everyOperation() throws -> InferredGraph {
        var builder = GraphBuilder(input: Shape(height: 9, width: 7, channels: 4))
        let odd = Padding(top: 1, left: 0, bottom: 2, right: 1)
        let convolution = Operation.convolution(
            Operation.Convolution(
                outputs: 8, kernel: Extent(3, 2), stride: Extent(2, 1), dilation: Extent(1, 2), padding: odd, groups: 2, bias: true))
        let a = try builder.append(convolution, [0], name: "conv")
        let b = try builder.append(.batchNorm, [a], name: "conv")
        var branches: [Int] = []
        for activation in Activation.allCases {
            branches.append(try builder.append(.activation(activation), [b], name: activation.rawValue))
        }
        let sum = try builder.append(.add, branches, name: "sum")
        let shuffled = try builder.append(.channelShuffle(groups: 2), [sum], name: "shuffle")
        let pooling = Operation.Pooling(
            kernel: Extent(3, 2), stride: Extent(1, 2), padding: Padding(top: 1, left: 1, bottom: 1, right: 0), countsPadding: true)
        let max = try builder.append(.maxPool(pooling), [shuffled], name: "max")
        let average = try builder.append(.averagePool(pooling), [shuffled], name: "average")
        let zero = try builder.append(.zero, [max], name: "zero")
        let joined = try builder.append(.concatenate, [max, average, zero], name: "join")
        let squeezed = try builder.append(.globalPool(.average), [joined], name: "squeeze")
        let excited = try builder.append(.dense(outputs: 24, bias: false), [squeezed], name: "excite")
        let scaled = try builder.append(.multiply, [joined, excited], name: "scale")
        let depthwise = try builder.append(SmallNetworks.convolution(24, groups: 24), [scaled], name: "depthwise")
        let peaks = try builder.append(.globalPool(.max), [depthwise], name: "peaks")
        let dropped = try builder.append(.dropout(rate: 0.25), [peaks], name: "dropout")
        let flat = try builder.append(.flatten, [depthwise], name: "flat")
        let both = try builder.append(.concatenate, [dropped, flat], name: "both")
        let classes = try builder.append(.dense(outputs: 5, bias: true), [both], name: "classes")
        let probabilities = try builder.append(.softmax, [classes], name: "softmax")
        return builder.finish(output: probabilities)
    }

    /// As many parameters as the graph counts, each of the shape that its operation says, and numbers that can be right.
    @Test func everyOperationIsBuilt() throws {
        let graph = try everyOperation()
        let network = try Network(graph, batch: 2)
        #expect(network.parameterCount == graph.parameters)
        let shapes = network.exportParameters().tensors.map(\.shape)
        #expect(shapes == [[8, 2, 3, 2], [8], [8], [8], [24, 24], [24, 1, 3, 3], [5, 384], [5], [8], [8]])
        let images = [Float](repeating: 0.5, count: 2 * graph.input.elements)
        let output = network.forward(images: images, count: 2)
        #expect(output.count == 10)
        for example in [output[..<5], output[5...]] { #expect(abs(example.reduce(0, +) - 1) < 1e-5) }
        #expect(Array(output[..<5]) == Array(output[5...]))
    }

    @Test func namesAreKeptAndMadeUnique() throws {
        let network = try Network(everyOperation(), batch: 1)
        let names = network.exportParameters().tensors.map(\.name)
        #expect(names.contains("conv.weight"))
        #expect(names.contains("conv#2.running_mean"))
        #expect(Set(names).count == names.count)
    }
}
