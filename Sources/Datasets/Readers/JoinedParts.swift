internal import Support

/// What the parts of a set become: training, then validation, then the test part.
protocol JoinedParts {
    associatedtype Part

    /// The class of each example.
    var labels: [UInt8] { get }
    /// The group of each example; fewer where not all parts have groups.
    var groups: [Int] { get }

    /// Takes the examples of a part, and lets go of them there.
    mutating func append(_ part: inout Part) throws(Diagnostic)
}

extension JoinedParts {
    /// Takes the parts behind training that there are.
    ///
    /// - Returns: where each begins; nil for one that there is not.
    mutating func append(
        validation: inout Part?, test: inout Part?
    ) throws(Diagnostic) -> (validation: Int?, test: Int?) {
        (try appendIfAny(&validation), try appendIfAny(&test))
    }

    private mutating func appendIfAny(_ part: inout Part?) throws(Diagnostic) -> Int? {
        guard var own = part.take() else { return nil }
        let start = labels.count
        try append(&own)
        return start
    }

    /// The groups of all examples; nil where not all have one.
    var allGroups: [Int]? { !groups.isEmpty && groups.count == labels.count ? groups : nil }
}
