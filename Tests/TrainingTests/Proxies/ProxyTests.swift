import Datasets
import Foundation
import NetworkGraph
import Support
import TensorCore
import Testing

@testable import Training

/// Scores of networks that were not trained.
@Suite struct ProxyTests {
    private static func graph(_ body: (inout GraphBuilder) throws -> Int) throws -> InferredGraph {
        var builder = GraphBuilder(input: Shape(height: 8, width: 8, channels: 1))
        let output = try body(&builder)
        return builder.finish(output: output).canonical()
    }

    private static func pointwise(_ outputs: Int) -> NetworkGraph.Operation {
        .convolution(.init(outputs: outputs, kernel: Extent(square: 1), bias: false))
    }

    /// 1x1 convolutions, a residual and a dense layer: no borders, so that the flow is exact.
    private static func residual() throws -> InferredGraph {
        try graph { builder in
            var last = try builder.append(pointwise(6), [0], name: "first")
            last = try builder.append(.activation(.relu), [last], name: "first.relu")
            let inner = try builder.append(pointwise(6), [last], name: "second")
            last = try builder.append(.add, [last, inner], name: "sum")
            last = try builder.append(.globalPool(.average), [last], name: "pool")
            return try builder.append(.dense(outputs: 10, bias: false), [last], name: "classes")
        }
    }

    private static func scorer(batch: Int = 16, seed: UInt64 = 3) throws -> ProxyScorer {
        try ProxyScorer(SmallNetworks.digits, batch: batch, seed: seed)
    }

    private static func score(_ graph: InferredGraph, batch: Int = 16, seed: UInt64 = 3) throws -> ProxyScores {
        try scorer(batch: batch, seed: seed).score(graph, frontEnd: FrontEnd(input: graph.input))
    }

    /// A network's first weights, and how fast the sum of its outputs grows when all of them, made positive, do.
    private static func growth(_ graph: InferredGraph, seed: UInt64) throws -> (weights: SafeTensors, growth: Double) {
        let network = try Network(graph, batch: 1, seed: seed)
        let weights = network.exportParameters()
        func result(_ scale: Float) throws -> Double {
            var positive = SafeTensors()
            for tensor in weights.tensors {
                positive.append(.init(name: tensor.name, shape: tensor.shape, values: tensor.values.map { abs($0) * scale }))
            }
            try network.importParameters(positive)
            return network.forward(images: [Float](repeating: 1, count: 64), count: 1).reduce(0) { $0 + Double($1) }
        }
        return (weights, (try result(1.01) - result(0.99)) / 0.02)
    }

    /// The sum over weights of weight times gradient is how fast the result grows when all weights do.
    @Test func synapticFlowIsTheGrowthOfTheResult() throws {
        let graph = try Self.residual()
        let (weights, growth) = try Self.growth(graph, seed: 3)
        let flow = pow(10, SynapticFlow(graph, weights: weights).log10)
        #expect(abs(flow / growth - 1) < 1e-3, "\(flow) and \(growth)")
        #expect(try abs(Self.score(Self.residual()).logSynflow - log10(flow)) < 1e-9)
    }

    /// Grouped and shuffled channels, concatenation and flattening go where the network's go.
    @Test func synapticFlowFollowsChannels() throws {
        let graph = try Self.graph { builder in
            let first = try builder.append(Self.pointwise(4), [0], name: "first")
            let grouped = try builder.append(
                .convolution(.init(outputs: 8, kernel: Extent(square: 1), groups: 2, bias: false)), [first], name: "grouped")
            let shuffled = try builder.append(.channelShuffle(groups: 2), [grouped], name: "shuffle")
            let depthwise = try builder.append(
                .convolution(.init(outputs: 8, kernel: Extent(square: 8), groups: 8, bias: false)), [shuffled], name: "depthwise")
            let other = try builder.append(
                .convolution(.init(outputs: 2, kernel: Extent(square: 8), bias: false)), [first], name: "other")
            let both = try builder.append(.concatenate, [depthwise, other], name: "both")
            let flat = try builder.append(.flatten, [both], name: "flat")
            return try builder.append(.dense(outputs: 10, bias: false), [flat], name: "classes")
        }
        let (weights, growth) = try Self.growth(graph, seed: 5)
        #expect(abs(pow(10, SynapticFlow(graph, weights: weights).log10) / growth - 1) < 1e-3)
    }

    @Test func agreeingUnitsByHand() throws {
        let graph = try Self.graph { builder in
            let flat = try builder.append(.flatten, [0], name: "flat")
            let hidden = try builder.append(.dense(outputs: 12, bias: false), [flat], name: "hidden")
            let relu = try builder.append(.activation(.relu), [hidden], name: "relu")
            return try builder.append(.dense(outputs: 10, bias: false), [relu], name: "classes")
        }
        let scores = try Self.score(graph, batch: 4)
        // The same images and weights, with loops.
        let network = try Network(graph, batch: 4, seed: 3)
        let weights = try #require(network.exportParameters()["hidden.weight"])
        let images = try Self.batch(4, graph.input).images
        let codes: [[Bool]] = (0..<4).map { image in (0..<12).map { Self.dot(weights.values, $0, images, image) > 0 } }
        var kernel = [Double](repeating: 0, count: 16)
        for first in 0..<4 {
            for second in 0..<4 { kernel[first * 4 + second] = Double(zip(codes[first], codes[second]).count { $0 == $1 }) }
            kernel[first * 4 + first] += 0.012
        }
        let expected = try #require(SymmetricSystem(kernel, size: 4)).logDeterminant
        #expect(abs(try #require(scores.naswot) - expected) < 1e-9)
        #expect(scores.gradientNorm > 0 && scores.snip > 0)
        // The same without gradients.
        #expect(try Self.scorer(batch: 4).naswot(graph, frontEnd: FrontEnd(input: graph.input)) == scores.naswot)
    }

    /// The images that `scorer` takes.
    private static func batch(_ count: Int, _ input: Shape) throws -> (images: [Float], labels: [Int32]) {
        let data = SmallNetworks.digits
        var random = RandomStream(seed: 3, purpose: .listing)
        var indices = data.training
        for place in 0..<count { indices.swapAt(place, place + random.nextInt(below: indices.count - place)) }
        let examples = try PreparedExamples(
            ExamplePreparation(data.source, indices: Array(indices.prefix(count)), input: input), normalisation: data.normalisation,
            cache: nil)
        var images = [Float](repeating: 0, count: count * 64)
        var labels: [Int32] = []
        var span = images.mutableSpan
        examples.gather(0..<count, into: &span, labels: &labels)
        return (images, labels)
    }

    /// Of 64 weights of a unit and 64 pixels of an image.
    private static func dot(_ weights: [Float], _ unit: Int, _ images: [Float], _ image: Int) -> Double {
        var sum = 0.0
        for pixel in 0..<64 { sum += Double(weights[unit * 64 + pixel] * images[image * 64 + pixel]) }
        return sum
    }

    /// One dense layer on flat images: the gradient is known.
    @Test func gradientsOfOneLayer() throws {
        let graph = try Self.graph { builder in
            let flat = try builder.append(.flatten, [0], name: "flat")
            return try builder.append(.dense(outputs: 10, bias: false), [flat], name: "classes")
        }
        let scores = try Self.score(graph, batch: 8)
        #expect(scores.naswot == nil)
        let network = try Network(graph, batch: 8, seed: 3)
        let weights = try #require(network.exportParameters()["classes.weight"]).values
        let (images, labels) = try Self.batch(8, graph.input)
        var gradient = [Double](repeating: 0, count: 640)
        for image in 0..<8 {
            let logits: [Double] = (0..<10).map { Self.dot(weights, $0, images, image) }
            let total = logits.reduce(0) { $0 + exp($1) }
            for unit in 0..<10 {
                let slope = exp(logits[unit]) / total - (unit == Int(labels[image]) ? 1 : 0)
                for pixel in 0..<64 { gradient[unit * 64 + pixel] += slope * Double(images[image * 64 + pixel]) / 8 }
            }
        }
        let norm = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let snip = zip(gradient, weights).reduce(0) { $0 + abs($1.0 * Double($1.1)) }
        #expect(abs(scores.gradientNorm / norm - 1) < 1e-4 && abs(scores.snip / snip - 1) < 1e-4)
    }

    @Test func theSameSeedGivesTheSame() throws {
        let graph = try SmallNetworks.cnn(widths: [8, 8], strides: [1, 2], flattens: false)
        let first = try Self.score(graph)
        // A scorer that has seen other networks.
        let scorer = try Self.scorer()
        _ = try scorer.score(try Self.residual(), frontEnd: FrontEnd(input: Shape(height: 8, width: 8, channels: 1)))
        #expect(try scorer.score(graph, frontEnd: FrontEnd(input: graph.input)) == first)
        #expect(try Self.score(graph, seed: 4) != first)
    }

    @Test func aNetworkOfZerosIsNoFault() throws {
        let graph = try Self.graph { builder in
            let zero = try builder.append(.zero, [0], name: "zero")
            let last = try builder.append(Self.pointwise(4), [zero], name: "conv")
            let relu = try builder.append(.activation(.relu), [last], name: "relu")
            let pool = try builder.append(.globalPool(.average), [relu], name: "pool")
            return try builder.append(.dense(outputs: 10, bias: true), [pool], name: "classes")
        }
        let scores = try Self.score(graph)
        #expect(scores.gradientNorm == 0 && scores.snip == 0 && scores.logSynflow < -300 && scores.naswot?.isFinite == true)
    }
}
