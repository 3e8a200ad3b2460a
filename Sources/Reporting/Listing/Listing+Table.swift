extension Listing {
    /// The columns that have a heading, numbers on the right; nothing where there are no rows. What does not fit the width is left out or
    /// shortened (`TableLayout`), and lines under the table say so.
    func table(width: Int?) -> String {
        guard !rows.isEmpty else { return "" }
        let headed = columns.compactMap { column in column.heading.map { (column: column, heading: $0.onOneLine) } }
        var texts = headed.map { TableColumn(heading: $0.heading, fit: $0.column.fit) }
        for row in rows {
            for (index, entry) in headed.enumerated() {
                let value = entry.column.value(row)
                texts[index].append(entry.column.format.text(value), isNumeric: value.isNumeric)
            }
        }
        let layout = TableLayout(texts.map(\.layout), width: width)
        let shown = zip(layout.shown, layout.widths).map { index, width in (column: texts[index], width: width) }
        func line(_ text: (TableColumn) -> String) -> String {
            shown.map { $0.column.fitted(text($0.column), $0.width) }.joined(separator: " ").trimmingEnd + "\n"
        }
        var output = line(\.heading) + shown.map { String(repeating: "-", count: $0.width) }.joined(separator: " ") + "\n"
        for row in rows.indices { output += line { $0.cells[row] } }
        guard let width else { return output }
        return output + note(headed.map(\.column), layout, shown.contains { $0.column.widest > $0.width }, width: width)
    }

    /// What the table does not show, and how to see it.
    private func note(_ headed: [Column<Row>], _ layout: TableLayout, _ isShortened: Bool, width: Int) -> String {
        let shown = Set(layout.shown)
        let left = headed.indices.filter { !shown.contains($0) }.map { headed[$0].label }.filter { !$0.isEmpty }
        guard !left.isEmpty || isShortened else { return "" }
        // A decision of a large space has a column each.
        let most = 12
        let names = left.count > most ? left.prefix(most - 1) + ["\(left.count - most + 1) more"] : left
        let what = left.isEmpty ? "texts are shortened" : "left out: " + names.joined(separator: ", ")
        return Paragraph.folded("(\(what); --wide shows all)", width: width) + "\n"
    }
}

/// The texts of a column of a table.
private struct TableColumn {
    let heading: String
    let fit: ColumnFit
    private(set) var cells: [String] = []
    private(set) var widest: Int
    private var isNumeric = true

    init(heading: String, fit: ColumnFit) {
        (self.heading, self.fit) = (heading, fit)
        widest = DisplayWidth.of(heading)
    }

    mutating func append(_ text: String, isNumeric: Bool) {
        let cell = text.onOneLine
        cells.append(cell)
        widest = max(widest, DisplayWidth.of(cell))
        if !isNumeric { self.isNumeric = false }
    }

    var layout: TableLayout.Column { TableLayout.Column(natural: widest, fit: fit) }

    /// A text of the column as wide as the column is.
    func fitted(_ text: String, _ width: Int) -> String {
        let shown = text.shortened(to: width, at: fit.cut ?? .end)
        let space = String(repeating: " ", count: max(0, width - DisplayWidth.of(shown)))
        return isNumeric ? space + shown : shown + space
    }
}
