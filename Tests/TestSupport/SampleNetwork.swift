import Foundation
public import NetworkGraph

/// A small network with one operation or few, as a golden file of `TensorCoreTests/Goldens` describes it. Those of kind `operation` are the
/// table of operations that tests share: `make_goldens.py` lists them, and what is in the list is compared with PyTorch, with its
/// definition and its gradient on random shapes, and with the C runtime, and stands in random graphs.
public struct SampleNetwork: Sendable {
    public let name: String
    public let input: Shape
    private let layers: [Layer]

    private struct Failure: Error {}

    /// - Parameter metadata: a golden file's.
    public init(name: String, metadata: [String: String]) throws {
        let decoder = JSONDecoder()
        guard let shape = metadata["shape"], let layers = metadata["layers"] else { throw Failure() }
        let sizes = try decoder.decode([Int].self, from: Data(shape.utf8))
        self.name = name
        input = Shape(height: sizes[0], width: sizes[1], channels: sizes[2])
        self.layers = try decoder.decode([Layer].self, from: Data(layers.utf8))
    }

    /// All samples of operations, in the order of their names.
    public static let operations: [SampleNetwork] = {
        let folder = SharedData.packageRoot.appendingPathComponent("Tests/TensorCoreTests/Goldens")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "safetensors" }.sorted { $0.path < $1.path }.compactMap { file in
            guard let metadata = metadata(of: file), metadata["kind"] == "operation" else { return nil }
            return try? SampleNetwork(name: file.deletingPathExtension().lastPathComponent, metadata: metadata)
        }
    }()

    /// The metadata of a file in safetensors form: a length in 8 bytes, then JSON of it.
    private static func metadata(of file: URL) -> [String: String]? {
        struct Header: Decodable {
            let metadata: [String: String]

            enum CodingKeys: String, CodingKey { case metadata = "__metadata__" }
        }
        guard let data = try? Data(contentsOf: file), data.count > 8 else { return nil }
        let length = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        return (try? JSONDecoder().decode(Header.self, from: data.dropFirst(8).prefix(length)))?.metadata
    }

    /// - Parameter input: another input's shape than the sample's own.
    /// - Throws: a `ShapeError` where it does not fit.
    public func builder(input: Shape? = nil) throws(ShapeError) -> GraphBuilder {
        var builder = GraphBuilder(input: input ?? self.input)
        for layer in layers { _ = try builder.append(layer.value, layer.inputs, name: layer.name) }
        return builder
    }

    public func graph() throws(ShapeError) -> InferredGraph {
        let builder = try builder()
        return builder.finish(output: builder.count - 1)
    }

    /// The operations, in order.
    public var operations: [NetworkGraph.Operation] { layers.map(\.value) }
}

extension InferredGraph {
    /// The kinds of its operations.
    public var kinds: Set<NetworkGraph.Operation.Kind> {
        Set(nodes.compactMap { $0.operation.kind(on: $0.inputs.first.map { nodes[$0].shape } ?? $0.shape) })
    }
}

/// A layer as `make_goldens.py` writes it.
private struct Layer: Decodable {
    let op: String
    let name: String
    let inputs: [Int]
    /// The operation as Swift codes it, of all that have no words of their own below.
    var operation: NetworkGraph.Operation?
    var outputs: Int?
    var kernel: [Int]?
    var stride: [Int]?
    var padding: [Int]?
    var dilation: [Int]?
    var groups: Int?
    var bias: Bool?
    var counts_padding: Bool?

    var value: NetworkGraph.Operation {
        if let operation { return operation }
        return switch op {
        case "convolution": .convolution(.init(outputs: outputs ?? 0, window: window, groups: groups ?? 1, bias: bias ?? true))
        case "dense": .dense(outputs: outputs ?? 0, bias: bias ?? true)
        case "batch_norm": .batchNorm
        case "max_pool": .maxPool(.init(window))
        case "average_pool": .averagePool(.init(window, countsPadding: counts_padding ?? false))
        case "global_average_pool": .globalPool(.average)
        case "global_max_pool": .globalPool(.max)
        case "add": .add
        case "multiply": .multiply
        case "concatenate": .concatenate
        case "channel_shuffle": .channelShuffle(groups: groups ?? 1)
        case "flatten": .flatten
        case "zero": .zero
        case "softmax": .softmax
        default: .activation(Activation(rawValue: op)!)
        }
    }

    private var window: SlidingWindow {
        let (kernel, stride, padding, dilation) = (kernel ?? [1, 1], stride ?? [1, 1], padding ?? [0, 0, 0, 0], dilation ?? [1, 1])
        return SlidingWindow(
            Extent(kernel[0], kernel[1]), stride: Extent(stride[0], stride[1]),
            padding: Padding(top: padding[0], left: padding[1], bottom: padding[2], right: padding[3]),
            dilation: Extent(dilation[0], dilation[1]))
    }
}
