import NetworkGraph
import Support
import Testing

@testable import TensorCore

/// Values of layers, as they are whether a layer is stored or left to its readers.
@Suite struct ObservationTests {
    @Test func valuesAreThoseOfTheLayersByThemselves() throws {
        var definition = GraphBuilder(input: Shape(height: 6, width: 6, channels: 3))
        let square = SlidingWindow(square: 3, padding: 1)
        let first = definition.add(.convolution(.init(outputs: 5, window: square, groups: 1, bias: false)), inputs: [0], name: "first")
        let norm = definition.add(.batchNorm, inputs: [first], name: "norm")
        let relu = definition.add(.activation(.relu), inputs: [norm], name: "relu")
        let point = SlidingWindow(square: 1)
        let second = definition.add(.convolution(.init(outputs: 5, window: point, groups: 1, bias: false)), inputs: [relu], name: "second")
        let sum = definition.add(.add, inputs: [relu, second], name: "sum")
        let swish = definition.add(.activation(.hardSwish), inputs: [sum], name: "swish")
        let pool = definition.add(.globalPool(.average), inputs: [swish], name: "pool")
        let classes = definition.add(.dense(outputs: 4, bias: true), inputs: [pool], name: "classes")
        definition.output = classes
        let count = 3
        let network = try Network(definition.graph, batch: 4, settings: TrainingSettings(), seed: 2)
        var random = RandomStream(seed: 1, purpose: .test)
        let images = (0..<count * 108).map { _ in random.nextFloat() }
        network.withInput(count: count) { pixels in for index in images.indices { pixels[index] = images[index] } }
        var values: [Int: [Float]] = [:]
        network.observe(Array(0...classes), count: count) { layer, image, own in
            #expect(own.count == definition.graph.nodes[layer].shape.elements)
            #expect(values[layer, default: []].count == image * own.count)
            for index in own.indices { values[layer, default: []].append(own[index]) }
        }
        #expect(values[0] == images)
        let convolved = try #require(values[first])
        let normalised = (0..<convolved.count).map { index in
            let channel = stride(from: index % 5, to: convolved.count, by: 5).map { Double(convolved[$0]) }
            let mean = channel.reduce(0, +) / Double(channel.count)
            let variance = channel.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(channel.count)
            return (Double(convolved[index]) - mean) / (variance + 1e-5).squareRoot()
        }
        func expect(_ layer: Int, _ expected: [Double]) throws {
            let own = try #require(values[layer])
            #expect(own.count == expected.count)
            let error = zip(own, expected).reduce(0) { max($0, abs(Double($1.0) - $1.1)) }
            #expect(error < 1e-4, "layer \(definition.graph.nodes[layer].name): \(error)")
        }
        let rectified = normalised.map { max($0, 0) }
        // A batch norm that does its activation's work has that one's values.
        try expect(relu, rectified)
        let added = zip(rectified, try #require(values[second])).map { $0 + Double($1) }
        try expect(sum, added)
        try expect(swish, added.map { $0 * min(max($0 + 3, 0), 6) / 6 })
        #expect(values[classes]?.count == count * 4)
    }
}
