import Foundation
import NetworkGraph
import ReferenceNetworks
import Support
import Testing

@testable import TensorCore

@Suite struct NetworkTests {
    @Test func aPartialBatchGivesTheSameImagesTheSameResult() throws {
        let network = try Network(ReferenceNetwork.mbv2.graph, batch: 7, seed: 3)
        var random = RandomStream(seed: 4, purpose: .test)
        let images = (0..<17 * 3072).map { _ in random.nextFloat() - 0.5 }
        let labels = (0..<17).map { _ in Int32(random.nextInt(below: 10)) }
        let single = (0..<17).flatMap { network.forward(images: Array(images[$0 * 3072..<($0 + 1) * 3072]), count: 1) }
        var batched: [Float] = []
        for first in stride(from: 0, to: 17, by: 7) {
            let count = min(7, 17 - first)
            batched += network.forward(images: Array(images[first * 3072..<(first + count) * 3072]), count: count)
        }
        #expect(distance(batched, single) < 1e-6)
        let result = network.evaluate(images: images, labels: labels)
        let hits = (0..<17).filter { n in
            let row = Array(single[n * 10..<(n + 1) * 10])
            return row.firstIndex(of: row.max()!) == Int(labels[n])
        }
        #expect(result.count == 17)
        #expect(result.correct == hits.count)
        let loss = (0..<17).reduce(0.0) { sum, n in
            let row = single[n * 10..<(n + 1) * 10].map { Double($0) }
            return sum + log(row.reduce(0) { $0 + exp($1) }) - row[Int(labels[n])]
        }
        #expect(abs(result.loss - loss / 17) < 1e-5)
    }

    @Test func evaluationLeavesTrainingAsItWas() throws {
        let (first, second) = (try trainable(), try trainable())
        let images = [Float](repeating: 0.25, count: 8 * 192)
        let labels = (0..<8).map { Int32($0 % 5) }
        for _ in 0..<3 {
            let a = first.trainStep(images: images, labels: labels, learningRate: 0.1)
            _ = second.evaluate(images: images, labels: labels)
            _ = second.forward(images: images, count: 2)
            let b = second.trainStep(images: images, labels: labels, learningRate: 0.1)
            #expect(a == b)
        }
        #expect(first.exportTrainingState() == second.exportTrainingState())
    }

    private func trainable() throws -> Network {
        try Network(TrainingStateTests.definition.graph, batch: 8, settings: TrainingSettings(optimizer: .sgd(momentum: 0.9)), seed: 2)
    }

    @Test func learnsToTellPatternsApart() throws {
        var net = GraphBuilder(input: Shape(height: 8, width: 8, channels: 1))
        net.block(8, kernel: 3, name: "conv1")
        net.add(.maxPool(.init(SlidingWindow(square: 2, stride: 2))), name: "pool1")
        net.block(16, kernel: 3, name: "conv2")
        net.head(4)
        let network = try Network(net.graph, batch: 32, settings: TrainingSettings(optimizer: .sgd(momentum: 0.9)), seed: 1)
        // Stripes: across, down and both diagonals, shifted, in noise.
        func batch(_ index: Int) -> (images: [Float], labels: [Int32]) {
            var random = RandomStream(seed: 8, trial: UInt64(index), purpose: .test)
            var (images, labels): ([Float], [Int32]) = ([], [])
            for _ in 0..<32 {
                let (label, shift) = (random.nextInt(below: 4), random.nextInt(below: 4))
                for y in 0..<8 {
                    for x in 0..<8 {
                        let phase = [y, x, x + y, x - y + 8][label] + shift
                        images.append((phase % 4 < 2 ? 0.7 : -0.7) + random.nextFloat() - 0.5)
                    }
                }
                labels.append(Int32(label))
            }
            return (images, labels)
        }
        let schedule = LearningRateSchedule(base: 0.05, decay: .cosine, warmupSteps: 5, totalSteps: 80)
        for step in 0..<80 {
            let (images, labels) = batch(step)
            let result = network.trainStep(images: images, labels: labels, learningRate: Float(schedule.rate(at: step)))
            #expect(!result.isDiverged)
        }
        let (images, labels) = batch(1000)
        #expect(network.evaluate(images: images, labels: labels).accuracy == 1)
    }

    /// Kept elements are scaled, the share is the rate, backward uses the forward's mask, steps and layers differ.
    @Test func dropout() throws {
        var net = GraphBuilder(input: Shape(height: 5, width: 5, channels: 200))
        let first = net.add(.dropout(rate: 0.3), inputs: [0], name: "first")
        let second = net.add(.dropout(rate: 0.3), inputs: [0], name: "second")
        net.add(.concatenate, inputs: [first, second], name: "both")
        let probe = try Probe(net.graph, batch: 2)
        let images = [Float](repeating: 1, count: 10_000)
        let outputGradient = [Float](repeating: 1, count: 20_000)
        let result = probe.backward(images: images, count: 2, outputGradient: outputGradient)
        let kept = Float(1) / (1 - 0.3)
        #expect(result.output.allSatisfy { $0 == 0 || $0 == kept })
        let share = Double(result.output.filter { $0 == 0 }.count) / 20_000
        #expect(abs(share - 0.3) < 0.015)
        let (left, right) = (0..<50).reduce(into: ([Float](), [Float]())) { halves, position in
            halves.0 += result.output[position * 400..<position * 400 + 200]
            halves.1 += result.output[position * 400 + 200..<position * 400 + 400]
        }
        #expect(left != right, "layers draw their own")
        #expect(zip(left, right).map(+) == result.inputGradient)
        #expect(probe.backward(images: images, count: 2, outputGradient: outputGradient).output == result.output, "same step, same mask")
        probe.network.step = 1
        #expect(probe.backward(images: images, count: 2, outputGradient: outputGradient).output != result.output)
        #expect(probe.network.forward(images: images, count: 2) == outputGradient, "inference drops nothing")
    }

    @Test func initialisation() throws {
        var net = GraphBuilder(input: Shape(height: 4, width: 4, channels: 64))
        net.add(.convolution(.init(outputs: 128, window: SlidingWindow(square: 3), groups: 1, bias: true)), name: "conv")
        net.add(.batchNorm, name: "norm")
        net.add(.convolution(.init(outputs: 128, window: SlidingWindow(square: 2), groups: 128, bias: false)), name: "depthwise")
        net.add(.dense(outputs: 100, bias: true), name: "dense")
        let file = try Network(net.graph, batch: 1, seed: 7, trial: 3).exportParameters()
        #expect(
            file.tensors.map(\.name) == [
                "conv.weight", "conv.bias", "norm.weight", "norm.bias", "depthwise.weight", "dense.weight", "dense.bias",
                "norm.running_mean", "norm.running_var",
            ])
        #expect(file["conv.weight"]?.shape == [128, 64, 3, 3])
        #expect(file["depthwise.weight"]?.shape == [128, 1, 2, 2])
        func moments(_ name: String) -> (mean: Double, deviation: Double) {
            let values = (file[name]?.values ?? []).map { Double($0) }
            let mean: Double = values.reduce(0, +) / Double(values.count)
            let squares: Double = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return (mean, (squares / Double(values.count)).squareRoot())
        }
        let fan = (2.0 / (128 * 9)).squareRoot()
        #expect(abs(moments("conv.weight").mean) < fan / 50)
        #expect(abs(moments("conv.weight").deviation / fan - 1) < 0.02)
        #expect(abs(moments("depthwise.weight").deviation / 0.5.squareRoot() - 1) < 0.1)
        let bound = Float(1 / 128.0.squareRoot())
        let dense = file["dense.weight"]?.values ?? []
        #expect(dense.allSatisfy { abs($0) <= bound })
        #expect(abs(moments("dense.weight").deviation * 3.0.squareRoot() / Double(bound) - 1) < 0.02)
        #expect(file["conv.bias"]?.values.allSatisfy { $0 == 0 } == true)
        #expect(file["norm.weight"]?.values.allSatisfy { $0 == 1 } == true)
        // Stored runs depend on it: the same for ever, whatever the memory layout becomes.
        var random = RandomStream(seed: 7, trial: 3, purpose: .weights)
        let radius = (-2 * log(1 - random.nextDouble())).squareRoot()
        let expected = Float(radius * cos(2 * Double.pi * random.nextDouble())) * Float(fan)
        #expect(abs((file["conv.weight"]?.values.first ?? .nan) - expected) <= 1e-6 * abs(expected))
    }

    @Test func aNetworkThatCannotFitIsAnError() {
        var net = GraphBuilder(input: Shape(height: 1, width: 1, channels: 8))
        net.add(.dense(outputs: 1 << 28, bias: false), name: "huge")
        #expect { try Network(net.graph, batch: 1 << 20) } throws: { "\($0)".contains("does not fit into memory") }
    }

    @Test func theEngineNamesItself() {
        #expect(CPU.problem() == nil)
        #expect(!Engine.blasCoreName.isEmpty)
        #expect(["x86-64-v4", "x86-64-v3", "x86-64", "aarch64", "portable"].contains(Engine.kernelClass))
    }
}
