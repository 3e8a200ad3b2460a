/// What all plots over two axes have: a grid with ticks and titles, and where a value lies.
struct PlotFrame: Sendable {
    struct Axis: Sendable {
        let title: String
        let range: PlotRange
        /// Ticks, as values with what is written there.
        let ticks: [(value: Double, text: String)]
        /// Whether the least is on top or on the right.
        var isReversed = false

        /// An axis whose values are in a unit.
        init(title: String, range: PlotRange, unit: AxisUnit = AxisUnit(symbol: "", size: 1)) {
            self.init(
                title: unit.titled(title), range: range,
                ticks: PlotTicks.round(
                    from: range.low / unit.size, to: range.high / unit.size, isLogarithmic: range.isLogarithmic
                ).map { ($0 * unit.size, PlotTicks.text($0)) })
        }

        init(title: String, range: PlotRange, ticks: [(value: Double, text: String)], isReversed: Bool = false) {
            (self.title, self.range, self.ticks, self.isReversed) = (title, range, ticks, isReversed)
        }
    }

    /// The area within the axes.
    let area: PlotBox
    let x: Axis
    let y: Axis
    let horizontal: PlotScale
    let vertical: PlotScale

    init(area: PlotBox, x: Axis, y: Axis) {
        (self.area, self.x, self.y) = (area, x, y)
        horizontal =
            x.isReversed
            ? PlotScale(x.range, from: area.right, to: area.left) : PlotScale(x.range, from: area.left, to: area.right)
        vertical =
            y.isReversed
            ? PlotScale(y.range, from: area.top, to: area.bottom) : PlotScale(y.range, from: area.bottom, to: area.top)
    }

    func position(_ x: Double, _ y: Double) -> (x: Double, y: Double) { (horizontal.position(x), vertical.position(y)) }

    /// Draws all but the plot's own.
    func draw(in picture: inout SVG) {
        for tick in x.ticks {
            let position = horizontal.position(tick.value)
            picture.line(position, area.top, position, area.bottom, Palette.grid)
        }
        for tick in y.ticks {
            let position = vertical.position(tick.value)
            picture.line(area.left, position, area.right, position, Palette.grid)
            picture.text(area.left - 8, position + 4.5, tick.text, size: 13, anchor: .end)
        }
        var free = -Double.infinity
        for tick in x.ticks {
            let position = horizontal.position(tick.value)
            let half = TextWidth.of(tick.text, size: 13) / 2
            guard position - half > free else { continue }
            picture.text(position, area.bottom + 19, tick.text, size: 13, anchor: .middle)
            free = position + half + 6
        }
        picture.line(area.left, area.bottom, area.right, area.bottom, Palette.axis)
        picture.line(area.left, area.top, area.left, area.bottom, Palette.axis)
        picture.text((area.left + area.right) / 2, area.bottom + 42, x.title, size: 13, anchor: .middle)
        if !y.title.isEmpty { picture.upright(area.left - 64, (area.top + area.bottom) / 2, y.title, size: 13) }
    }
}
