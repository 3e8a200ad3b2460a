internal import Support

/// What each column of a table of texts is.
struct TextRoles {
    /// Nil where no column has the classes.
    let label: Int?
    /// Those whose texts are learned from, joined by spaces.
    let texts: [Int]
    let group: Int?
    /// Whether the owner named the column of groups: then a group is the same in all files.
    let isGroupNamed: Bool
    let split: Int?
    /// Columns that may be the label where none is called so.
    let labelCandidates: [Int]
    /// Those that are none of these, and that a table would be learned from.
    let others: [Int]
    /// Whether the columns have texts by their content.
    let isFound: Bool
    private let sample: TextTableSample

    static let labelNames =
        TableRoles.labelNames + [
            "sentiment", "polarity", "emotion", "intent", "topic", "class_index", "is_spam", "spam_label", "gold_label", "stars", "rating",
            "score", "v1",
        ]
    private static let groupNames: Set = ["author", "username", "user_name"]

    /// - Throws: where an option names a column that is not there.
    init(_ sample: TextTableSample, options: DataOptions, file: String) throws(Diagnostic) {
        let (names, columns) = (sample.names, sample.columns)
        func named(_ text: String?, _ what: String) throws(Diagnostic) -> Int? {
            guard let text, text != "none" else { return nil }
            return try TableRoles.column(text, in: names, called: what, file: file)
        }
        var label = try named(options.label, "label")
        var group = try named(options.group, "group")
        let split = try named(options.split, "split")
        isGroupNamed = group != nil
        var texts: [Int] = []
        for text in options.columns {
            let column = try TableRoles.column(text, in: names, called: "columns", file: file)
            guard column != label else {
                throw Diagnostic(
                    "column '\(text)' is the label, and cannot be learned from as well", file: file, hint: "leave it out of 'columns'")
            }
            if !texts.contains(column) { texts.append(column) }
        }
        func free() -> [Int] { columns.indices.filter { ![label, group, split].contains($0) && !texts.contains($0) } }
        if texts.isEmpty { texts = free().filter { columns[$0].isText } }
        // Columns that are named may be those of a table.
        let hasTexts = !texts.isEmpty && texts.allSatisfy { columns[$0].isText }
        if texts.isEmpty { texts = Self.mostWords(of: columns, among: free()).map { [$0] } ?? [] }
        let simple = names.map(TableRoles.simple)
        if group == nil, options.group == nil, sample.hasHeader {
            group = free().first {
                TableRoles.subjectNames.contains(TableRoles.withoutID(simple[$0])) || Self.groupNames.contains(simple[$0])
            }
        }
        if label == nil {
            let left = free()
            for name in Self.labelNames where label == nil { label = left.first { simple[$0] == name } }
        }
        let left = free().filter { columns[$0].count > 0 || !names[$0].isEmpty }
        var candidates: [Int] = []
        if label == nil {
            candidates = left.filter { columns[$0].isLabel && !TextColumn.isIdentifierName(names[$0]) }
            // Of a file in the order of its classes the beginning has one; of a small one, each once.
            if candidates.isEmpty, left.count == 1, !TextColumn.isIdentifierName(names[left[0]]) { candidates = left }
            if candidates.count == 1 { label = candidates[0] }
        }
        others = left.filter { $0 != label && !(hasTexts && (columns[$0].isIdentifier || columns[$0].isText)) }
        (isFound, labelCandidates) = (hasTexts, candidates)
        (self.label, self.texts, self.group, self.split, self.sample) = (label, texts, group, split, sample)
    }

    /// Whether the table is one of texts and not of numbers and categories, in which a name or a comment may stand besides.
    var isTable: Bool {
        isFound && (texts.contains { TextColumn.isTextName(sample.names[$0]) } || (others.isEmpty && sample.names.count > 1))
    }

    /// Columns of several labels: a zero or a one for each of several classes.
    var severalLabels: [Int] {
        let bits = labelCandidates.filter { sample.columns[$0].isBits }
        return label == nil && bits.count > 1 && bits.count == labelCandidates.count ? bits : []
    }

    private static func mostWords(of columns: [TextColumn], among places: [Int]) -> Int? {
        // Where all have a word each, that of more different ones.
        places.filter { !columns[$0].isNumbers && columns[$0].count > 0 }.max { left, right in
            let (left, right) = (columns[left], columns[right])
            return (left.meanWords, left.distinctCount) < (right.meanWords, right.distinctCount)
        }
    }
}
