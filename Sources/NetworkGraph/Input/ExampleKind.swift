/// What the examples of a data set are: it says which changes to them make sense.
public enum ExampleKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Images of bytes: height, width, channels.
    case pictures
    /// Measurements over time: height 1, a width of time steps, a channel for each quantity that is measured.
    case series
    /// Rows of a table: height 1, width 1, a channel for each column.
    case table

    /// What one of them is called: `image`, `series`, `row`.
    public var example: String {
        switch self {
        case .pictures: "image"
        case .series: "series"
        case .table: "row"
        }
    }
}
