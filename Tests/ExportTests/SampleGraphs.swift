import Foundation
import NAS
import NetworkGraph
import Support
import TestSupport

/// Networks to compare runtimes with.
enum SampleGraphs {
    /// Random networks of the spaces that ship, small enough to be computed one number at a time.
    static func ofSpaces(_ count: Int, mostMACs: Int) throws -> [(name: String, graph: InferredGraph)] {
        let folder = SharedData.packageRoot.appendingPathComponent("searchspaces")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "yaml" }.sorted { $0.path < $1.path }
        return try files.flatMap { file -> [(name: String, graph: InferredGraph)] in
            let space = try SearchSpace(contentsOf: file)
            let task = space.assumedTask(TaskShape(input: Shape(height: 16, width: 16, channels: 3), classes: 10))
            var found: [(name: String, graph: InferredGraph)] = []
            for trial in 0..<200 where found.count < count {
                var random = RandomStream(seed: 7, trial: UInt64(trial), purpose: .test)
                let architecture = space.sample(using: &random)
                let graph = try space.candidate(for: architecture, task: task).graph
                if graph.macs <= mostMACs { found.append(("\(space.name)-\(architecture)", graph)) }
            }
            return found
        }
    }

    /// Every operation, with sizes that are no multiples of anything.
    static func ofOperations() throws -> [(name: String, graph: InferredGraph)] {
        func convolution(
            _ outputs: Int, _ kernel: Extent, stride: Extent = Extent(square: 1), dilation: Extent = Extent(square: 1),
            padding: Padding = .none, groups: Int = 1
        ) -> NetworkGraph.Operation {
            .convolution(
                NetworkGraph.Operation.Convolution(
                    outputs: outputs, kernel: kernel, stride: stride, dilation: dilation, padding: padding, groups: groups, bias: true))
        }
        let uneven = Padding(top: 1, left: 2, bottom: 0, right: 1)
        let pooling = NetworkGraph.Operation.Pooling(
            kernel: Extent(3, 2), stride: Extent(2, 1), padding: Padding(top: 1, left: 1, bottom: 1, right: 0))
        let counting = NetworkGraph.Operation.Pooling(
            kernel: pooling.kernel, stride: pooling.stride, padding: pooling.padding, countsPadding: true)
        var single: [(String, [NetworkGraph.Operation])] = [
            ("conv", [convolution(13, Extent(3, 4), stride: Extent(2, 1), dilation: Extent(1, 2), padding: uneven)]),
            ("pointwise", [convolution(17, Extent(square: 1), stride: Extent(square: 2))]),
            ("grouped", [convolution(9, Extent(square: 3), padding: uneven, groups: 3)]),
            ("depthwise", [convolution(6, Extent(5, 3), stride: Extent(1, 2), padding: uneven, groups: 6)]),
            ("scale", [.batchNorm]), ("max", [.maxPool(pooling)]), ("average", [.averagePool(pooling)]),
            ("average-padded", [.averagePool(counting)]), ("global-max", [.globalPool(.max)]), ("global-average", [.globalPool(.average)]),
            ("shuffle", [.channelShuffle(groups: 3)]), ("flatten", [.flatten]), ("softmax", [.softmax]),
            ("dense", [.flatten, .dense(outputs: 11, bias: true)]),
        ]
        for activation in Activation.allCases {
            single.append(("activation-\(activation.rawValue)", [.activation(activation)]))
            single.append(("fused-\(activation.rawValue)", [convolution(5, Extent(square: 1)), .activation(activation)]))
        }
        var graphs: [(name: String, graph: InferredGraph)] = try single.map { name, operations in
            var builder = GraphBuilder(input: Shape(height: 7, width: 5, channels: 6))
            var last = 0
            for (index, operation) in operations.enumerated() { last = try builder.append(operation, [last], name: "layer\(index)") }
            return ("op-\(name)", builder.finish(output: last))
        }
        for (name, operation, activation) in [
            ("add", NetworkGraph.Operation.add, Activation.relu), ("add-sigmoid", .add, .sigmoid), ("multiply", .multiply, .relu6),
            ("concat", .concatenate, .relu),
        ] {
            var builder = GraphBuilder(input: Shape(height: 4, width: 5, channels: 6))
            let first = try builder.append(convolution(6, Extent(square: 1)), [0], name: "first")
            let second = try builder.append(
                convolution(6, Extent(square: 3), padding: Padding(top: 1, left: 1, bottom: 1, right: 1)), [0], name: "second")
            let joined = try builder.append(operation, operation == .multiply ? [first, second] : [first, second, 0], name: "joined")
            let last = try builder.append(.activation(activation), [joined], name: "activation")
            graphs.append(("op-\(name)", builder.finish(output: last)))
        }
        var builder = GraphBuilder(input: Shape(height: 4, width: 5, channels: 6))
        let gate = try builder.append(.globalPool(.average), [0], name: "gate")
        let gated = try builder.append(.multiply, [0, gate], name: "gated")
        graphs.append(("op-gate", builder.finish(output: gated)))
        // All there are, with the shapes that they are compared with PyTorch on.
        return graphs + (try SampleNetwork.operations.map { ("sample-\($0.name)", try $0.graph()) })
    }
}
