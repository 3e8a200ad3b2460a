import Support

extension Decoder {
    func defaults(_ node: SourceNode) throws(Diagnostic) -> SearchDefaults {
        if node.isMissing { return SearchDefaults() }
        let entries = try mapping(node, path: "defaults", what: "defaults")
        try checkKeys(entries, known: SearchDefaults.knownKeys, path: "defaults", what: "defaults")
        var result: [SearchDefaults.Entry] = []
        for entry in entries {
            let path = "defaults.\(entry.key)"
            let text: String
            switch entry.value.content {
            case .scalar(let scalar, _):
                guard !scalar.isEmpty else { throw fault("a value is missing", at: entry.value.location, path: path) }
                text = scalar
            case .sequence(let items):
                var words: [String] = []
                for item in items { words.append(try word(item, path: path, what: "each of \(entry.key)")) }
                text = words.joined(separator: ",")
            case .mapping(let parts):
                var limits: [String] = []
                for part in parts { limits.append("\(part.key)=\(try word(part.value, path: "\(path).\(part.key)", what: part.key))") }
                text = limits.joined(separator: ",")
            }
            result.append(SearchDefaults.Entry(key: entry.key, value: text, location: entry.value.location))
        }
        return SearchDefaults(entries: result)
    }
}
