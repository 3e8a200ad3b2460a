import Foundation
import NetworkGraph
import ReferenceNetworks
import Support
import Testing

@testable import TensorCore

@Suite struct TrainingStateTests {
    static let optimizers: [Optimizer] = [
        .sgd(), .sgd(momentum: 0.9, nesterov: true, weightDecay: 1e-3), .adamW(weightDecay: 0.05),
        .adam(weightDecay: 0.05), .rmsProp(), .rmsProp(momentum: 0.9, weightDecay: 1e-3),
    ]

    static var definition: GraphBuilder {
        var net = GraphBuilder(input: Shape(height: 8, width: 8, channels: 3))
        net.block(12, kernel: 3, stride: 2, name: "stem")
        net.block(12, kernel: 3, groups: 12, activation: .hardSwish, name: "depthwise")
        net.add(.dropout(rate: 0.3), name: "dropout1")
        net.add(.flatten, name: "flatten")
        net.add(.dropout(rate: 0.5), name: "dropout2")
        net.add(.dense(outputs: 5, bias: true), name: "head")
        return net
    }

    private func network(_ optimizer: Optimizer, seed: UInt64 = 9, averageDecay: Float = 0) throws -> Network {
        var settings = TrainingSettings(optimizer: optimizer, labelSmoothing: 0.1, gradientClip: 1)
        settings.averageDecay = averageDecay
        return try Network(Self.definition.graph, batch: 16, settings: settings, seed: seed, trial: 4)
    }

    private func averages(of network: Network) -> SafeTensors { network.withAverages { network.exportParameters() } }

    private func train(_ network: Network, steps: Range<Int>) -> [UInt32] {
        steps.map { step in
            var random = RandomStream(seed: 1, trial: UInt64(step), purpose: .test)
            let images = (0..<16 * 192).map { _ in random.nextFloat() - 0.5 }
            let labels = (0..<16).map { _ in Int32(random.nextInt(below: 5)) }
            return network.trainStep(images: images, labels: labels, learningRate: 0.05).loss.bitPattern
        }
    }

    @Test(arguments: optimizers) func sameSeedSameBits(_ optimizer: Optimizer) throws {
        let (first, second, other) = (try network(optimizer), try network(optimizer), try network(optimizer, seed: 10))
        #expect(train(first, steps: 0..<8) == train(second, steps: 0..<8))
        #expect(first.exportTrainingState() == second.exportTrainingState())
        #expect(first.exportParameters() != other.exportParameters())
    }

    /// Saved in the middle, read by another network, trained on: the same bits as without the interruption.
    @Test(arguments: optimizers) func resumesExactly(_ optimizer: Optimizer) throws {
        let whole = try network(optimizer)
        let losses = train(whole, steps: 0..<10)

        let first = try network(optimizer)
        _ = train(first, steps: 0..<4)
        let bytes = first.exportTrainingState(metadata: ["position": "4"]).encoded()
        let file = try SafeTensors(bytes: bytes, fileName: "checkpoint")
        #expect(file.metadata["position"] == "4")
        // Another seed's weights and moments: everything must come from the file. The seed of dropout is the caller's.
        let second = try network(optimizer)
        _ = train(second, steps: 5..<9)
        try second.importTrainingState(file)
        #expect(second.step == 4)
        #expect(train(second, steps: 4..<10) == Array(losses[4...]))
        #expect(second.exportTrainingState() == whole.exportTrainingState())
    }

    @Test func averagesArePartOfTheState() throws {
        let whole = try network(.adamW(), averageDecay: 0.9)
        let initial = whole.exportParameters()
        #expect(averages(of: whole) == initial)
        _ = train(whole, steps: 0..<10)
        let found = averages(of: whole)
        #expect(found != whole.exportParameters() && found != initial)

        let first = try network(.adamW(), averageDecay: 0.9)
        _ = train(first, steps: 0..<4)
        let second = try network(.adamW(), seed: 3, averageDecay: 0.9)
        _ = train(second, steps: 0..<2)
        try second.importTrainingState(first.exportTrainingState())
        let resumed = try network(.adamW(), averageDecay: 0.9)
        try resumed.importTrainingState(second.exportTrainingState())
        _ = train(resumed, steps: 4..<10)
        #expect(resumed.exportTrainingState() == whole.exportTrainingState())
        #expect(averages(of: resumed) == found)

        // They change nothing of the training itself.
        let without = try network(.adamW())
        _ = train(without, steps: 0..<10)
        #expect(without.exportParameters() == whole.exportParameters())
        #expect(averages(of: without) == without.exportParameters())
        #expect { try without.importTrainingState(whole.exportTrainingState()) } throws: { "\($0)".contains("not of this network") }
        #expect { try whole.importTrainingState(without.exportTrainingState()) } throws: { "\($0)".contains("is missing") }
    }

    /// Weights that come from elsewhere are what is averaged from then on.
    @Test func averagesBeginWithImportedWeights() throws {
        let network = try network(.sgd(), averageDecay: 0.9)
        let other = try self.network(.sgd(), seed: 11)
        try network.importParameters(other.exportParameters())
        #expect(averages(of: network) == other.exportParameters())
    }

    @Test func importRefusesWhatDoesNotFit() throws {
        let target = try network(.adamW())
        let before = target.exportTrainingState()
        func edited(_ file: SafeTensors, _ change: (SafeTensors.Tensor) -> SafeTensors.Tensor?) -> SafeTensors {
            var result = SafeTensors()
            result.metadata = file.metadata
            for tensor in file.tensors { change(tensor).map { result.append($0) } }
            return result
        }
        let missing = edited(before) { $0.name == "head.bias" ? nil : $0 }
        #expect { try target.importTrainingState(missing) } throws: { "\($0)".contains("tensor head.bias is missing") }
        let misshapen = edited(before) {
            $0.name == "stem.weight" ? SafeTensors.Tensor(name: $0.name, shape: [324], values: $0.values) : $0
        }
        #expect { try target.importTrainingState(misshapen, fileName: "w") } throws: {
            "\($0)" == "w: error: tensor stem.weight has shape [324], the network's is [12, 3, 3, 3]"
        }
        #expect { try target.importParameters(before) } throws: { "\($0)".contains("is not of this network") }
        #expect { try target.importTrainingState(target.exportParameters()) } throws: { "\($0)".contains("no step") }
        let other = try network(.sgd(momentum: 0.9))
        #expect { try target.importTrainingState(other.exportTrainingState()) } throws: { "\($0)".contains("state of optimizer 'sgd") }
        #expect(target.exportTrainingState() == before, "a refused file changes nothing")
    }

    @Test func divergenceIsToldAndLeavesTheParameters() throws {
        let network = try network(.sgd(momentum: 0.9))
        _ = train(network, steps: 0..<2)
        let before = network.exportParameters()["head.weight"]
        let labels = [Int32](repeating: 1, count: 16)
        for poison in [Float.nan, .infinity] {
            var images = [Float](repeating: 0.5, count: 16 * 192)
            images[100] = poison
            let result = network.trainStep(images: images, labels: labels, learningRate: 0.1)
            #expect(result.isDiverged)
            #expect(!result.loss.isFinite)
        }
        #expect(network.step == 2)
        #expect(network.exportParameters()["head.weight"] == before)
    }

    @Test func aFileOfPyTorchMayCountBatches() throws {
        let header =
            #"{"n.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}"#
        let bytes = [UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + [UInt8](repeating: 0, count: 12)
        #expect(try SafeTensors(bytes: bytes, fileName: "x").tensors.map(\.name) == ["w"])
    }
}
