/// No network of the space keeps the budget, in words with the nearest budget that would do. Exit code 2.
struct NothingFits: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
