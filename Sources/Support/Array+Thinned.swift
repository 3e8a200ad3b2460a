extension Array {
    /// At most so many of the elements, evenly spread; all where they are not more.
    package func thinned(to most: Int) -> [Element] {
        precondition(most > 0)
        let step = Swift.max(1, (count + most - 1) / most)
        return stride(from: 0, to: count, by: step).map { self[$0] }
    }
}
