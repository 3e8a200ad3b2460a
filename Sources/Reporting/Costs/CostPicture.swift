public import CostModel
internal import Foundation
internal import Support

/// A network's cost by operation as a picture: bars of latency, memory and storage by stage, coloured by what bounds the operations, and
/// where those with products lie under the target's roofline. Values first; drawing comes after.
public struct CostPicture: Sendable {
    let title: String
    /// Which network it is.
    let subtitle: String
    let estimate: Estimate
    let groups: [OperationGroup]
    /// The hardware's bounds; nil where they are not known.
    let roofline: Roofline?
    /// What an inference may take.
    let budget: Budget

    /// Makes a picture of a network's cost.
    ///
    /// - Parameters:
    ///   - title: the heading of the picture.
    ///   - subtitle: which network it is.
    ///   - estimate: of the whole network; lines have its figures.
    ///   - operations: a row for each, from `CostEstimator.operationCosts`.
    ///   - roofline: what the target's hardware can reach; nil where that is not known.
    ///   - budget: what an inference may take.
    public init(
        title: String, subtitle: String, estimate: Estimate, operations: [OperationCost], roofline: Roofline?, budget: Budget = Budget()
    ) {
        (self.title, self.subtitle, self.estimate, self.roofline, self.budget) = (title, subtitle, estimate, roofline, budget)
        groups = OperationGroup.grouped(operations)
    }

    /// Returns what the picture shows: a row for each group of operations.
    public func listing() -> Listing<OperationGroup> { Listing(OperationGroupColumns.all, groups) }

    /// The stages in their order, each with its groups.
    var stages: [(name: String, groups: [OperationGroup])] {
        groups.reduce(into: []) { stages, group in
            if stages.last?.name != group.stage { stages.append((group.stage, [])) }
            stages[stages.count - 1].groups.append(group)
        }
    }
}

extension CostPicture {
    static let width = 900.0

    /// Returns the picture as an SVG file.
    public func svg() -> String {
        var picture = SVG()
        picture.text(24, 34, title, size: 20, isBold: true)
        var y = 38.0
        func write(_ text: String, size: Int, isBold: Bool = false, fill: String) {
            for line in TextWidth.wrapped(text, to: Self.width - 48, size: size, isBold: isBold) {
                y += Double(size) + 6
                picture.text(24, y, line, size: size, isBold: isBold, fill: fill)
            }
        }
        for (text, size, isBold, fill) in texts { write(text, size: size, isBold: isBold, fill: fill) }
        y = CostTable(self).draw(from: y + 16, in: &picture)
        y = RooflinePlot(groups, roofline).draw(from: y + 34, in: &picture)
        return picture.document(width: Self.width, height: y + 14, description: ([title] + texts.map(\.0)).joined(separator: ". "))
    }

    /// What is said of the network as a whole, with the size, weight and colour of the text.
    private var texts: [(String, Int, Bool, String)] {
        let lines = EstimateColumns.lines(estimate)
        let main = [CostQuantity.latency, .energy].compactMap(\.lineTitle)
        func isMain(_ line: String) -> Bool { main.contains { line.hasPrefix($0 + " ") } && !line.hasPrefix("energy with") }
        let budget = BudgetText(network: "this network", estimate).text(budget)
        return [
            (subtitle, 13, false, Palette.quiet),
            ("An inference: " + lines.filter(isMain).joined(separator: ", "), 14, true, Palette.frontText),
            (budget ?? "", 13, false, Palette.limit),
            (lines.filter { !isMain($0) }.joined(separator: "; "), 12, false, Palette.quiet),
            (
                "Latency and energy are estimates, not measurements: nine in ten networks should lie within such intervals.", 12, false,
                Palette.quiet
            ),
        ]
    }

    static func colour(_ bound: OperationCost.Bound) -> String {
        switch bound {
        case .compute: "#0b57d0"
        case .memory: "#e08a00"
        case .overhead: "#8a94a3"
        }
    }
}
