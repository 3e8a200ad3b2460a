internal import CostModel
internal import Foundation
internal import Support

/// The bars of a cost picture: a row for each stage of more than one group, and for each group.
struct CostTable {
    /// One line of it.
    struct Row {
        let label: String
        /// Behind the label, less important: where in the stage.
        let path: String
        let groups: [OperationGroup]
        let isStage: Bool
    }

    private struct Quantity: Sendable {
        let title: String
        let left: Double
        let barWidth: Double
        /// A stage's and a group's: sums, but for memory.
        let value: @Sendable ([OperationGroup]) -> Double
        let format: @Sendable (Double, Double) -> String
    }

    private static let rowHeight = 18.0
    private static let pathSize = 10
    private static let labelLeft = 24.0
    private static let labelRight = 352.0
    private static let quantities = [
        Quantity(
            title: "latency", left: 362, barWidth: 90, value: { $0.reduce(0) { $0 + $1.latencySeconds } },
            format: { value, share in "\(Dimension.time.format(value)), \(String(format: "%.1f %%", share * 100))" }),
        Quantity(
            title: "energy", left: 580, barWidth: 0, value: { $0.reduce(0) { $0 + $1.energyJoules } },
            format: { value, _ in Dimension.energy.format(value) }),
        Quantity(
            title: "live memory", left: 668, barWidth: 40, value: { $0.map { Double($0.memoryBytes) }.max() ?? 0 },
            format: { value, _ in Dimension.memory.format(value) }),
        Quantity(
            title: "storage", left: 784, barWidth: 34, value: { $0.reduce(0) { $0 + Double($1.storageBytes) } },
            format: { value, _ in Dimension.memory.format(value) }),
    ]

    let rows: [Row]
    private let largest: [Double]

    init(_ picture: CostPicture) {
        rows = picture.stages.flatMap { Self.rows(of: $0.name, $0.groups) }
        largest = Self.quantities.map { quantity in picture.groups.map { quantity.value([$0]) }.max() ?? 0 }
    }

    /// A stage of one group is one row. Rows that would read alike are numbered.
    private static func rows(of stage: String, _ groups: [OperationGroup]) -> [Row] {
        let isSingle = groups.count == 1
        let indent = isSingle ? TextWidth.of(stage + "  ", size: 12, isBold: true) : 14
        var labels = groups.map { group -> (label: String, path: String) in
            let count = group.operations.count
            let label = group.kind + (count > 1 ? " × \(count)" : "")
            let room = labelRight - labelLeft - indent - TextWidth.of(label + "  ", size: 12)
            return (label, OperationPath.shortened(group.path, to: max(room, 30), size: pathSize))
        }
        for (index, label) in labels.enumerated() {
            let alike = labels.indices.filter { labels[$0] == label }
            guard alike.count > 1 else { continue }
            let count = label.label.dropFirst(groups[index].kind.count)
            for (number, place) in alike.enumerated() { labels[place].label = "\(groups[place].kind) (\(number + 1))\(count)" }
        }
        let lines = zip(groups, labels).map { Row(label: $1.label, path: $1.path, groups: [$0], isStage: false) }
        let count = groups.reduce(0) { $0 + $1.operations.count }
        return [Row(label: stage, path: isSingle ? "" : "\(count) operations", groups: groups, isStage: true)] + lines
    }

    /// - Returns: where it ends.
    func draw(from top: Double, in picture: inout SVG) -> Double {
        var x = Self.labelLeft
        for bound in OperationCost.Bound.allCases {
            picture.bar(x, top, 11, 11, CostPicture.colour(bound), bound.rawValue)
            picture.text(x + 16, top + 10, "bound by \(bound.rawValue)", size: 12)
            x += 40 + TextWidth.of("bound by \(bound.rawValue)", size: 12)
        }
        for quantity in Self.quantities { picture.text(quantity.left, top + 36, quantity.title, size: 12, isBold: true) }
        var y = top + 44
        var isAfterSingle = false
        for (number, row) in rows.enumerated() {
            let isSingle = row.isStage && row.groups.count == 1
            if row.isStage, !(isSingle && isAfterSingle), number > 0 { y += 6 }
            if isSingle {
                // Its one group stands in the same line.
                picture.text(Self.labelLeft, y + 13, row.label, size: 12, isBold: true)
                continue
            }
            isAfterSingle = !row.isStage && number > 0 && rows[number - 1].isStage && rows[number - 1].groups.count == 1
            let indent = row.isStage ? 0 : isAfterSingle ? TextWidth.of(rows[number - 1].label + "  ", size: 12, isBold: true) : 14
            draw(row, at: y, indent: indent, in: &picture)
            y += Self.rowHeight
        }
        return y
    }

    private func draw(_ row: Row, at y: Double, indent: Double, in picture: inout SVG) {
        let left = Self.labelLeft + indent
        picture.text(left, y + 13, row.label, size: 12, isBold: row.isStage)
        picture.text(
            left + TextWidth.of(row.label + "  ", size: 12, isBold: row.isStage), y + 13, row.path, size: Self.pathSize,
            fill: Palette.quiet)
        let share = row.groups.reduce(0) { $0 + $1.share }
        for (quantity, most) in zip(Self.quantities, largest) {
            let value = quantity.value(row.groups)
            guard value > 0, most > 0 else { continue }
            let text = quantity.format(value, share)
            var x = quantity.left
            if !row.isStage, quantity.barWidth > 0 {
                let length = max(value / most * quantity.barWidth, 1)
                let colour = CostPicture.colour(row.groups[0].bound)
                picture.bar(x, y + 3, length, Self.rowHeight - 5, colour, Self.tooltip(row, quantity.title, text))
                x += length + 5
            }
            picture.text(x, y + 13, text, size: 11, isBold: row.isStage, fill: row.isStage ? Palette.text : Palette.quiet)
        }
    }

    /// With the names of all operations.
    private static func tooltip(_ row: Row, _ title: String, _ text: String) -> String {
        let names = row.groups.flatMap(\.operations).map(\.name)
        return (["\(row.label): \(title) \(text)"] + names).joined(separator: "\n")
    }
}
