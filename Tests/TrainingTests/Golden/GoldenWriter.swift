import Foundation
import NAS
import Support
import TensorCore
import TestSupport
import Testing

@testable import NetworkGraph
@testable import Training

/// Not a test: writes what make_goldens.py reads. Runs only where `NAS_WRITE_GOLDENS` names a folder.
@Suite struct GoldenWriter {
    static let folder = ProcessInfo.processInfo.environment["NAS_WRITE_GOLDENS"].map { URL(fileURLWithPath: $0, isDirectory: true) }

    @Test(.enabled(if: folder != nil, "only to make goldens anew"), arguments: SpaceFiles.names) func write(_ name: String) throws {
        let folder = try #require(Self.folder)
        let golden = GoldenCase(space: name, graph: try Self.graph(of: name))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        try encoder.encode(golden.graph).write(to: folder.appendingPathComponent("\(name).graph.json"))

        var file = try golden.network().exportParameters()
        file.metadata["weights"] = GoldenCase.checksum(file)
        for step in 0..<GoldenCase.steps {
            let shape = golden.graph.input
            file.append(
                SafeTensors.Tensor(
                    name: "images/\(step)", shape: [golden.batch, shape.height, shape.width, shape.channels],
                    values: golden.images(step: step)))
            file.append(
                SafeTensors.Tensor(name: "labels/\(step)", shape: [golden.batch], values: golden.labels(step: step).map(Float.init)))
        }
        try file.write(to: folder.appendingPathComponent("\(name).start.safetensors").path)
        print("\(name): \(golden.graph.nodes.count) nodes, \(golden.graph.parameters) parameters, \(golden.graph.macs) MACs")
    }

    /// The sample with the most kinds of operations, then made smaller, one decision at a time, as long as no kind is lost: a
    /// deep network in fp32 departs from itself in fp64 by more than these tests allow. Dropout is taken out: its draws are
    /// not PyTorch's.
    private static func graph(of name: String) throws -> InferredGraph {
        let space = try SpaceFiles.load(name)
        func graph(_ architecture: Architecture) throws -> InferredGraph {
            try space.candidate(for: architecture, task: SpaceFiles.task(name)).graph
        }
        func kinds(_ graph: InferredGraph) -> Int { Set(graph.nodes.map { kind($0, in: graph) }).count }
        var random = RandomStream(seed: 20_263, purpose: .test)
        var architecture = space.sample(using: &random)
        for _ in 0..<200 {
            let other = space.sample(using: &random)
            if try kinds(graph(other)) > kinds(graph(architecture)) { architecture = other }
        }
        let wanted = try kinds(graph(architecture))
        while true {
            let smaller = try space.neighbours(of: architecture).filter {
                let other = try graph($0)
                return try kinds(other) >= wanted && other.nodes.count < graph(architecture).nodes.count
            }
            guard let next = try smaller.min(by: { try graph($0).parameters < graph($1).parameters }) else { break }
            architecture = next
        }
        let chosen = try graph(architecture)
        return InferredGraph(
            nodes: chosen.nodes.map { node in
                guard case .dropout = node.operation else { return node }
                return .init(operation: .dropout(rate: 0), inputs: node.inputs, shape: node.shape, name: node.name)
            }, output: chosen.output)
    }

    private static func kind(_ node: InferredGraph.Node, in graph: InferredGraph) -> String {
        let operation = node.operation
        if let c = operation.convolution {
            let kind = operation.kind(on: graph.nodes[node.inputs[0]].shape)
            let grouping = c.groups == 1 ? "dense" : kind == .depthwiseConvolution ? "depthwise" : "grouped"
            return "convolution \(c.kernel) \(c.stride) \(grouping) \(c.bias)"
        }
        if let activation = operation.activation { return activation.rawValue }
        return "\(operation.name) \(operation.hasBias) \(operation.isSum ? node.inputs.count : 0)"
    }
}
