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
    /// `train: epochs` or `steps`; one epoch where the file says nothing.
    public let defaultFidelity: Fidelity

    let plan: SpacePlan
    let source: SpaceSource
    let optionCounts: [Int32]
    let liveness: Liveness

    /// Reads a space. `fileName` stands in diagnostics.
    ///
    /// What can be checked without data is checked: see `analysis(for:)` for the rest.
    /// - Throws: one diagnostic, the first in the file where it can be.
    public init(yaml: String, fileName: String) throws(Diagnostic) {
        guard yaml.utf8.count <= TextGuard.byteLimit else { throw TextGuard.sizeDiagnostic(bytes: yaml.utf8.count, fileName: fileName) }
        let source = SpaceSource(text: yaml, fileName: fileName)
        let root = try SourceNode.parse(source)
        let syntax = try Decoder.decode(root, source: source)
        let plan = try Expander.expand(syntax, source: source)
        self.source = source
        self.plan = plan
        self.fileName = fileName
        text = yaml
        name = syntax.name
        decisions = plan.decisions
        defaults = syntax.defaults
        defaultFidelity = syntax.fidelity
        optionCounts = plan.decisions.map { Int32($0.options.count) }
        liveness = Liveness(plan)
        var hasher = StableHasher()
        if case .mapping(let entries) = root.content {
            for entry in entries where entry.key != SpaceSyntax.Section.defaults.rawValue {
                hasher.combine(entry.key)
                entry.value.combine(into: &hasher)
            }
        }
        hash = hasher.finalize()
    }

    /// Reads a space from a file.
    ///
    /// - Throws: a diagnostic where the file cannot be read, is too large, is not UTF-8, or is not a search space.
    public init(contentsOf url: URL) throws(Diagnostic) {
        let fileName = url.relativePath
        let data: Data
        do {
            let handle = try FileHandle(forReadingFrom: url)
            defer { try? handle.close() }
            data = try handle.read(upToCount: TextGuard.byteLimit + 1) ?? Data()
        } catch {
            let exists = FileManager.default.fileExists(atPath: url.path)
            throw Diagnostic(exists ? "the file cannot be read" : "there is no such file", file: fileName)
        }
        guard data.count <= TextGuard.byteLimit else {
            let attributes = try? FileManager.default.attributesOfItem(atPath: url.path)
            let size = (attributes?[.size] as? NSNumber)?.intValue ?? data.count
            throw TextGuard.sizeDiagnostic(bytes: size, fileName: fileName)
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw Self.encodingDiagnostic(data, fileName: fileName)
        }
        try self.init(yaml: text, fileName: fileName)
    }

    /// Points at the first byte that is not UTF-8.
    private static func encodingDiagnostic(_ data: Data, fileName: String) -> Diagnostic {
        let bytes = Array(data)
        let repaired = Array(String(decoding: bytes, as: UTF8.self).utf8)
        let first = zip(bytes, repaired).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(bytes.count, repaired.count)
        let before = String(decoding: bytes[..<first], as: UTF8.self)
        let line = before.utf8.count { $0 == UInt8(ascii: "\n") } + 1
        let column = (before.lastIndex(of: "\n").map { before.distance(from: $0, to: before.endIndex) - 1 } ?? before.count) + 1
        return Diagnostic(
            "the file is not UTF-8 text", file: fileName, location: SourceLocation(line: line, column: column),
            hint: "a search space is YAML in UTF-8")
    }
}
