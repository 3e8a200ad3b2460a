package import Support

/// A node of the parsed file with the place where it starts: all that decoding needs of YAML.
package struct SourceNode: Sendable {
    package indirect enum Content: Sendable {
        /// A text; `plain` tells `3` from `"3"`.
        case scalar(String, plain: Bool)
        case sequence([SourceNode])
        case mapping([Entry])
    }

    package struct Entry: Sendable {
        package let key: String
        package let keyLocation: SourceLocation
        package let value: SourceNode
        /// Whether the key is not what the file says, but what that was taken to mean: the value need not fit.
        package var isGuess = false
    }

    package let content: Content
    package let location: SourceLocation

    /// An empty value: `kernel:` with nothing behind it.
    package var isMissing: Bool {
        if case .scalar("", plain: true) = content { return true }
        return false
    }

    /// What it is, for "expected ..., got ...".
    package var kindInWords: String {
        switch content {
        case .scalar(let text, plain: false) where Constant.isQuoted(text): "the text \"\(text)\": quotes make a text of it"
        case .scalar(let text, _): text.isEmpty ? "nothing" : "'\(text)'"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}
