import Foundation
import NetworkGraph
import Support
import TestSupport

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

    func definition() throws -> InferredGraph { try SampleNetwork(name: name, metadata: file.metadata).graph() }
}
