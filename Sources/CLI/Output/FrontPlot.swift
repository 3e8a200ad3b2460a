import Foundation

/// A scatter of trials over two objectives with the Pareto front drawn through the best.
struct FrontPlot {
    struct Axis {
        let title: String
        let isLogarithmic: Bool
        /// How a tick's value is written.
        let format: (Double) -> String
    }

    struct Point {
        let x: Double
        let y: Double
        let label: String
        let isOnFront: Bool
    }

    let title: String
    let subtitle: String
    let x: Axis
    let y: Axis
    let points: [Point]
    /// A vertical line: the budget's limit on the horizontal objective.
    var limit: (x: Double, label: String)?

    private let width = 860.0
    private let height = 540.0
    private let plot = (left: 84.0, right: 830.0, top: 74.0, bottom: 472.0)

    func svg() -> String {
        let horizontal = PlotScale(
            values: points.map(\.x) + (limit.map { [$0.x] } ?? []), isLogarithmic: x.isLogarithmic, from: plot.left, to: plot.right)
        let vertical = PlotScale(values: points.map(\.y), isLogarithmic: y.isLogarithmic, from: plot.bottom, to: plot.top)
        var picture = SVG()
        picture.text(plot.left, 30, title, size: 18, isBold: true)
        picture.text(plot.left, 52, subtitle, size: 12, fill: "#555")
        for tick in horizontal.ticks {
            let position = horizontal.position(tick)
            picture.line(position, plot.top, position, plot.bottom, "#e6e6e6")
            picture.text(position, plot.bottom + 20, x.format(tick), size: 12, anchor: .middle, fill: "#333")
        }
        for tick in vertical.ticks {
            let position = vertical.position(tick)
            picture.line(plot.left, position, plot.right, position, "#e6e6e6")
            picture.text(plot.left - 8, position + 4, y.format(tick), size: 12, anchor: .end, fill: "#333")
        }
        picture.line(plot.left, plot.bottom, plot.right, plot.bottom, "#333")
        picture.line(plot.left, plot.top, plot.left, plot.bottom, "#333")
        picture.text((plot.left + plot.right) / 2, plot.bottom + 46, x.title, size: 13, anchor: .middle)
        picture.upright(22, (plot.top + plot.bottom) / 2, y.title, size: 13)
        if let limit {
            let position = horizontal.position(limit.x)
            picture.line(position, plot.top, position, plot.bottom, "#b3261e", width: 1.5, dash: "6 4")
            picture.text(position - 6, plot.top + 14, limit.label, size: 12, anchor: .end, fill: "#b3261e")
        }
        for point in points where !point.isOnFront {
            picture.circle(horizontal.position(point.x), vertical.position(point.y), 3.5, "#b8c0cc", point.label)
        }
        let front = points.filter(\.isOnFront).sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        // Between two of the front's networks nothing better is known than the cheaper one.
        picture.path(front.map { (horizontal.position($0.x), vertical.position($0.y)) }, "#0b57d0", isStaircase: true)
        for point in front {
            picture.circle(horizontal.position(point.x), vertical.position(point.y), 5.5, "#0b57d0", point.label)
        }
        label(front.map { (horizontal.position($0.x), vertical.position($0.y), $0.label) }, &picture)
        return picture.document(width: width, height: height)
    }

    /// Labels beside their points, each moved to the first place where it hides neither a point nor another label;
    /// where the front is too dense for that, the label stays in the point's tooltip.
    private func label(_ points: [(x: Double, y: Double, text: String)], _ picture: inout SVG) {
        var taken = points.map { Box(x: $0.x - 6, y: $0.y - 6, width: 12, height: 12) }
        for point in points {
            let width = Double(point.text.count) * 6.8
            let offsets = [(9.0, 16.0), (9, -8), (-width - 9, -8), (-width - 9, 16), (-width / 2, -14), (-width / 2, 24), (12, 4)]
            for (dx, dy) in offsets {
                let box = Box(x: point.x + dx, y: point.y + dy - 11, width: width, height: 14)
                guard box.x > plot.left, box.x + box.width < self.width - 4, box.y > plot.top - 16, box.y + box.height < plot.bottom,
                    !taken.contains(where: box.overlaps)
                else { continue }
                taken.append(box)
                picture.text(box.x, box.y + 11, point.text, size: 11, fill: "#0b3d91")
                break
            }
        }
    }

    private struct Box {
        let x: Double
        let y: Double
        let width: Double
        let height: Double

        func overlaps(_ other: Box) -> Bool {
            x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height
        }
    }
}
