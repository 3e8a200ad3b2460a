import TestSupport
import Testing

@testable import Reporting

@Suite struct PlotTests {
    /// The picture must be well-formed, hold every point, and not trap on what a run can produce.
    @Test(arguments: [0, 1, 2, 40]) func plotIsWellFormed(_ count: Int) throws {
        let axis = PlotFrame.Axis(title: "energy <mJ>", isLogarithmic: count.isMultiple(of: 2)) { JSON.digits($0) }
        let points = (0..<count).map { (index: Int) -> FrontPlot.Point in
            let x = Double(index % 7) + 0.001
            return FrontPlot.Point(x: x, y: Double(index) / 50, label: "#\(index) & co", isOnFront: index % 3 == 0)
        }
        let svg = FrontPlot(title: "t", subtitle: "s", x: axis, y: axis, points: points, limit: (3, "budget")).svg()
        let document = XMLChecker(svg)
        #expect(document.isWellFormed)
        #expect(document.count("circle") == count)
    }
}
