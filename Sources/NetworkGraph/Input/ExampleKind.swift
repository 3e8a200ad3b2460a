/// What the examples of a data set are: it says which changes to them make sense.
public enum ExampleKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Images of bytes: height, width, channels.
    case pictures
    /// Measurements over time: height 1, a width of time steps, a channel for each quantity that is measured.
    case series
    /// Rows of a table: height 1, width 1, a channel for each column.
    case table
    /// Texts, as the bytes of their UTF-8: height 1, a width of the longest one's bytes, 1 channel; behind a text's end zeros.
    case text

    /// What one of them is called: `image`, `series`, `row`, `text`.
    public var example: String {
        switch self {
        case .pictures: "image"
        case .series: "series"
        case .table: "row"
        case .text: "text"
        }
    }

    /// What several of them are called: `images`, `series`, `rows of a table`, `texts`.
    public var examples: String {
        switch self {
        case .pictures: "images"
        case .series: "series"
        case .table: "rows of a table"
        case .text: "texts"
        }
    }

    /// Whether their values have names and units of their own: the channels of a series, the columns of a table.
    public var hasFeatures: Bool { self == .series || self == .table }
}
