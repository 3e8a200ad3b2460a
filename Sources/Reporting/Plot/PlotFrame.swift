/// What all plots over two axes have: titles, a grid with ticks, and where a value lies.
struct PlotFrame {
    struct Axis {
        let title: String
        let isLogarithmic: Bool
        /// How a tick's value is written.
        let format: (Double) -> String
    }

    let title: String
    let subtitle: String
    let x: Axis
    let y: Axis
    let horizontal: PlotScale
    let vertical: PlotScale

    static let width = 860.0
    static let height = 540.0
    static let area = (left: 84.0, right: 830.0, top: 74.0, bottom: 472.0)

    /// - Parameters:
    ///   - xs: what the horizontal axis must show.
    ///   - ys: the same of the vertical one.
    init(title: String, subtitle: String, x: Axis, y: Axis, xs: [Double], ys: [Double]) {
        (self.title, self.subtitle, self.x, self.y) = (title, subtitle, x, y)
        horizontal = PlotScale(values: xs, isLogarithmic: x.isLogarithmic, from: Self.area.left, to: Self.area.right)
        vertical = PlotScale(values: ys, isLogarithmic: y.isLogarithmic, from: Self.area.bottom, to: Self.area.top)
    }

    func position(_ x: Double, _ y: Double) -> (x: Double, y: Double) { (horizontal.position(x), vertical.position(y)) }

    /// A picture with all but the plot's own.
    func picture() -> SVG {
        let area = Self.area
        var picture = SVG()
        picture.text(area.left, 30, title, size: 18, isBold: true)
        picture.text(area.left, 52, subtitle, size: 12, fill: "#555")
        for tick in horizontal.ticks {
            let position = horizontal.position(tick)
            picture.line(position, area.top, position, area.bottom, "#e6e6e6")
            picture.text(position, area.bottom + 20, x.format(tick), size: 12, anchor: .middle, fill: "#333")
        }
        for tick in vertical.ticks {
            let position = vertical.position(tick)
            picture.line(area.left, position, area.right, position, "#e6e6e6")
            picture.text(area.left - 8, position + 4, y.format(tick), size: 12, anchor: .end, fill: "#333")
        }
        picture.line(area.left, area.bottom, area.right, area.bottom, "#333")
        picture.line(area.left, area.top, area.left, area.bottom, "#333")
        picture.text((area.left + area.right) / 2, area.bottom + 46, x.title, size: 13, anchor: .middle)
        picture.upright(22, (area.top + area.bottom) / 2, y.title, size: 13)
        return picture
    }
}
