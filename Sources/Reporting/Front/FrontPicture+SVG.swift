internal import CostModel
internal import Foundation
internal import NAS
internal import Search

extension FrontPicture {
    private static let width = 860.0
    private static let left = 90.0
    private static let right = 836.0

    /// Returns the picture as an SVG file: a dot for each trial, a line through each front, intervals and budget, and in words what the
    /// best network is.
    public func svg() -> String {
        var picture = SVG()
        let title = "\(run.space.name) on \(sections.count == 1 ? sections[0].board.target.board.title : "\(sections.count) boards")"
        picture.text(24, 34, title, size: 20, isBold: true)
        picture.text(24, 56, subtitle, size: 13, fill: Palette.quiet)
        var y = 70.0
        for section in sections { y = draw(section, from: y, in: &picture) }
        y = legend(from: y, in: &picture)
        let description = [title, subtitle] + sections.flatMap(\.texts)
        return picture.document(width: Self.width, height: y + 14, description: description.joined(separator: ". "))
    }

    private var subtitle: String {
        let most = sections.map(\.networks).max() ?? 0
        let fronts = sections.map { "\($0.members)" }.joined(separator: " and ")
        return "\(most) network\(most == 1 ? "" : "s") trained \(run.fidelity) on \(run.data.name); \(fronts) on the front"
            + (sections.count > 1 ? "s" : "")
    }

    /// - Returns: where the section ends.
    private func draw(_ section: FrontSection, from top: Double, in picture: inout SVG) -> Double {
        var y = top
        func write(_ text: String?, size: Int, isBold: Bool = false, fill: String) {
            guard let text else { return }
            for line in TextWidth.wrapped(text, to: Self.width - 48, size: size, isBold: isBold) {
                y += Double(size) + 7
                picture.text(24, y, line, size: size, isBold: isBold, fill: fill)
            }
        }
        if sections.count > 1 {
            y += 8
            write("\(section.board.target.board.title)", size: 16, isBold: true, fill: Palette.text)
        }
        write(section.bestText, size: 14, isBold: true, fill: Palette.frontText)
        write(section.costText, size: 13, fill: Palette.frontText)
        write(section.retrainedText, size: 13, fill: Palette.frontText)
        write(section.budgetText, size: 13, fill: Palette.limit)
        write(section.sourceText, size: 12, fill: Palette.quiet)
        y += 22
        guard section.panels.count > 1 else {
            let height = sections.count > 1 ? 300.0 : 390
            section.panels.first?.draw(
                in: PlotBox(left: Self.left, top: y, right: Self.right, bottom: y + height), hasVerticalTitle: true,
                further: section.further, &picture)
            return y + height + 58
        }
        let (width, height) = (328.0, 300.0)
        for (number, panel) in section.panels.enumerated() {
            let isFirst = number.isMultiple(of: 2)
            let start = isFirst ? Self.left : Self.right - width
            panel.draw(
                in: PlotBox(left: start, top: y, right: start + width, bottom: y + height), hasVerticalTitle: isFirst,
                further: section.further, &picture)
            if !isFirst || number == section.panels.count - 1 { y += height + 72 }
        }
        return y - 14
    }

    // MARK: Legend

    private func legend(from top: Double, in picture: inout SVG) -> Double {
        let panels = sections.flatMap(\.panels)
        var (x, y) = (24.0, top + 12)
        func entry(_ text: String, _ draw: (inout SVG, _ x: Double, _ y: Double) -> Void) {
            let width = 26 + TextWidth.of(text, size: 12) + 18
            if x + width > Self.width { (x, y) = (24, y + 20) }
            draw(&picture, x + 8, y - 4)
            picture.text(x + 22, y, text, size: 12)
            x += width
        }
        entry(panels.count > sections.count ? "on the front of all objectives" : "on the front: no other beats it") {
            $0.circle($1, $2, 5, Palette.front, "on the front")
        }
        entry("other networks trained") { $0.circle($1, $2, 3.5, Palette.others, "not on the front") }
        if panels.count > sections.count {
            entry("no other beats it in these two") { $0.line($1 - 8, $2, $1 + 8, $2, Palette.front, width: 2) }
        }
        if panels.contains(where: { panel in !panel.estimated.isEmpty && !panel.line.isEmpty }) {
            entry("90 % interval") { $0.line($1 - 8, $2, $1 + 8, $2, Palette.interval, width: 3) }
        }
        if panels.contains(where: { $0.limit != nil }) {
            entry("budget") { $0.line($1, $2 - 7, $1, $2 + 7, Palette.limit, width: 1.5, dash: "4 3") }
        }
        let outside = panels.contains { panel in panel.points.contains { panel.place(of: $0) != .inside } }
        if outside {
            entry("lies outside, in this direction") {
                $0.polygon([($1 - 4, $2 - 3), ($1 + 4, $2 - 3), ($1, $2 + 4)], Palette.others, "outside")
            }
        }
        return y
    }
}
