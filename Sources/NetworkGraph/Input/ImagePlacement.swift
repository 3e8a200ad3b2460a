/// Which rows and columns of an example become which of the network's input.
public struct ImagePlacement: Sendable, Hashable {
    /// The rows of the example that are used.
    public let sourceRows: Range<Int>
    /// The columns of the example that are used.
    public let sourceColumns: Range<Int>
    /// The rows of the input that are filled; the others are margin.
    public let targetRows: Range<Int>
    /// The columns of the input that are filled; the others are margin.
    public let targetColumns: Range<Int>

    /// Finds how an example of shape `source` comes to lie in an input of shape `target`, centred where it is cut or margins are left.
    public init(from source: Shape, to target: Shape, by resize: Resize) {
        var (rows, columns) = (source.height, source.width)
        var (filledRows, filledColumns) = (target.height, target.width)
        switch resize {
        case .stretch: break
        case .crop:
            rows = min(rows, Self.scaled(source.width, by: target.height, over: target.width))
            columns = min(columns, Self.scaled(source.height, by: target.width, over: target.height))
        case .pad:
            filledRows = min(filledRows, Self.scaled(target.width, by: source.height, over: source.width))
            filledColumns = min(filledColumns, Self.scaled(target.height, by: source.width, over: source.height))
        }
        sourceRows = Self.middle(rows, of: source.height)
        sourceColumns = Self.middle(columns, of: source.width)
        targetRows = Self.middle(filledRows, of: target.height)
        targetColumns = Self.middle(filledColumns, of: target.width)
    }

    /// Rounded, halves up, to at least one pixel.
    private static func scaled(_ side: Int, by factor: Int, over divisor: Int) -> Int {
        max(1, (2 * side * factor + divisor) / (2 * divisor))
    }

    private static func middle(_ count: Int, of side: Int) -> Range<Int> {
        let start = (side - count) / 2
        return start..<start + count
    }

    /// Whether all of an example fills all of the input.
    public func isWhole(from source: Shape, to target: Shape) -> Bool {
        sourceRows.count == source.height && sourceColumns.count == source.width && targetRows.count == target.height
            && targetColumns.count == target.width
    }
}

extension FrontEnd {
    /// Returns where examples of a shape come to lie in the network's input.
    public func placement(of examples: Shape) -> ImagePlacement { ImagePlacement(from: examples, to: input, by: resize ?? .stretch) }
}
