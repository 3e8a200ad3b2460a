internal import Foundation

/// Examples of each class of a data set side by side, as a picture: to see that what was read is what is in the files.
public struct ContactSheet: Sendable {
    /// One example, as it is drawn.
    public enum Example: Sendable {
        /// A PNG file of so many rows and columns.
        case picture(png: [UInt8], rows: Int, columns: Int)
        /// Values over time, a line a channel.
        case curves([[Double]])
    }

    /// A class with some of its examples.
    public struct Row: Sendable {
        let name: String
        let count: Int
        let examples: [Example]

        /// Creates a row.
        ///
        /// - Parameters:
        ///   - name: the class.
        ///   - count: how many examples it has in all.
        ///   - examples: those that are drawn.
        public init(name: String, count: Int, examples: [Example]) {
            (self.name, self.count, self.examples) = (name, count, examples)
        }
    }

    private let title: String
    private let subtitle: String
    private let rows: [Row]

    /// Creates a sheet with a row for each class, in their order.
    public init(title: String, subtitle: String, rows: [Row]) { (self.title, self.subtitle, self.rows) = (title, subtitle, rows) }

    private static let side = 56.0
    private static let gap = 6.0
    private static let labels = 170.0
    private static let top = 64.0
    private static let longestName = 22

    /// Returns the sheet as an SVG file that stands alone.
    public func svg() -> String {
        var drawing = SVG()
        drawing.text(Self.gap * 2, 26, title, size: 16, isBold: true)
        drawing.text(Self.gap * 2, 46, subtitle, size: 12, fill: Palette.quiet)
        let most = rows.map(\.examples.count).max() ?? 0
        for (index, row) in rows.enumerated() {
            let y = Self.top + Double(index) * (Self.side + Self.gap)
            let name = row.name.count > Self.longestName ? row.name.prefix(Self.longestName - 1) + "\u{2026}" : row.name[...]
            drawing.text(Self.gap * 2, y + Self.side / 2 - 2, String(name), size: 13)
            drawing.text(Self.gap * 2, y + Self.side / 2 + 14, "\(row.count)", size: 11, fill: Palette.quiet)
            for (place, example) in row.examples.enumerated() {
                draw(example, Self.labels + Double(place) * (Self.side + Self.gap), y, of: row, in: &drawing)
            }
        }
        return drawing.document(
            width: max(Self.labels + Double(most) * (Self.side + Self.gap) + Self.gap, 480),
            height: Self.top + Double(rows.count) * (Self.side + Self.gap) + Self.gap, description: "\(title): \(subtitle)")
    }

    private func draw(_ example: Example, _ x: Double, _ y: Double, of row: Row, in drawing: inout SVG) {
        switch example {
        case .picture(let png, let rows, let columns):
            let scale = Self.side / Double(max(rows, columns, 1))
            let (width, height) = (Double(columns) * scale, Double(rows) * scale)
            drawing.picture(x + (Self.side - width) / 2, y + (Self.side - height) / 2, width, height, png: png, row.name)
        case .curves(let channels):
            drawing.area(x, y, Self.side, Self.side, Palette.background)
            let values = channels.joined().filter(\.isFinite)
            guard let least = values.min(), let most = values.max() else { return }
            for (channel, curve) in channels.enumerated() where curve.count > 1 {
                let points = curve.enumerated().map { time, value in
                    (
                        x: x + Self.side * Double(time) / Double(curve.count - 1),
                        y: y + 2 + (Self.side - 4) * (most > least ? 1 - (value - least) / (most - least) : 0.5)
                    )
                }
                drawing.path(points, Palette.equal(channel), width: 1)
            }
        }
    }
}
