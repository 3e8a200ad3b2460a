internal import Foundation
internal import Support

/// Speech Commands' lists of what is kept for validation and for the test, a path a line.
struct PartLists {
    /// The part of each file that a list names, by the file's place among all.
    private(set) var parts: [Int: DataPart] = [:]
    private(set) var notes: [String] = []

    private static let names = [("validation_list.txt", DataPart.validation), ("testing_list.txt", .test)]

    /// - Parameters:
    ///   - root: the folder with the classes and the lists.
    ///   - paths: of all files.
    init(_ root: String, paths: [String]) throws(Diagnostic) {
        var places: [String: Int] = [:]
        for (name, part) in Self.names {
            let url = URL(fileURLWithPath: root + "/" + name)
            guard FileManager.default.fileExists(atPath: url.path) else { continue }
            if places.isEmpty {
                for (index, path) in paths.enumerated() { places[String(path.dropFirst(root.count + 1))] = index }
            }
            let text = try DecodedText.decode(try DataFile.read(url, atMost: 256 << 20), file: url.path)
            var (missing, both): ([String], [String]) = ([], [])
            for line in text.split(whereSeparator: \.isNewline) {
                let path = line.trimmingCharacters(in: .whitespaces)
                if let index = places[path] {
                    if let other = parts[index], other != part { both.append(path) }
                    parts[index] = part
                } else if !path.isEmpty {
                    missing.append(path)
                }
            }
            if let first = missing.first {
                let verb = missing.count == 1 ? "is" : "are"
                notes.append("\(name) names \(Plural.count(missing.count, "file")) that \(verb) not there (\(first))")
            }
            if let first = both.first {
                let verb = both.count == 1 ? "is" : "are"
                notes.append(
                    "\(Plural.count(both.count, "file")) of validation_list.txt \(verb) in \(name) too, and \(verb) for the test (\(first))"
                )
            }
        }
    }
}
