internal import Support

/// Labels that name several classes at once.
enum SeveralLabels {
    /// - Throws: where a label joins what other labels have too: `sport;politics`.
    static func refuse(_ labels: [String], _ training: [Int: Int], file: String) throws(Diagnostic) {
        for separator in [";", "|", ","] as [Character] {
            let joined = labels.indices.filter { labels[$0].contains(separator) }
            guard !joined.isEmpty else { continue }
            var owners: [String: Int] = [:]
            for label in labels {
                for piece in Set(pieces(of: label, separator)) { owners[piece, default: 0] += 1 }
            }
            for number in joined.sorted(by: { training[$0] ?? .max < training[$1] ?? .max }) {
                let pieces = pieces(of: labels[number], separator)
                // A comma stands in names, too: of a town and its country.
                let known = separator == "," ? pieces.contains(where: labels.contains) : pieces.contains { owners[$0] ?? 0 > 1 }
                guard pieces.count > 1, known else { continue }
                throw Diagnostic(
                    "label '\(labels[number])' names several classes, and only one for each example can be learned", file: file,
                    location: training[number].flatMap { $0 > 0 ? SourceLocation(line: $0, column: 1) : nil },
                    hint: "keep one of them, or leave such examples out")
            }
        }
    }

    private static func pieces(of label: String, _ separator: Character) -> [String] {
        label.split(separator: separator).map { $0.trimming { $0 == " " } }.filter { !$0.isEmpty }
    }
}
