/// How a listing is printed. CSV and JSON are for programs: their names carry units, and values are not rounded.
public enum ListingFormat: String, Sendable, CaseIterable { case table, csv, json }

/// How a listing is printed of which there is a picture too.
public enum PictureFormat: String, Sendable, CaseIterable {
    case table, csv, json, svg

    /// Nil for the picture.
    public var listing: ListingFormat? { ListingFormat(rawValue: rawValue) }
}
