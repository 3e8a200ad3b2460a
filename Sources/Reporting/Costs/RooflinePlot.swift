internal import CostModel
internal import Foundation
internal import Support

/// Groups of operations under the target's roofline: operational intensity against the rate of arithmetic, both logarithmic.
struct RooflinePlot {
    let groups: [OperationGroup]
    let roofline: Roofline?

    /// - Parameter groups: of which those with products are drawn.
    init(_ groups: [OperationGroup], _ roofline: Roofline?) {
        self.groups = groups.filter { $0.macs > 0 && $0.flopsPerSecond > 0 && $0.flopsPerByte > 0 }
        self.roofline = roofline
    }

    /// - Returns: where it ends.
    func draw(from top: Double, in picture: inout SVG) -> Double {
        guard !groups.isEmpty else { return top - 30 }
        let area = PlotBox(left: 84, top: top + 52, right: CostPicture.width - 24, bottom: top + 352)
        picture.text(24, top, "Roofline: what the hardware allows, and what the operations reach by the estimate", size: 14, isBold: true)
        picture.text(24, top + 20, caption, size: 12, fill: Palette.quiet)
        let frame = PlotFrame(
            area: area,
            x: .init(title: "floating-point operations for each byte moved", range: intensities),
            y: .init(title: "GFLOP/s", range: rates))
        frame.draw(in: &picture)
        let roof = corners.map { frame.position($0.x, $0.y) }
        picture.path(roof, Palette.axis, width: 2)
        let dots = groups.map { group in
            (group: group, at: frame.position(group.flopsPerByte, group.flopsPerSecond * 1e-9), radius: 3.5 + 9 * group.share.squareRoot())
        }.sorted { $0.radius > $1.radius }
        for dot in dots {
            picture.circle(dot.at.x, dot.at.y, dot.radius, CostPicture.colour(dot.group.bound), stroke: "white", tooltip(dot.group))
        }
        var labels = LabelPlacement(
            in: area, avoiding: dots.map { PlotBox(around: $0.at.x, $0.at.y, by: $0.radius) },
            lines: zip(roof, roof.dropFirst()).flatMap { PlotBox.along($0, $1) })
        placeRoof(&labels, frame)
        for dot in dots.prefix(6) {
            let count = dot.group.operations.count
            let text = "\(dot.group.stage) \(dot.group.kind)" + (count > 1 ? " × \(count)" : "")
            labels.place(text, at: dot.at.x, dot.at.y, radius: dot.radius, Self.style)
        }
        labels.draw(in: &picture)
        return area.bottom + 54
    }

    private var caption: String {
        let isAbove =
            roofline.map { roofline in groups.contains { $0.flopsPerSecond > 1.02 * roofline.bound(at: $0.flopsPerByte) } } ?? false
        return "The larger a dot, the longer it takes."
            + (isAbove ? " Above the roof: fewer multiplications than are counted (Winograd), or data that stay in a cache." : "")
    }

    private func tooltip(_ group: OperationGroup) -> String {
        let rate = String(format: "%.3g GFLOP/s, %.3g FLOP/B", group.flopsPerSecond * 1e-9, group.flopsPerByte)
        let names = group.operations.map(\.name)
        let latency = Dimension.time.format(group.latencySeconds)
        return (["\(group.kind) × \(names.count), \(rate), \(latency)"] + names).joined(separator: "\n")
    }

    // MARK: The roof

    private var intensities: PlotRange {
        PlotRange(around: groups.map(\.flopsPerByte) + (roofline.map { [$0.ridge] } ?? []), isLogarithmic: true)
    }

    /// With room above the roof.
    private var rates: PlotRange {
        PlotRange(
            around: groups.map { $0.flopsPerSecond * 1e-9 } + (roofline.map { [$0.flopsPerSecond * 1.5e-9] } ?? []), isLogarithmic: true)
    }

    /// Of the roof, as far as the axes go.
    private var corners: [(x: Double, y: Double)] {
        guard let roofline else { return [] }
        let (x, y) = (intensities, rates)
        // Where the slope enters the picture: from the left or from below.
        let start = max(x.low, y.low * 1e9 / roofline.bytesPerSecond)
        return [start, max(roofline.ridge, start), x.high].map { ($0, roofline.bound(at: $0) * 1e-9) }
    }

    private func placeRoof(_ labels: inout LabelPlacement, _ frame: PlotFrame) {
        guard let roofline, corners.count == 3 else { return }
        let texts = [
            (String(format: "memory %.3g GB/s", roofline.bytesPerSecond * 1e-9), corners[0], corners[1]),
            (String(format: "peak %.3g GFLOP/s", roofline.flopsPerSecond * 1e-9), corners[1], corners[2]),
        ]
        for (text, from, to) in texts {
            let (start, end) = (frame.position(from.x, from.y), frame.position(to.x, to.y))
            let width = Self.style.width(of: text)
            let corners = [0.5, 0.7, 0.3, 0.85, 0.15, 1].flatMap { share in
                let (x, y) = (start.x + share * (end.x - start.x), start.y + share * (end.y - start.y))
                // Above the line; for the slope that is to its left.
                return [(x: x - width - 6, y: y - 18), (x - width / 2, y - 19), (x + 8, y + 4), (x - width / 2, y + 5)]
            }
            labels.place(text, inFirstFreeOf: corners, Self.style)
        }
    }

    private static let style = LabelPlacement.Style(size: 12, fill: Palette.text)
}
