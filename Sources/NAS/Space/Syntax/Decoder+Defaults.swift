import Support

extension Decoder {
    func defaults(_ node: SourceNode) throws(Diagnostic) -> SearchDefaults {
        if node.isMissing { return SearchDefaults() }
        let entries = checked(
            try mapping(node, path: "defaults", what: "defaults"), keys: SearchDefaults.knownKeys, at: node.location, path: "defaults",
            what: "defaults")
        var result: [SearchDefaults.Entry] = []
        for entry in entries {
            let text = mistakes.attempt { () throws(Diagnostic) in try defaultText(entry, path: "defaults.\(entry.key)") }
            if let text { result.append(SearchDefaults.Entry(key: entry.key, value: text, location: entry.value.location)) }
        }
        return SearchDefaults(entries: result)
    }

    /// A setting as it would stand on the command line.
    private func defaultText(_ entry: SourceNode.Entry, path: String) throws(Diagnostic) -> String {
        switch entry.value.content {
        case .scalar(let scalar, _):
            guard !scalar.isEmpty else { throw fault("a value is missing", at: entry.value.location, path: path) }
            return scalar
        case .sequence(let items):
            var words: [String] = []
            for item in items { words.append(try word(item, path: path, what: "each of \(entry.key)")) }
            return words.joined(separator: ",")
        case .mapping(let parts):
            var limits: [String] = []
            for part in parts { limits.append("\(part.key)=\(try word(part.value, path: "\(path).\(part.key)", what: part.key))") }
            return limits.joined(separator: ",")
        }
    }
}
