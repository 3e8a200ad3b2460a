public import Support
internal import Yams

/// Settings that take the place of those in a space's `train:` part: `optimizer=adamw,mixup=0.2`, or with the values that a file may have,
/// `learning_rate={log_range: [0.01, 0.1], steps: 3}`.
public struct RecipeSettings: Sendable, Hashable {
    /// The settings as they were given.
    public let text: String
    private let entries: [Entry]

    private struct Entry: Sendable, Hashable {
        let key: String
        let value: String
    }

    /// Reads settings separated by commas outside of brackets.
    ///
    /// - Throws: for what is no `key=value`, for a key that is given twice, and for a value that is not YAML.
    public init(_ text: String) throws(Diagnostic) {
        self.text = text
        var entries: [Entry] = []
        for piece in Self.pieces(text) {
            guard let sign = piece.firstIndex(of: "="), case let key = piece[..<sign].trimming(\.isWhitespace), !key.isEmpty,
                case let value = piece[piece.index(after: sign)...].trimming(\.isWhitespace), !value.isEmpty
            else {
                throw Diagnostic(
                    "'\(piece.trimming(\.isWhitespace))' is no setting of a recipe", hint: "for example: optimizer=adamw,mixup=0.2")
            }
            guard !entries.contains(where: { $0.key == key }) else { throw Diagnostic("'\(key)' is given twice") }
            guard (try? Yams.compose(yaml: value)) != nil else { throw Diagnostic("\(key): '\(value)' is not YAML") }
            entries.append(Entry(key: key, value: value))
        }
        guard !entries.isEmpty else {
            throw Diagnostic("a recipe has at least one setting", hint: "for example: optimizer=adamw,mixup=0.2")
        }
        self.entries = entries
    }

    /// A space's text with these settings in its `train:` part; comments are lost.
    ///
    /// - Precondition: the text is that of a space.
    func applied(to yaml: String) throws(Diagnostic) -> String {
        do {
            guard var root = try Yams.compose(yaml: yaml)?.mapping else { preconditionFailure("a space is a mapping") }
            var train = root["train"]?.mapping ?? Node.Mapping([])
            for entry in entries {
                // A training has one length.
                if ["epochs", "steps"].contains(entry.key) { (train["epochs"], train["steps"]) = (nil, nil) }
                train[Node(entry.key)] = try Yams.compose(yaml: entry.value)
            }
            root["train"] = .mapping(train)
            return try Yams.serialize(node: .mapping(root), width: -1, allowUnicode: true)
        } catch {
            throw Diagnostic("the recipe cannot be written into the space: \(error)")
        }
    }

    private static func pieces(_ text: String) -> [Substring] {
        var pieces: [Substring] = []
        var start = text.startIndex
        var depth = 0
        for index in text.indices {
            switch text[index] {
            case "[", "{", "(": depth += 1
            case "]", "}", ")": depth -= 1
            case "," where depth == 0:
                pieces.append(text[start..<index])
                start = text.index(after: index)
            default: break
            }
        }
        pieces.append(text[start...])
        return pieces.filter { !$0.allSatisfy(\.isWhitespace) }
    }
}

extension RecipeSettings: Codable {
    /// Reads what `encode(to:)` writes.
    public init(from decoder: any Swift.Decoder) throws { try self.init(decoder.singleValueContainer().decode(String.self)) }

    /// Writes the settings as they were given.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
