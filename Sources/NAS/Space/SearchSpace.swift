public import Foundation
public import Support

/// A search space read from YAML: what may be built, and the decisions that are left open (docs/search-spaces.md).
public struct SearchSpace: Sendable {
    public let name: String
    public let fileName: String
    public let text: String
    /// In the order of the file.
    public let decisions: [Decision]
    /// Of the parsed space without `defaults:`; comments and formatting do not matter.
    public let hash: StableHash
    public let defaults: SearchDefaults
    /// `train: epochs` or `steps`.
    public let defaultFidelity: Fidelity

    public init(yaml: String, fileName: String) throws(Diagnostic) { preconditionFailure() }
    public init(contentsOf url: URL) throws(Diagnostic) { preconditionFailure() }

    public func analysis(for task: TaskShape) throws(Diagnostic) -> SpaceAnalysis { preconditionFailure() }
    public func sample(using random: inout RandomStream) -> Architecture { preconditionFailure() }
    public func mutate(_ a: Architecture, using random: inout RandomStream) -> Architecture { preconditionFailure() }
    public func crossover(_ a: Architecture, _ b: Architecture, using random: inout RandomStream) -> Architecture { preconditionFailure() }
    public func neighbours(of a: Architecture) -> [Architecture] { preconditionFailure() }
    public func candidate(for a: Architecture, task: TaskShape) throws(Diagnostic) -> Candidate { preconditionFailure() }
    public func graphAsWritten(for a: Architecture, task: TaskShape) throws(Diagnostic) -> InferredGraph { preconditionFailure() }
    public func architecture(shortForm: String) throws(Diagnostic) -> Architecture { preconditionFailure() }
    public func choices(of a: Architecture) -> [(decision: String, option: String)] { preconditionFailure() }
    public func architecture(choices: [(decision: String, option: String)]) throws(Diagnostic) -> Architecture { preconditionFailure() }

    /// The task as far as the file itself says it (`input: {shape: ..., classes: ...}`), completed by `fallback`.
    public func assumedTask(_ fallback: TaskShape) -> TaskShape { preconditionFailure() }
}
