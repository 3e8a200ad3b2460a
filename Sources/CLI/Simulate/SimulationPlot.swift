import Search

/// What strategies find, over the number of queries: means, with deciles as a tooltip.
struct SimulationPlot {
    let curves: [(strategy: String, curve: SimulationCurve)]
    let seeds: Int

    private let width = 860.0
    private let height = 540.0
    private let plot = (left: 84.0, right: 830.0, top: 74.0, bottom: 472.0)
    private static let colours = ["#0b57d0", "#b3261e", "#188038", "#9334e6", "#e37400", "#12858d", "#80868b"]

    func svg() -> String {
        let quantity = curves.first?.curve.quantity ?? .regret
        let lines = curves.map { line($0.curve) }
        let horizontal = PlotScale(
            values: lines.flatMap { $0.map(\.x) }, isLogarithmic: false, from: plot.left, to: plot.right)
        let vertical = PlotScale(
            values: lines.flatMap { $0.map(\.y) }, isLogarithmic: quantity != .report, from: plot.bottom, to: plot.top)
        var picture = SVG()
        picture.text(plot.left, 30, title(quantity), size: 18, isBold: true)
        picture.text(plot.left, 52, "mean of \(seeds) search\(seeds == 1 ? "" : "es")", size: 12, fill: "#555")
        for tick in horizontal.ticks {
            let position = horizontal.position(tick)
            picture.line(position, plot.top, position, plot.bottom, "#e6e6e6")
            picture.text(position, plot.bottom + 20, JSON.number(tick).readable, size: 12, anchor: .middle, fill: "#333")
        }
        for tick in vertical.ticks {
            let position = vertical.position(tick)
            picture.line(plot.left, position, plot.right, position, "#e6e6e6")
            picture.text(plot.left - 8, position + 4, JSON.number(tick).readable, size: 12, anchor: .end, fill: "#333")
        }
        picture.line(plot.left, plot.bottom, plot.right, plot.bottom, "#333")
        picture.line(plot.left, plot.top, plot.left, plot.bottom, "#333")
        picture.text((plot.left + plot.right) / 2, plot.bottom + 46, "trials", size: 13, anchor: .middle)
        picture.upright(22, (plot.top + plot.bottom) / 2, axis(quantity), size: 13)
        for (number, line) in lines.enumerated() {
            let colour = Self.colours[number % Self.colours.count]
            picture.path(line.map { (horizontal.position($0.x), vertical.position($0.y)) }, colour, width: 2)
            let y = plot.top + 16 + Double(number) * 18
            picture.line(plot.right - 170, y - 4, plot.right - 150, y - 4, colour, width: 3)
            picture.text(plot.right - 144, y, curves[number].strategy, size: 12)
        }
        return picture.document(width: width, height: height)
    }

    /// What a logarithmic axis can show: nothing is left of a regret of zero.
    private func line(_ curve: SimulationCurve) -> [(x: Double, y: Double)] {
        curve.points.map { point in
            let value: Double =
                switch curve.quantity {
                case .regret: max(point.mean * 100, 1e-3)
                case .hypervolume: max(1 - point.mean, 1e-4)
                case .report: point.mean
                }
            return (Double(point.queries), value)
        }
    }

    private func title(_ quantity: SimulationCurve.Quantity) -> String {
        switch quantity {
        case .regret: "Distance to the best network in the budget"
        case .hypervolume: "Hypervolume that is missing"
        case .report: "Report of the best network so far"
        }
    }

    private func axis(_ quantity: SimulationCurve.Quantity) -> String {
        switch quantity {
        case .regret: "regret [points of accuracy]"
        case .hypervolume: "1 - hypervolume, as a share of the table's"
        case .report: "report"
        }
    }
}
