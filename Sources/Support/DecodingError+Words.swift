extension DecodingError {
    /// What is wrong, without the names of Swift's types: `data.splitSeed: something else was expected`.
    public var words: String {
        switch self {
        case .keyNotFound(let key, let context): "\(Self.place(context))'\(key.stringValue)' is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context): "\(Self.place(context))something else was expected"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty ? "it is no JSON" : "\(Self.place(context))\(context.debugDescription)"
        @unknown default: String(describing: self)
        }
    }

    private static func place(_ context: Context) -> String {
        context.codingPath.isEmpty ? "" : context.codingPath.map(\.stringValue).joined(separator: ".") + ": "
    }
}
