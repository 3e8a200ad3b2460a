import Foundation
import Support
import TestSupport
import Testing

@testable import Reporting

/// What all plots are made of: ranges, ticks, positions, labels, text.
@Suite struct PlotTests {
    @Test(arguments: [
        (0.0, 1.0, false, [0, 0.2, 0.4, 0.6, 0.8, 1]), (0.03, 40, true, [0.1, 1, 10]), (0.003, 0.06, true, [0.005, 0.01, 0.02, 0.05]),
        (2, 2.6, true, [2, 2.2, 2.4, 2.6]), (0.004, 0.1, true, [0.005, 0.01, 0.02, 0.05, 0.1]),
    ]) func ticksAreRound(low: Double, high: Double, isLogarithmic: Bool, expected: [Double]) {
        let ticks = PlotTicks.round(from: low, to: high, isLogarithmic: isLogarithmic)
        #expect(ticks.allSatisfy { $0 >= low && $0 <= high })
        for value in expected { #expect(ticks.contains { abs($0 - value) < 1e-12 }, "\(value) of \(ticks)") }
        #expect((3...9).contains(ticks.count))
    }

    @Test func ticksOfWhatIsNoRange() {
        for (low, high) in [(1.0, 1.0), (2, 1), (.nan, 1), (0, .infinity)] {
            #expect(PlotTicks.round(from: low, to: high, isLogarithmic: false).isEmpty)
        }
        #expect((2...9).contains(PlotTicks.round(from: 1e-30, to: 1e30, isLogarithmic: true).count))
    }

    /// One useless network leaves the room to the others; the best and what must be seen are inside.
    @Test func theUsefulPartOfAnAxis() {
        let errors = (1...30).map { Double($0) * 0.002 } + [0.9]
        let range = PlotRange(usefulOf: errors, isLogarithmic: true, factor: 12)
        #expect(range.contains(0.002) && range.contains(0.024) && !range.contains(0.05) && !range.contains(0.9))
        #expect(PlotRange(usefulOf: errors, keeping: [0.9], isLogarithmic: true, factor: 12).contains(0.9))
        #expect(!PlotRange(usefulOf: errors, isLogarithmic: false).contains(0.9))
        // A budget far away is not worth half of the axis.
        #expect(!range.extended(to: 1, keeping: 0.5, of: range).contains(1))
        #expect(range.extended(to: 0.05, keeping: 0.5, of: range).contains(0.05))
        for values in [[], [.nan], [0.0], [5, 5]] { #expect(PlotRange(around: values).high > PlotRange(around: values).low) }
    }

    @Test func positionsOnALogarithmicAxis() {
        let scale = PlotScale(PlotRange(from: 0.01, to: 1, isLogarithmic: true), from: 100, to: 300)
        #expect(abs(scale.position(0.1) - 200) < 1e-9 && scale.clamped(7) == 300 && scale.clamped(0) == 100)
    }

    @Test func unitsKeepNumbersSmall() {
        #expect(AxisUnit(.energy, for: 0.00169).text(0.000418) == "0.418 mJ")
        #expect(AxisUnit(.memory, for: 40_960).text(25 * 1024) == "25.0 KiB")
        #expect(AxisUnit(.count, for: 5e6).titled("parameters") == "parameters [millions]")
        #expect(AxisUnit(.count, for: 800).text(800) == "800")
    }

    /// Labels hide no point and no other label, and no line where there is another place.
    @Test func labelsDoNotOverlap() {
        let points = (0..<40).map { (number: Int) -> (x: Double, y: Double) in
            (x: Double(60 + number * 37 % 300), y: Double(60 + number * 53 % 240))
        }
        let boxes = points.map { PlotBox(around: $0.x, $0.y, by: 6) }
        let line = PlotBox.along((0, 150), (400, 150))
        var labels = LabelPlacement(in: PlotBox(left: 0, top: 0, right: 400, bottom: 340), avoiding: boxes, lines: line)
        let style = LabelPlacement.Style(size: 12, fill: "black")
        for (number, point) in points.enumerated() { labels.place("#\(number) 98.76 %", at: point.x, point.y, radius: 6, style) }
        let placed = labels.labels
        #expect(placed.count > 5 && placed.count <= 40)
        for (index, label) in placed.enumerated() {
            #expect(labels.area.contains(label.box) && !boxes.contains(where: label.box.overlaps), "\(label.text)")
            #expect(!line.contains(where: label.box.overlaps))
            for other in placed.dropFirst(index + 1) { #expect(!label.box.overlaps(other.box), "\(label.text), \(other.text)") }
        }
        // What has to be shown may hide a line.
        var narrow = LabelPlacement(in: PlotBox(left: 0, top: 140, right: 400, bottom: 160), avoiding: [], lines: line)
        let isPlaced = [
            narrow.place("best", at: 50, 150, radius: 3, style), narrow.place("best", at: 50, 150, radius: 3, style, reach: .anywhere),
        ]
        #expect(isPlaced == [false, true])
    }

    @Test func textsThatAreTooWide() {
        #expect(TextWidth.elided("short", to: 100, size: 12) == "short")
        let path = "network[2].blocks[0].layers[1].expand"
        let elided = TextWidth.elided(path, to: 120, size: 12)
        #expect(elided.hasPrefix("netw") && elided.hasSuffix("expand") && elided.contains("…") && TextWidth.of(elided, size: 12) <= 120)
        let lines = TextWidth.wrapped("takes 25 % of the budget of 1.69 mJ an inference", to: 120, size: 12)
        #expect(lines.count > 1 && lines.contains { $0.contains("25 %") } && lines.contains { $0.contains("1.69 mJ") })
    }

    /// Whatever names contain, the picture is XML.
    @Test func textIsEscaped() {
        var picture = SVG()
        picture.text(1, 2, "a < b & \"c\" > \u{1} \u{FFFF} é", size: 12)
        picture.circle(.nan, .infinity, 3, "#fff", "first\nsecond ]]>")
        let document = XMLChecker(picture.document(width: 10, height: 10, description: "\"quoted\" & <so>"))
        #expect(document.isWellFormed && document.count("circle") == 1 && document.count("title") == 1)
        #expect(!XMLChecker("<svg><g></svg>").isWellFormed)
    }
}
