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

    /// Returns the plot as an SVG file.
    public func svg() -> String {
        let quantity = curves.first?.curve.quantity ?? .regret
        let lines = curves.map { line($0.curve) }
        let values = lines.flatMap { $0 }
        let area = PlotBox(left: 84, top: 84, right: 836, bottom: 470)
        let frame = PlotFrame(
            area: area, x: .init(title: "trials", range: PlotRange(around: values.map(\.x), isLogarithmic: false)),
            y: .init(title: axis(quantity), range: PlotRange(around: values.map(\.y), isLogarithmic: quantity != .report)))
        var picture = SVG()
        picture.text(24, 34, title(quantity), size: 20, isBold: true)
        picture.text(24, 58, "mean of \(Plural.count(seeds, "search", "searches"))", size: 13, fill: Palette.quiet)
        frame.draw(in: &picture)
        for (number, line) in lines.enumerated() {
            picture.path(line.map { frame.position($0.x, $0.y) }, Palette.equal(number), width: 2)
        }
        legend(lines.map { $0.map { frame.position($0.x, $0.y) } }, area, &picture)
        return picture.document(width: 860, height: 530, description: title(quantity))
    }

    /// In the corner that the fewest points of lines lie in.
    private func legend(_ lines: [[(x: Double, y: Double)]], _ area: PlotBox, _ picture: inout SVG) {
        let width = (curves.map { TextWidth.of($0.strategy, size: 13) }.max() ?? 0) + 44
        let height = Double(curves.count) * 19 + 8
        let corners = [(area.right - width, area.top), (area.left + 8, area.bottom - height), (area.right - width, area.bottom - height)]
        let boxes = corners.map { PlotBox(left: $0.0, top: $0.1, right: $0.0 + width, bottom: $0.1 + height) }
        let hidden = boxes.map { box in lines.joined().count { PlotBox(around: $0.x, $0.y, by: 1).overlaps(box) } }
        guard let chosen = boxes.indices.min(by: { (hidden[$0], $0) < (hidden[$1], $1) }) else { return }
        for (number, entry) in curves.enumerated() {
            let (x, y) = (boxes[chosen].left, boxes[chosen].top + 18 + Double(number) * 19)
            picture.line(x, y - 4, x + 24, y - 4, Palette.equal(number), width: 3)
            picture.text(x + 32, y, entry.strategy, size: 13, hasHalo: true)
        }
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
