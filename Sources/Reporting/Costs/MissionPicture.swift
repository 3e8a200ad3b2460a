internal import CostModel
internal import Foundation

/// Hours until a battery is empty over the rate of inferences: a line for each network, with dots where inferences take 10 % and 50 %.
public struct MissionPicture {
    let title: String
    let subtitle: String
    let source: MissionSource
    let networks: [MissionNetwork]
    /// The rate asked for, in inferences a second; nil where none is.
    let rate: Double?

    /// Makes a picture.
    ///
    /// - Parameters:
    ///   - title: the heading.
    ///   - subtitle: the battery and the base load.
    ///   - source: the battery and what draws from it.
    ///   - networks: a line for each.
    ///   - rate: the rate asked for, in inferences a second while the board is awake; nil where none is.
    public init(title: String, subtitle: String, source: MissionSource, networks: [MissionNetwork], rate: Double?) {
        (self.title, self.subtitle, self.source, self.networks, self.rate) = (title, subtitle, source, networks, rate)
    }

    private static let steps = 80
    private static let area = PlotBox(left: 84, top: 84, right: 836, bottom: 470)

    /// Returns the picture as an SVG file.
    public func svg() -> String {
        let lines = networks.map(line)
        let area = Self.area
        let rates = lines.joined().map(\.x) + (rate.map { [$0] } ?? [])
        let hours = lines.joined().map(\.y) + (source.hours.map { [$0] } ?? []) + [0]
        let frame = PlotFrame(
            area: area, x: .init(title: "inferences a second", range: PlotRange(around: rates, isLogarithmic: true)),
            y: .init(title: "hours until the battery is empty", range: PlotRange(around: hours, isLogarithmic: false)))
        var picture = SVG()
        picture.text(24, 34, title, size: 20, isBold: true)
        picture.text(24, 58, subtitle, size: 13, fill: Palette.quiet)
        frame.draw(in: &picture)
        drawWhatIsAsked(frame, in: &picture)
        for (number, line) in lines.enumerated() {
            let colour = Palette.equal(number)
            picture.path(line.map { frame.position($0.x, $0.y) }, colour, width: 2)
            for point in dots(networks[number]) {
                let place = frame.position(point.x, point.y)
                picture.circle(place.x, place.y, 4.5, colour, point.label)
            }
            // At the lower left, where no line comes.
            let y = area.bottom - 28 - Double(lines.count - 1 - number) * 18
            picture.line(area.left + 14, y - 4, area.left + 34, y - 4, colour, width: 3)
            picture.text(area.left + 40, y, networks[number].name, size: 13)
        }
        picture.text(
            area.left + 14, area.bottom - 10, "dots: inferences take 10 % and 50 % of the battery", size: 12, fill: Palette.quiet)
        return picture.document(width: 860, height: 530, description: title)
    }

    private func drawWhatIsAsked(_ frame: PlotFrame, in picture: inout SVG) {
        let area = frame.area
        if let hours = source.hours {
            let y = frame.vertical.position(hours)
            picture.line(area.left, y, area.right, y, Palette.limit, width: 1.5, dash: "6 4")
            picture.text(area.left + 6, y - 5, "\(CellFormat.plain.text(hours)) h asked for", size: 13, fill: Palette.limit)
        }
        if let rate {
            let x = frame.horizontal.position(rate)
            picture.line(x, area.top, x, area.bottom, Palette.quiet, width: 1, dash: "2 4")
        }
    }

    /// From where inferences take a thousandth of the battery to where they take nearly all, as far as the network keeps up.
    private func line(_ network: MissionNetwork) -> [(x: Double, y: Double)] {
        let ends = [0.001, 0.95].map { source.power.inferencesPerSecond(takingShare: $0, joules: network.energy.value) }
        let (low, high) = (min(ends[0], rate ?? ends[0]), min(max(ends[1], rate ?? ends[1]), network.mostInferencesPerSecond))
        guard low > 0, high > low, high.isFinite else { return [] }
        return (0...Self.steps).map { step in
            let x = low * pow(high / low, Double(step) / Double(Self.steps))
            return (x, source.row(network, inferencesPerSecond: x).outlook.hoursUntilEmpty.value)
        }
    }

    private func dots(_ network: MissionNetwork) -> [(x: Double, y: Double, label: String)] {
        [0.1, 0.5].compactMap { share in
            let rate = source.power.inferencesPerSecond(takingShare: share, joules: network.energy.value)
            guard rate.isFinite, rate > 0, rate <= network.mostInferencesPerSecond else { return nil }
            let hours = source.row(network, inferencesPerSecond: rate).outlook.hoursUntilEmpty.value
            return (
                rate, hours,
                String(format: "%@: at %.4g/s inferences take %.0f %%, %.3g h", network.name, rate, share * 100, hours)
            )
        }
    }
}
