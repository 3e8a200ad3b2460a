internal import Foundation
internal import Search

extension ImportanceReport {
    private static let width = 860.0
    private static let labelSize = 13
    private static let barLeft = 310.0
    private static let barWidth = 180.0
    private static let barHeight = 17.0
    /// More decisions make no picture.
    private static let mostDrawn = 24
    /// Nor does what explains less.
    private static let leastDrawn = 0.005

    /// The decisions that are drawn: those that matter for any objective, the most important first, each with the objectives it matters
    /// for.
    var drawn: [[Row]] { Array(relevant.prefix(Self.mostDrawn)) }

    /// All that matter however little, the most important first.
    private var relevant: [[Row]] {
        let groups = Dictionary(grouping: rows.filter { $0.decision.importance >= Self.leastDrawn }, by: \.decision.name)
        let largest = groups.mapValues { $0.map(\.decision.importance).max() ?? 0 }
        let names = groups.keys.sorted { (largest[$1, default: 0], $0) < (largest[$0, default: 0], $1) }
        return names.compactMap { groups[$0] }
    }

    /// Returns an SVG file with bars for each decision that matters: one for each objective, with the options that do best and worst.
    public func svg() -> String {
        var picture = SVG()
        let title = "Which choices matter"
        picture.text(24, 34, title, size: 20, isBold: true)
        var y = 38.0
        func write(_ text: String, _ fill: String) {
            for line in TextWidth.wrapped(text, to: Self.width - 48, size: 13) {
                y += 19
                picture.text(24, y, line, size: 13, fill: fill)
            }
        }
        for (number, text) in context.enumerated() { write(text, number == 0 ? Palette.quiet : Palette.frontText) }
        write(
            "Bars: share of the variance that a choice explains alone, with the means of its best and its worst option; what is missing to "
                + "100 % lies in combinations.", Palette.quiet)
        for warning in warnings { write("Careful: \(warning).", Palette.limit) }
        y = legend(from: y + 28, in: &picture) + 14
        let largest = max(drawn.joined().map(\.decision.importance).max() ?? 1, 1e-9)
        for rows in drawn {
            draw(rows, at: y, largest, in: &picture)
            y += Self.barHeight * Double(rows.count) + 9
        }
        let rest = Set(rows.map(\.decision.name)).count - drawn.count
        if rest > 0 {
            let most = relevant.dropFirst(Self.mostDrawn).joined().map(\.decision.importance).max() ?? Self.leastDrawn
            picture.text(
                24, y + 12, String(format: "\(rest) further choice\(rest == 1 ? "" : "s"): less than %.1f %% each", most * 100),
                size: 12, fill: Palette.quiet)
            y += 20
        }
        return picture.document(width: Self.width, height: y + 8, description: ([title] + context + warnings).joined(separator: ". "))
    }

    private func legend(from top: Double, in picture: inout SVG) -> Double {
        var (x, y) = (24.0, top)
        for (number, entry) in entries.enumerated() {
            let basis = entry.isSampled ? "random networks, by the cost model" : "trials"
            let explained = String(format: "%.0f %%", entry.importance.explained * 100)
            let text = "\(entry.objective.rawValue) (\(entry.importance.trials) \(basis); single choices explain \(explained))"
            let length = 20 + TextWidth.of(text, size: 13) + 20
            if x + length > Self.width, x > 24 { (x, y) = (24, y + 20) }
            picture.bar(x, y - 11, 13, 13, Palette.equal(number), text)
            picture.text(x + 19, y, text, size: 13)
            x += length
        }
        return y
    }

    private func draw(_ rows: [Row], at y: Double, _ largest: Double, in picture: inout SVG) {
        guard let first = rows.first else { return }
        let middle = y + Self.barHeight * Double(rows.count) / 2 + 4
        let line = first.line.map { "line \($0)" } ?? ""
        let room = Self.barLeft - 24 - 8 - TextWidth.of(line, size: 11) - 12
        let label = TextWidth.elided(first.label, to: room, size: Self.labelSize)
        picture.text(24, middle, label, size: Self.labelSize)
        picture.text(Self.barLeft - 12, middle, line, size: 11, anchor: .end, fill: Palette.quiet)
        for (number, row) in rows.enumerated() {
            let top = y + Double(number) * Self.barHeight
            let share = String(format: "%.1f %%", row.decision.importance * 100)
            let length = max(Self.barWidth * row.decision.importance / largest, 1)
            let colour = Palette.equal(entries.firstIndex { $0.objective == row.objective } ?? 0)
            let means = [row.best, row.worst].map { "\(TextWidth.elided($0.option, to: 90, size: 11)): \(row.objective.text($0.mean))" }
            picture.bar(
                Self.barLeft, top + 1, length, Self.barHeight - 3, colour,
                "\(row.decision.name), \(row.objective.rawValue): \(share)\n"
                    + "best \(row.best.option): \(row.objective.text(row.best.mean))\n"
                    + "worst \(row.worst.option): \(row.objective.text(row.worst.mean))")
            picture.text(Self.barLeft + length + 6, top + 12, share, size: 12)
            picture.text(
                Self.barLeft + length + 12 + TextWidth.of(share, size: 12), top + 12, "best \(means[0]), worst \(means[1])", size: 11,
                fill: Palette.quiet)
        }
    }
}
