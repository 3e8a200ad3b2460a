internal import CostModel
internal import Foundation
internal import Search

extension FrontPanel {
    /// Draws the panel: grid, budget, intervals, dots, the line through the front, and labels that hide none of them.
    ///
    /// - Parameters:
    ///   - area: within the axes.
    ///   - hasVerticalTitle: whether the vertical axis has its title; a panel beside one with the same has not.
    ///   - further: what tooltips say besides.
    func draw(in area: PlotBox, hasVerticalTitle: Bool, further: FrontPicture.Further, _ picture: inout SVG) {
        let frame = PlotFrame(area: area, x: titled(horizontal, isShown: true), y: titled(vertical, isShown: hasVerticalTitle))
        if let limit, horizontal.range.contains(limit) {
            let x = frame.horizontal.position(limit)
            picture.area(x, area.top, area.right - x, area.height, Palette.beyondLimit)
        }
        frame.draw(in: &picture)
        let places = points.map { (point: $0, place: position(of: $0, frame)) }
        let bars = intervals(places, frame)
        for bar in bars { bar.draw(in: &picture) }
        let corners = staircase(frame)
        picture.path(corners, Palette.front, width: 2)
        for (point, place) in places { dot(point, place, further, &picture) }
        drawLimit(frame, &picture)
        label(places, corners, bars, frame, &picture)
    }

    private func titled(_ axis: FrontAxis, isShown: Bool) -> PlotFrame.Axis {
        let plain = axis.axis
        let isEstimate = estimated.contains { $0.objective == axis.objective }
        let title = isShown ? plain.title + (isEstimate ? ", estimated" : "") : ""
        return PlotFrame.Axis(title: title, range: plain.range, ticks: plain.ticks, isReversed: plain.isReversed)
    }

    private func position(of point: Point, _ frame: PlotFrame) -> (x: Double, y: Double) {
        (frame.horizontal.clamped(horizontal.shown(point.x.value)), frame.vertical.clamped(vertical.shown(point.y.value)))
    }

    /// Between two of the front's networks nothing better is known than the cheaper one.
    private func staircase(_ frame: PlotFrame) -> [(x: Double, y: Double)] {
        let places = line.map { position(of: $0, frame) }
        return zip(places, places.dropFirst()).reduce(Array(places.prefix(1))) { $0 + [($1.1.x, $1.0.y), $1.1] }
    }

    /// A drawn interval: as far as the axes go, with a cap at an end that is inside and an arrow at one that is not.
    private struct Bar {
        let from: (x: Double, y: Double)
        let to: (x: Double, y: Double)
        let caps: [(x: Double, y: Double)]
        let cut: [(x: Double, y: Double)]
        let isBest: Bool

        func draw(in picture: inout SVG) {
            let colour = isBest ? Palette.front : Palette.interval
            picture.line(from.x, from.y, to.x, to.y, colour, width: isBest ? 1.5 : 1.2)
            let (dx, dy) = from.y == to.y ? (0.0, 4.0) : (4.0, 0.0)
            for cap in caps { picture.line(cap.x - dx, cap.y - dy, cap.x + dx, cap.y + dy, colour, width: 1.2) }
            for end in cut {
                // Back along the bar, from its other end.
                let other = end == to ? from : to
                let (back, up) = ((other.x - end.x).sign == .minus ? -7.0 : 7.0, (other.y - end.y).sign == .minus ? -7.0 : 7.0)
                let wings =
                    from.y == to.y
                    ? [(end.x + back, end.y - 4), (end.x + back, end.y + 4)] : [(end.x - 4, end.y + up), (end.x + 4, end.y + up)]
                for wing in wings { picture.line(end.x, end.y, wing.0, wing.1, colour, width: isBest ? 1.5 : 1.2) }
            }
        }
    }

    /// Of a front with more networks, only the best's is drawn.
    private static let mostIntervals = 60

    private func intervals(_ places: [(point: Point, place: (x: Double, y: Double))], _ frame: PlotFrame) -> [Bar] {
        let inside = places.filter { $0.point.role.isOnFront && place(of: $0.point) == .inside }
        let shown = inside.count > Self.mostIntervals ? inside.filter { $0.point.role == .best } : inside
        return shown.flatMap { point, at -> [Bar] in
            let (x, y) = ([point.x.low, point.x.high], [point.y.low, point.y.high])
            let across = x.map { (x: frame.horizontal.clamped(horizontal.shown($0)), y: at.y) }
            let along = y.map { (x: at.x, y: frame.vertical.clamped(vertical.shown($0))) }
            func bar(_ values: [Double], _ ends: [(x: Double, y: Double)], _ axis: FrontAxis) -> [Bar] {
                guard values[0] < values[1] else { return [] }
                let caps = zip(values, ends).filter { axis.range.contains(axis.shown($0.0)) }.map(\.1)
                let cut = zip(values, ends).filter { !axis.range.contains(axis.shown($0.0)) }.map(\.1)
                return [Bar(from: ends[0], to: ends[1], caps: caps, cut: cut, isBest: point.role == .best)]
            }
            return bar(x, across, horizontal) + bar(y, along, vertical)
        }
    }

    private func dot(_ point: Point, _ at: (x: Double, y: Double), _ further: FrontPicture.Further, _ picture: inout SVG) {
        let colour = point.role.isOnFront ? Palette.front : Palette.others
        let text = point.trial.tooltip(further)
        let (x, y) = at
        let size = point.role.isOnFront ? 6.0 : 4.5
        switch place(of: point) {
        case .inside:
            if point.role == .best { picture.circle(x, y, 10, "white", stroke: Palette.front, text) }
            picture.circle(x, y, min(radius(point), 5.5), colour, text)
        case .below: picture.polygon([(x - size, y - 2 * size), (x + size, y - 2 * size), (x, y - 1)], colour, text)
        case .above: picture.polygon([(x - size, y + 2 * size), (x + size, y + 2 * size), (x, y + 1)], colour, text)
        case .right: picture.polygon([(x - 2 * size, y - size), (x - 2 * size, y + size), (x - 1, y)], colour, text)
        case .left: picture.polygon([(x + 2 * size, y - size), (x + 2 * size, y + size), (x + 1, y)], colour, text)
        }
    }

    /// A line where the axis has it; its label is placed with the others.
    private func drawLimit(_ frame: PlotFrame, _ picture: inout SVG) {
        guard let limit, horizontal.range.contains(limit) else { return }
        let x = frame.horizontal.position(limit)
        picture.line(x, frame.area.top, x, frame.area.bottom, Palette.limit, width: 1.5, dash: "6 4")
    }

    // MARK: Labels

    private static let budgetStyle = LabelPlacement.Style(size: 13, isBold: true, fill: Palette.limit)
    private static let bestStyle = LabelPlacement.Style(size: 13, isBold: true, fill: Palette.frontText)
    /// More would not be read.
    private static let mostLabels = 40
    private static let frontStyle = LabelPlacement.Style(size: 12, fill: Palette.frontText)

    private func label(
        _ places: [(point: Point, place: (x: Double, y: Double))], _ corners: [(x: Double, y: Double)], _ bars: [Bar],
        _ frame: PlotFrame, _ picture: inout SVG
    ) {
        let area = frame.area
        var lines = zip(corners, corners.dropFirst()).flatMap { PlotBox.along($0, $1) }
        lines += bars.flatMap { PlotBox.along($0.from, $0.to) }
        if let limit, horizontal.range.contains(limit) {
            let x = frame.horizontal.position(limit)
            lines += PlotBox.along((x, area.top), (x, area.bottom))
        }
        var labels = LabelPlacement(
            in: PlotBox(left: area.left + 2, top: area.top + 1, right: area.right + 18, bottom: area.bottom - 1),
            avoiding: places.map { PlotBox(around: $0.place.x, $0.place.y, by: radius($0.point) + 1.5) }, lines: lines)
        for (point, place) in places where point.role == .best {
            let short = "best: #\(point.trial.number)"
            let long = "best: \(text(point)), \(horizontal.text(point.x.value))"
            if !labels.place(long, at: place.x, place.y, radius: 11, Self.bestStyle) {
                labels.place(short, at: place.x, place.y, radius: 11, Self.bestStyle, reach: .anywhere)
            }
        }
        placeLimit(&labels, frame)
        let line = places.filter { $0.point.role == .line }
        // The ends first, for between them more is alike.
        for (point, place) in (line.prefix(1) + line.dropFirst().reversed()).prefix(Self.mostLabels) {
            labels.place(text(point), at: place.x, place.y, radius: 6, Self.frontStyle)
        }
        for (point, place) in places.filter({ $0.point.role == .front }).prefix(Self.mostLabels) {
            labels.place(text(point), at: place.x, place.y, radius: 6, Self.frontStyle, reach: .near)
        }
        labels.draw(in: &picture)
    }

    private func radius(_ point: Point) -> Double { point.role == .best ? 10 : point.role.isOnFront ? 5.5 : 3.5 }

    private func text(_ point: Point) -> String { "#\(point.trial.number) \(vertical.text(point.y.value))" }

    /// Beside the line, or at the edge beyond which it lies.
    private func placeLimit(_ labels: inout LabelPlacement, _ frame: PlotFrame) {
        guard let limit else { return }
        let area = frame.area
        let isInside = horizontal.range.contains(limit)
        let isBeyond = limit > horizontal.range.high
        let amount = "budget \(horizontal.text(limit))"
        let text = isInside ? amount : isBeyond ? "\(amount) →" : "← \(amount)"
        let width = Self.budgetStyle.width(of: text)
        let x = frame.horizontal.clamped(limit)
        let starts = isInside ? [x - 5 - width, x + 5] : [isBeyond ? area.right - width : area.left + 4]
        let rows = stride(from: area.top + 4, to: area.bottom - 20, by: 9)
        labels.place(text, inFirstFreeOf: rows.flatMap { top in starts.map { (x: $0, y: top) } }, Self.budgetStyle)
    }
}
