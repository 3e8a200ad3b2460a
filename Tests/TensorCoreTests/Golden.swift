import Foundation
import NetworkGraph
import Support

@testable import TensorCore

/// A file that `Goldens/make_goldens.py` made.
struct Golden {
    let name: String
    let file: SafeTensors

    init(_ name: String) throws {
        self.name = name
        file = try SafeTensors(contentsOf: Self.folder.appendingPathComponent(name + ".safetensors").path)
    }

    static let folder = Bundle.module.resourceURL!.appendingPathComponent("Goldens")

    /// Names of all goldens of a kind, sorted.
    static func names(ofKind kind: String) -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".safetensors") }.map { String($0.dropLast(12)) }.sorted().filter {
            (try? Golden($0))?.file.metadata["kind"] == kind
        }
    }

    func values(_ name: String) -> [Float] { file[name]?.values ?? [] }

    func number(_ key: String) -> Float { Float(file.metadata[key] ?? "") ?? .nan }

    func decoded<Value: Decodable>(_ key: String, as type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data((file.metadata[key] ?? "").utf8))
    }

    /// Tensors whose name begins with `prefix`, without it.
    func tensors(_ prefix: String) -> SafeTensors {
        var result = SafeTensors()
        for tensor in file.tensors where tensor.name.hasPrefix(prefix) {
            result.append(SafeTensors.Tensor(name: String(tensor.name.dropFirst(prefix.count)), shape: tensor.shape, values: tensor.values))
        }
        return result
    }

    func definition() throws -> InferredGraph {
        let shape = try decoded("shape", as: [Int].self)
        var definition = GraphBuilder(input: Shape(height: shape[0], width: shape[1], channels: shape[2]))
        for layer in try decoded("layers", as: [GoldenLayer].self) {
            definition.add(layer.kind, inputs: layer.inputs, name: layer.name)
        }
        return definition.graph
    }
}

/// A layer as the script writes it.
struct GoldenLayer: Decodable {
    let op: String
    let name: String
    let inputs: [Int]
    var outputs: Int?
    var kernel: [Int]?
    var stride: [Int]?
    var padding: [Int]?
    var dilation: [Int]?
    var groups: Int?
    var bias: Bool?
    var counts_padding: Bool?

    var kind: NetworkGraph.Operation {
        switch op {
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
            kernelHeight: kernel[0], kernelWidth: kernel[1], strideHeight: stride[0], strideWidth: stride[1], paddingTop: padding[0],
            paddingLeft: padding[1], paddingBottom: padding[2], paddingRight: padding[3], dilationHeight: dilation[0],
            dilationWidth: dilation[1])
    }
}
