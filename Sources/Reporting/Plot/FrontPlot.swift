/// A scatter of trials over two objectives with the Pareto front drawn through the best.
struct FrontPlot {
    struct Point {
        let x: Double
        let y: Double
        let label: String
        let isOnFront: Bool
    }

    let title: String
    let subtitle: String
    let x: PlotFrame.Axis
    let y: PlotFrame.Axis
    let points: [Point]
    /// A vertical line: the budget's limit on the horizontal objective.
    var limit: (x: Double, label: String)?

    func svg() -> String {
        let frame = PlotFrame(
            title: title, subtitle: subtitle, x: x, y: y, xs: points.map(\.x) + (limit.map { [$0.x] } ?? []), ys: points.map(\.y))
        var picture = frame.picture()
        if let limit {
            let position = frame.horizontal.position(limit.x)
            picture.line(position, PlotFrame.area.top, position, PlotFrame.area.bottom, "#b3261e", width: 1.5, dash: "6 4")
            picture.text(position - 6, PlotFrame.area.top + 14, limit.label, size: 12, anchor: .end, fill: "#b3261e")
        }
        for point in points where !point.isOnFront {
            let place = frame.position(point.x, point.y)
            picture.circle(place.x, place.y, 3.5, "#b8c0cc", point.label)
        }
        let front = points.filter(\.isOnFront).sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        // Between two of the front's networks nothing better is known than the cheaper one.
        let places = front.map { frame.position($0.x, $0.y) }
        picture.path(places, "#0b57d0", isStaircase: true)
        for (point, place) in zip(front, places) { picture.circle(place.x, place.y, 5.5, "#0b57d0", point.label) }
        label(zip(front, places).map { ($1.x, $1.y, $0.label) }, &picture)
        return picture.document(width: PlotFrame.width, height: PlotFrame.height)
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
                let area = PlotFrame.area
                guard box.x > area.left, box.x + box.width < PlotFrame.width - 4, box.y > area.top - 16, box.y + box.height < area.bottom,
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
