internal import Foundation

/// Labels beside points, each at the nearest place where it hides neither a point nor a line nor another label; farther away with a
/// line that leads there. Where there is no such place, the label is left out: the point's tooltip has it.
struct LabelPlacement: Sendable {
    struct Style: Sendable, Hashable {
        let size: Int
        var isBold = false
        let fill: String

        func width(of text: String) -> Double { TextWidth.of(text, size: size, isBold: isBold) + 4 }
        var height: Double { Double(size) + 3 }
    }

    struct Label: Sendable, Hashable {
        let text: String
        let style: Style
        /// The text's box.
        let box: PlotBox
        /// From the point to the label; nil where it is close enough.
        let leader: Leader?
    }

    struct Leader: Sendable, Hashable {
        let x1: Double
        let y1: Double
        let x2: Double
        let y2: Double

        var boxes: [PlotBox] { PlotBox.along((x1, y1), (x2, y2)) }
    }

    /// Where labels may be.
    let area: PlotBox
    /// What no label may hide, and no leading line may cross: points.
    let points: [PlotBox]
    /// What a label hides only if it must: lines.
    let lines: [PlotBox]
    private(set) var labels: [Label] = []

    init(in area: PlotBox, avoiding points: [PlotBox], lines: [PlotBox]) {
        (self.area, self.points, self.lines) = (area, points, lines)
    }

    /// How far from its point a label may be.
    enum Reach {
        case near, far
        /// On a line if there is no other place, and without a place if there is none at all.
        case anywhere
    }

    /// Places a label, the more important ones first.
    ///
    /// - Returns: whether there was a place.
    @discardableResult
    mutating func place(_ text: String, at x: Double, _ y: Double, radius: Double, _ style: Style, reach: Reach = .far) -> Bool {
        let distances = [3.0, 12, 24, 40, 60, 85].map { radius + $0 }.prefix(reach == .near ? 2 : 6)
        for mayHideLines in reach == .anywhere ? [false, true] : [false] {
            for distance in distances {
                for box in Self.around(x, y, distance, style.width(of: text), style.height) where isFree(box, mayHideLines: mayHideLines) {
                    let leader = distance > radius + 5 ? Self.leader(from: x, y, radius, to: box) : nil
                    if let leader, !isFree(leader, from: x, y) { continue }
                    labels.append(Label(text: text, style: style, box: box, leader: leader))
                    return true
                }
            }
        }
        return false
    }

    /// Places a label in the first free box of some, where there is none on lines.
    ///
    /// - Parameter corners: upper left corners.
    @discardableResult
    mutating func place(_ text: String, inFirstFreeOf corners: [(x: Double, y: Double)], _ style: Style) -> Bool {
        let boxes = corners.map {
            PlotBox(left: $0.x, top: $0.y, right: $0.x + style.width(of: text), bottom: $0.y + style.height)
        }
        guard
            let box = boxes.first(where: { isFree($0, mayHideLines: false) }) ?? boxes.first(where: { isFree($0, mayHideLines: true) })
        else { return false }
        labels.append(Label(text: text, style: style, box: box, leader: nil))
        return true
    }

    private func isFree(_ box: PlotBox, mayHideLines: Bool) -> Bool {
        area.contains(box) && !points.contains(where: box.overlaps)
            && !labels.contains { $0.box.overlaps(box) || $0.leader?.boxes.contains(where: box.overlaps) == true }
            && (mayHideLines || !lines.contains(where: box.overlaps))
    }

    /// Whether a leading line crosses neither a label nor another point than its own.
    private func isFree(_ leader: Leader, from x: Double, _ y: Double) -> Bool {
        let own = PlotBox(around: x, y, by: 0.5)
        let others = points.filter { !$0.overlaps(own) } + labels.map(\.box)
        return !leader.boxes.contains { part in others.contains(where: part.overlaps) }
    }

    /// Boxes around a point at a distance, the most readable first.
    private static func around(_ x: Double, _ y: Double, _ distance: Double, _ width: Double, _ height: Double) -> [PlotBox] {
        let places: [(Double, Double)] = [
            (x + distance, y - height / 2), (x + distance * 0.7, y + distance * 0.7), (x + distance * 0.7, y - distance * 0.7 - height),
            (x - distance * 0.7 - width, y - distance * 0.7 - height), (x - distance - width, y - height / 2),
            (x - width / 2, y - distance - height), (x - width / 2, y + distance), (x - distance * 0.7 - width, y + distance * 0.7),
        ]
        return places.map { PlotBox(left: $0.0, top: $0.1, right: $0.0 + width, bottom: $0.1 + height) }
    }

    /// From the rim of a point to the nearest place of a box.
    private static func leader(from x: Double, _ y: Double, _ radius: Double, to box: PlotBox) -> Leader {
        let target = (x: min(max(x, box.left), box.right), y: min(max(y, box.top + 2), box.bottom - 2))
        let (dx, dy) = (target.x - x, target.y - y)
        let share = (radius + 1) / max((dx * dx + dy * dy).squareRoot(), radius + 1)
        return Leader(x1: x + dx * share, y1: y + dy * share, x2: target.x, y2: target.y)
    }

    /// Draws the labels, the most important ones last.
    func draw(in picture: inout SVG) {
        for label in labels.reversed() {
            if let leader = label.leader { picture.line(leader.x1, leader.y1, leader.x2, leader.y2, Palette.quiet, width: 0.8) }
            picture.text(
                label.box.left + 2, label.box.bottom - 4, label.text, size: label.style.size, isBold: label.style.isBold,
                fill: label.style.fill, hasHalo: true)
        }
    }
}
