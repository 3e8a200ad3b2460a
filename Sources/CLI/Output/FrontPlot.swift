import Foundation

/// A scatter of trials over two objectives with the Pareto front drawn through the best, as SVG that stands alone.
/// Fonts are named, for results to look the same everywhere.
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
        let horizontal = Scale(values: points.map(\.x) + (limit.map { [$0.x] } ?? []), axis: x, from: plot.left, to: plot.right)
        let vertical = Scale(values: points.map(\.y), axis: y, from: plot.bottom, to: plot.top)
        var body = ""
        body += text(plot.left, 30, title, size: 18, weight: "bold")
        body += text(plot.left, 52, subtitle, size: 12, fill: "#555")
        for tick in horizontal.ticks {
            let position = horizontal.position(tick)
            body += line(position, plot.top, position, plot.bottom, "#e6e6e6")
            body += text(position, plot.bottom + 20, x.format(tick), size: 12, anchor: "middle", fill: "#333")
        }
        for tick in vertical.ticks {
            let position = vertical.position(tick)
            body += line(plot.left, position, plot.right, position, "#e6e6e6")
            body += text(plot.left - 8, position + 4, y.format(tick), size: 12, anchor: "end", fill: "#333")
        }
        body += line(plot.left, plot.bottom, plot.right, plot.bottom, "#333")
        body += line(plot.left, plot.top, plot.left, plot.bottom, "#333")
        body += text((plot.left + plot.right) / 2, plot.bottom + 46, x.title, size: 13, anchor: "middle")
        let middle = (plot.top + plot.bottom) / 2
        body += """
            <text x="22" y="\(round(middle))" font-size="13" text-anchor="middle" transform="rotate(-90 22 \(round(middle)))">\(escape(y.title))</text>

            """
        if let limit {
            let position = horizontal.position(limit.x)
            body += "<line x1=\"\(round(position))\" y1=\"\(round(plot.top))\" x2=\"\(round(position))\" y2=\"\(round(plot.bottom))\" "
            body += "stroke=\"#b3261e\" stroke-width=\"1.5\" stroke-dasharray=\"6 4\"/>\n"
            body += text(position - 6, plot.top + 14, limit.label, size: 12, anchor: "end", fill: "#b3261e")
        }
        for point in points where !point.isOnFront {
            body += circle(horizontal.position(point.x), vertical.position(point.y), 3.5, "#b8c0cc", point.label)
        }
        let front = points.filter(\.isOnFront).sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        body += staircase(front.map { (horizontal.position($0.x), vertical.position($0.y)) })
        for point in front { body += circle(horizontal.position(point.x), vertical.position(point.y), 5.5, "#0b57d0", point.label) }
        body += labels(front.map { (horizontal.position($0.x), vertical.position($0.y), $0.label) })
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(Int(width))" height="\(Int(height))" viewBox="0 0 \(Int(width)) \(Int(height))" \
            font-family="DejaVu Sans, sans-serif">
            <rect width="100%" height="100%" fill="white"/>
            \(body)</svg>

            """
    }

    /// The front as steps: between two of its networks nothing better is known than the cheaper one.
    private func staircase(_ positions: [(Double, Double)]) -> String {
        guard let first = positions.first, positions.count > 1 else { return "" }
        var path = "M \(round(first.0)) \(round(first.1))"
        for position in positions.dropFirst() { path += " H \(round(position.0)) V \(round(position.1))" }
        return "<path d=\"\(path)\" fill=\"none\" stroke=\"#0b57d0\" stroke-width=\"1.5\"/>\n"
    }

    /// Labels beside their points, each moved to the first place where it hides neither a point nor another label;
    /// where the front is too dense for that, the label stays in the point's tooltip.
    private func labels(_ points: [(x: Double, y: Double, text: String)]) -> String {
        var taken = points.map { Box(x: $0.x - 6, y: $0.y - 6, width: 12, height: 12) }
        var output = ""
        for point in points {
            let width = Double(point.text.count) * 6.8
            let offsets = [(9.0, 16.0), (9, -8), (-width - 9, -8), (-width - 9, 16), (-width / 2, -14), (-width / 2, 24), (12, 4)]
            for (dx, dy) in offsets {
                let box = Box(x: point.x + dx, y: point.y + dy - 11, width: width, height: 14)
                guard box.x > plot.left, box.x + box.width < self.width - 4, box.y > plot.top - 16, box.y + box.height < plot.bottom,
                    !taken.contains(where: box.overlaps)
                else { continue }
                taken.append(box)
                output += text(box.x, box.y + 11, point.text, size: 11, fill: "#0b3d91")
                break
            }
        }
        return output
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

    private func text(
        _ x: Double, _ y: Double, _ content: String, size: Int, anchor: String = "start", weight: String = "normal", fill: String = "#111"
    ) -> String {
        "<text x=\"\(round(x))\" y=\"\(round(y))\" font-size=\"\(size)\" font-weight=\"\(weight)\" text-anchor=\"\(anchor)\" "
            + "fill=\"\(fill)\">\(escape(content))</text>\n"
    }

    private func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ stroke: String) -> String {
        "<line x1=\"\(round(x1))\" y1=\"\(round(y1))\" x2=\"\(round(x2))\" y2=\"\(round(y2))\" stroke=\"\(stroke)\"/>\n"
    }

    private func circle(_ x: Double, _ y: Double, _ radius: Double, _ fill: String, _ label: String) -> String {
        "<circle cx=\"\(round(x))\" cy=\"\(round(y))\" r=\"\(radius)\" fill=\"\(fill)\"><title>\(escape(label))</title></circle>\n"
    }

    private func round(_ value: Double) -> String { String(format: "%.1f", value) }

    private func escape(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
            .replacingOccurrences(of: ">", with: "&gt;")
    }
}

/// From values to positions on one axis, with round ticks.
private struct Scale {
    let ticks: [Double]
    private let low: Double
    private let high: Double
    private let isLogarithmic: Bool
    private let start: Double
    private let end: Double

    init(values: [Double], axis: FrontPlot.Axis, from start: Double, to end: Double) {
        isLogarithmic = axis.isLogarithmic
        self.start = start
        self.end = end
        let transform: (Double) -> Double = { axis.isLogarithmic ? log10(max($0, 1e-300)) : $0 }
        let finite = values.filter(\.isFinite).map(transform)
        var low = finite.min() ?? 0
        var high = finite.max() ?? 1
        let span = high - low
        let margin = span > 0 ? span * 0.06 : max(abs(low) * 0.05, 0.05)
        low -= margin
        high += margin
        self.low = low
        self.high = high
        if axis.isLogarithmic {
            let steps = high - low > 2 ? [1.0] : high - low > 0.7 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9]
            ticks = (Int(low.rounded(.down))...Int(high.rounded(.up))).flatMap { decade in steps.map { $0 * pow(10, Double(decade)) } }
                .filter { (low...high).contains(log10($0)) }
        } else {
            let rough = (high - low) / 6
            let power = pow(10, floor(log10(rough)))
            let step = ([1, 2, 2.5, 5, 10].first { $0 * power >= rough } ?? 10) * power
            ticks = (Int((low / step).rounded(.up))...max(Int((low / step).rounded(.up)), Int((high / step).rounded(.down)))).map { Double($0) * step }
        }
    }

    func position(_ value: Double) -> Double {
        let transformed = isLogarithmic ? log10(max(value, 1e-300)) : value
        return start + (transformed - low) / (high - low) * (end - start)
    }
}
