/// No network of the space keeps the budget, in words with the nearest budget that would do. The exit code of `nas` is then 2.
public struct NothingFits: Error, CustomStringConvertible {
    /// Why no network fits any board, with the nearest budgets or missions that would do.
    public let description: String

    package init(_ description: String) { self.description = description }
}
