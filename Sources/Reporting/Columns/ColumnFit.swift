/// How a column gives way where a table is wider than the terminal: which columns are left out before it, and whether its texts may be
/// shortened.
public struct ColumnFit: Sendable, Hashable {
    /// What is left out first. Of columns of one rank the rightmost goes first.
    public enum Rank: Int, Sendable, Hashable, Comparable, CaseIterable {
        /// Left out before any text is shortened.
        case detail
        /// Left out before what a table is for.
        case useful
        /// What a table is for.
        case main
        /// What a row is called: never left out.
        case key

        /// Whether a column of the left rank is left out before one of the right.
        public static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }
    }

    /// Where a text that is too long loses characters: an ellipsis stands in their place.
    public enum Cut: Sendable, Hashable {
        /// At its beginning, where the end tells more.
        case start
        /// In its middle, as in `network[2].blocks[0].kernel`, which begins with a stage and ends with what it is.
        case middle
        /// At its end.
        case end
    }

    /// When the column is left out.
    public var rank = Rank.main
    /// Where a text loses characters; nil for a column of which no value is shortened, as numbers are not.
    public var cut: Cut?
    /// The narrowest that a column with a `cut` becomes, in characters.
    public var leastWidth = 0
    /// Whether the column is left out where there is no room for the next one, as for the two ends of an interval.
    public var needsNext = false
}

extension Column {
    /// Returns the column with another rank.
    public func ranked(_ rank: ColumnFit.Rank) -> Column {
        var column = self
        column.fit.rank = rank
        return column
    }

    /// Returns the column with texts that may be shortened.
    ///
    /// - Parameters:
    ///   - cut: where they lose characters.
    ///   - width: the narrowest that the column becomes, in characters.
    public func shortened(_ cut: ColumnFit.Cut = .end, to width: Int = 12) -> Column {
        var column = self
        (column.fit.cut, column.fit.leastWidth) = (cut, width)
        return column
    }
}
