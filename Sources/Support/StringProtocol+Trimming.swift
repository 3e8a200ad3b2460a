extension StringProtocol {
    /// The text without the characters at both ends that are of a kind.
    package func trimming(_ isMargin: (Character) -> Bool) -> String {
        var rest = self[...]
        while let first = rest.first, isMargin(first) { rest = rest.dropFirst() }
        while let last = rest.last, isMargin(last) { rest = rest.dropLast() }
        return String(rest)
    }
}
