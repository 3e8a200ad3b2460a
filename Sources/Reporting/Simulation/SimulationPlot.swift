public import Search
internal import Support

/// What strategies find, over the number of queries: means.
public struct SimulationPlot {
    let curves: [(strategy: String, curve: SimulationCurve)]
    let seeds: Int

    /// Makes a plot with a line for each strategy.
    ///
    /// - Parameters:
    ///   - curves: all of one quantity.
    ///   - seeds: how many searches each curve is the mean of.
    public init(curves: [(strategy: String, curve: SimulationCurve)], seeds: Int) {
        self.curves = curves
        self.seeds = seeds
    }

    private static let colours = ["#0b57d0", "#b3261e", "#188038", "#9334e6", "#e37400", "#12858d", "#80868b"]

    /// Returns the plot as an SVG file.
    public func svg() -> String {
        let quantity = curves.first?.curve.quantity ?? .regret
        let lines = curves.map { line($0.curve) }
        let format: (Double) -> String = { CellFormat.plain.text($0) }
        let frame = PlotFrame(
            title: title(quantity), subtitle: "mean of \(Plural.count(seeds, "search", "searches"))",
            x: .init(title: "trials", isLogarithmic: false, format: format),
            y: .init(title: axis(quantity), isLogarithmic: quantity != .report, format: format),
            xs: lines.flatMap { $0.map(\.x) }, ys: lines.flatMap { $0.map(\.y) })
        var picture = frame.picture()
        let area = PlotFrame.area
        for (number, line) in lines.enumerated() {
            let colour = Self.colours[number % Self.colours.count]
            picture.path(line.map { frame.position($0.x, $0.y) }, colour, width: 2)
            let y = area.top + 16 + Double(number) * 18
            picture.line(area.right - 170, y - 4, area.right - 150, y - 4, colour, width: 3)
            picture.text(area.right - 144, y, curves[number].strategy, size: 12)
        }
        return picture.document(width: PlotFrame.width, height: PlotFrame.height)
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
