internal import TextTable

extension Listing {
    /// The columns that have a heading, numbers on the right; nothing where there are no rows.
    func table() -> String {
        guard !rows.isEmpty else { return "" }
        let shown = columns.compactMap { column in column.heading.map { (column, heading: $0) } }
        var isNumeric = shown.map { _ in true }
        let cells = rows.map { row in
            shown.indices.map { index in
                let column = shown[index].0
                let value = column.value(row)
                if !value.isNumeric { isNumeric[index] = false }
                return column.format.text(value)
            }
        }
        // TextTable's own type of columns is called Column too.
        let table = TextTable<[String]> { row in
            row.indices.map { .init(title: shown[$0].heading, value: row[$0], align: isNumeric[$0] ? .right : .left) }
        }
        let text = table.string(for: cells, style: Style.simple) ?? ""
        return text.split(separator: "\n").map { $0.trimmingTrailingSpaces + "\n" }.joined()
    }
}

extension Substring {
    fileprivate var trimmingTrailingSpaces: Substring {
        guard let last = lastIndex(where: { $0 != " " }) else { return "" }
        return self[...last]
    }
}
