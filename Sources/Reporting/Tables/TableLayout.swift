/// Which columns of a table are shown on a terminal, and how wide each is.
struct TableLayout: Equatable {
    /// A column before it is laid out.
    struct Column {
        /// The width of its widest text.
        let natural: Int
        let fit: ColumnFit

        /// The narrowest that it becomes.
        var least: Int { fit.cut == nil ? natural : min(natural, fit.leastWidth) }
    }

    /// The numbers of the columns that are shown, from left to right.
    private(set) var shown: [Int]
    /// The widths of those.
    private(set) var widths: [Int]

    /// A space stands between two columns.
    static let gap = 1

    /// Lays columns out in some width; nil where there is no limit.
    ///
    /// Columns are taken by their rank, and from the left, as long as there is room for all at their narrowest; nothing is shortened for
    /// the sake of a `detail`. What is left is given to those that were shortened.
    init(_ columns: [Column], width: Int?) {
        let total = columns.map(\.natural).reduce(0, +) + Self.gap * max(0, columns.count - 1)
        shown = Array(columns.indices)
        widths = columns.map(\.natural)
        guard let width, total > width else { return }
        let order = columns.indices.sorted { left, right in
            (-columns[left].fit.rank.rawValue, left) < (-columns[right].fit.rank.rawValue, right)
        }
        var used = (least: -Self.gap, natural: -Self.gap)
        var taken: [Int] = []
        for index in order {
            let column = columns[index]
            let next = (least: used.least + Self.gap + column.least, natural: used.natural + Self.gap + column.natural)
            let following = column.fit.needsNext && index + 1 < columns.count ? columns[index + 1] : nil
            let needed =
                column.fit.rank == .detail
                ? next.natural + (following.map { Self.gap + $0.natural } ?? 0) : next.least + (following.map { Self.gap + $0.least } ?? 0)
            guard column.fit.rank == .key || needed <= width else { break }
            used = next
            taken.append(index)
        }
        shown = taken.sorted()
        widths = Self.widths(shown.map { columns[$0] }, in: width - Self.gap * (shown.count - 1))
    }

    private static func widths(_ columns: [Column], in width: Int) -> [Int] {
        var widths = columns.map(\.least)
        var left = width - widths.reduce(0, +)
        // Too little even for what a row is called: the widest gives.
        while left < 0, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > 1 {
            widths[widest] -= 1
            left += 1
        }
        // The narrowest of those that are shortened grows first.
        while left > 0,
            let next = widths.indices.filter({ widths[$0] < columns[$0].natural }).min(by: { widths[$0] < widths[$1] })
        {
            widths[next] += 1
            left -= 1
        }
        return widths
    }
}
