/// How a listing is printed. CSV and JSON are for programs: their names carry units, and values are not rounded.
public enum ListingFormat: String, Sendable, CaseIterable {
    /// A table for a person: the columns that have a heading, values rounded.
    case table
    /// Comma-separated values (RFC 4180), lines ended by a line feed alone.
    case csv
    /// An array with an object for each row.
    case json
}

/// How a listing is printed of which there is a picture too.
public enum PictureFormat: String, Sendable, CaseIterable {
    /// A table for a person.
    case table
    /// Comma-separated values.
    case csv
    /// JSON.
    case json
    /// The picture.
    case svg

    /// The format of the listing; nil for the picture.
    public var listing: ListingFormat? { ListingFormat(rawValue: rawValue) }
}
