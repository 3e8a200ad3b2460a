extension Shape {
    /// The largest dimension, number of elements and number of weights of one operation: 2^31. Counts of a whole network
    /// then stay within 64 bits, and no board in sight holds more.
    public static let limit = 1 << 31

    /// Checks that every dimension is at least 1, and that neither a dimension nor the number of elements passes
    /// `Shape.limit`.
    ///
    /// - Throws: a `ShapeError` that names the shape.
    public func validate() throws(ShapeError) {
        guard height >= 1, width >= 1, channels >= 1 else {
            throw ShapeError("a shape needs at least 1 row, 1 column and 1 channel, got \(self)")
        }
        guard height <= Self.limit, width <= Self.limit, channels <= Self.limit, height * width <= Self.limit,
            height * width * channels <= Self.limit
        else {
            throw ShapeError("an activation of \(self) has more than \(Self.limit) elements")
        }
    }
}
