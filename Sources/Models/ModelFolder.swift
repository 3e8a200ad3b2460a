internal import Datasets
public import Foundation
public import NetworkGraph
public import Support
public import TensorCore

/// A trained network in a folder: `model.json` says what it is, `weights.safetensors` holds its weights (PyTorch's layout), `metrics.json`
/// how well it does. `model.json` is written last: a folder without it is none yet (docs/model-folder.md).
public struct ModelFolder: Sendable {
    /// The folder.
    public let url: URL
    /// What `model.json` says.
    public let description: ModelDescription
    /// The network.
    public let graph: InferredGraph
    /// Its weights and running statistics.
    public let weights: SafeTensors

    /// The name of the file of weights.
    public static let weightsName = "weights.safetensors"
    /// The name of the description.
    public static let descriptionName = "model.json"
    /// The name of the metrics.
    public static let metricsName = "metrics.json"

    /// Whether a folder holds a model that is complete.
    public static func isComplete(_ url: URL) -> Bool {
        FileManager.default.fileExists(atPath: url.appendingPathComponent(descriptionName).path)
    }

    /// Reads a model.
    ///
    /// - Throws: a diagnostic with the file where it is no model folder, is of a later version, is damaged, or its weights are another's.
    public init(contentsOf url: URL) throws(Diagnostic) {
        let file = url.appendingPathComponent(Self.descriptionName)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
            throw Diagnostic("no such folder", file: url.path)
        }
        guard isFolder.boolValue else {
            throw Diagnostic(
                "is a file, and a model is a folder", file: url.path, hint: "\(Program.command("train", "--help")) says how one is made")
        }
        guard Self.isComplete(url) else {
            throw Diagnostic(
                "is no model folder: it has no \(Self.descriptionName)", file: url.path,
                hint: "\(Program.command("train")) makes one; a training that was interrupted goes on with "
                    + Program.command("resume", url.path))
        }
        // What a later version may have changed is not looked at before the version is known.
        let header = try JSONDocument.read(Header.self, from: file)
        guard header.format == ModelDescription.format else {
            throw Diagnostic("is no description of a model: its format is '\(header.format)'", file: file.path)
        }
        guard header.version == ModelDescription.version else {
            throw Diagnostic("is of version \(header.version) of the form; this program reads \(ModelDescription.version)", file: file.path)
        }
        let description = try JSONDocument.read(ModelDescription.self, from: file)
        do throws(Diagnostic) {
            graph = try description.graph.graph()
            try Self.check(description, graph)
        } catch {
            throw Diagnostic(error.message, file: file.path, hint: error.hint)
        }
        let weightsFile = url.appendingPathComponent(Self.weightsName).path
        weights = try SafeTensors(contentsOf: weightsFile)
        guard Self.hash(of: weights) == description.weightsHash else {
            throw Diagnostic("holds other weights than those that \(Self.descriptionName) describes", file: weightsFile)
        }
        self.url = url
        self.description = description
    }

    private struct Header: Decodable {
        let format: String
        let version: Int
    }

    private static func check(_ description: ModelDescription, _ graph: InferredGraph) throws(Diagnostic) {
        let input = description.input
        guard graph.input == input.frontEnd.input else {
            throw Diagnostic("the network takes \(graph.input), the front end gives \(input.frontEnd.input)")
        }
        guard graph.outputShape == Shape(height: 1, width: 1, channels: description.classes.count) else {
            throw Diagnostic(
                "the network's result is \(graph.outputShape), there are \(Plural.count(description.classes.count, "class", "classes"))")
        }
        guard input.examples.count == 3,
            (try? Shape(height: input.examples[0], width: input.examples[1], channels: input.examples[2]).validate()) != nil
        else { throw Diagnostic("input.examples must be rows, columns and channels, got \(input.examples)") }
        guard !input.kind.hasFeatures || input.features?.count == input.examples[2] else {
            throw Diagnostic("input.features must say what each of the \(input.examples[2]) values of an example is")
        }
        let (mean, deviation) = (input.normalisation.mean, input.normalisation.deviation)
        guard mean.count == input.examples[2], deviation.count == mean.count, deviation.allSatisfy({ $0 > 0 && $0.isFinite }),
            mean.allSatisfy({ abs($0) < Double(Float.greatestFiniteMagnitude) })
        else { throw Diagnostic("input.normalisation must have a mean and a deviation above 0 for each channel of the examples") }
    }

    /// Writes a model into a folder that is there. What stands in it of the same names is replaced, the description last.
    ///
    /// - Throws: where the disk is full or the folder read-only.
    public static func write(
        _ description: ModelDescription, weights: SafeTensors, metrics: ModelMetrics, to url: URL
    ) throws(Diagnostic) {
        try weights.write(to: url.appendingPathComponent(weightsName).path)
        try JSONDocument.write(metrics, to: url.appendingPathComponent(metricsName))
        try JSONDocument.write(description, to: url.appendingPathComponent(descriptionName))
    }

    /// Returns the hash of tensors' names, shapes and bits.
    public static func hash(of weights: SafeTensors) -> StableHash {
        var hasher = StableHasher()
        for tensor in weights.tensors {
            hasher.combine(tensor.name)
            for extent in tensor.shape { hasher.combine(extent) }
            for value in tensor.values { hasher.combine(UInt64(value.bitPattern)) }
        }
        return hasher.finalize()
    }

    /// The shape of an example of the data that the network was trained on.
    public var examples: Shape {
        let numbers = description.input.examples
        return Shape(height: numbers[0], width: numbers[1], channels: numbers[2])
    }
}
