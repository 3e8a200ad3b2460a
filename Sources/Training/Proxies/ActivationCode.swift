/// Which units of a network are above zero for one image, a bit each.
struct ActivationCode {
    private var words: [UInt64] = []
    private(set) var units = 0

    /// The values of further units.
    mutating func append(_ values: Span<Float>) {
        var place = 0
        while place < values.count {
            var word: UInt64 = 0
            let count = min(64, values.count - place)
            for bit in 0..<count { word |= (values[place + bit] > 0 ? 1 : 0) << UInt64(bit) }
            words.append(word)
            place += count
        }
        units += values.count
    }

    /// On how many units two images agree.
    func agreement(with other: ActivationCode) -> Int {
        precondition(units == other.units)
        var different = 0
        for (own, others) in zip(words, other.words) { different += (own ^ others).nonzeroBitCount }
        return units - different
    }
}
