internal import Foundation
internal import NAS
internal import Support

extension DataOptions {
    static let fileName = "data.yaml"

    /// The options in a folder's `data.yaml`; none where there is no such file.
    ///
    /// - Throws: all that is wrong with the file, each with its line.
    init(folder: URL) throws(Diagnostic) {
        self.init()
        let url = folder.appendingPathComponent(Self.fileName)
        guard FileManager.default.fileExists(atPath: url.path) else { return }
        let text = try DecodedText.decode(try DataFile.read(url, atMost: SourceText.byteLimit + 1), file: url.path)
        let source = try SourceText(text, fileName: url.path, format: .dataOptions)
        let mistakes = Mistakes()
        let root = try SourceNode.parse(source, mistakes: mistakes)
        guard case .mapping(let entries) = root.content else {
            throw source.diagnostic("data.yaml must be a mapping (key: value), got \(root.kindInWords)", at: root.location)
        }
        // YOLO's file of that name lies beside pictures with boxes, which say themselves what they are.
        let names = Set(entries.map(\.key))
        guard !(names.contains("names") && !names.isDisjoint(with: ["nc", "train", "val"])) else { return }
        for entry in entries {
            mistakes.attempt { () throws(Diagnostic) in
                do throws(Diagnostic) {
                    let key = try Self.key(entry.key)
                    try set(key, try Self.texts(entry.value, key, source))
                } catch {
                    guard error.location == nil else { throw error }
                    let isKey = DataOptions.Key(rawValue: entry.key) == nil
                    throw source.diagnostic(
                        error.message, at: isKey ? entry.keyLocation : entry.value.location, path: entry.key, hint: error.hint)
                }
            }
        }
        try mistakes.check()
    }

    private static func texts(_ node: SourceNode, _ key: Key, _ source: SourceText) throws(Diagnostic) -> [String] {
        switch node.content {
        case .scalar(let text, _): return [text]
        case .sequence(let items) where key.isList:
            var texts: [String] = []
            for item in items {
                guard case .scalar(let text, _) = item.content else {
                    throw source.diagnostic(
                        "\(key.rawValue) is a list of words, got \(item.kindInWords)", at: item.location, path: key.rawValue)
                }
                texts.append(text)
            }
            return texts
        case .sequence, .mapping:
            throw source.diagnostic(
                "\(key.rawValue) is \(key.isList ? "a list of words" : "one word"), got \(node.kindInWords)", at: node.location,
                path: key.rawValue)
        }
    }
}

extension SourceFormat {
    fileprivate static let dataOptions = SourceFormat(
        name: "a data set's options", documentation: "docs/data.md", insteadOfAnchors: "write it out each time")
}
