import Support
import Testing

@Suite struct RadixSortTests {
    @Test(arguments: [0, 1, 2, 3, 100, 1000]) func isTheOrderOfComparing(count: Int) {
        var random = RandomStream(seed: UInt64(count), purpose: .test)
        for bits in [0, 3, 8, 20, 63] {
            // Few bits have many equals, whose order stays.
            let numbers = (0..<count).map { (key: random.nextUInt64() >> UInt64(63 - bits), place: $0) }
            var sorted = numbers
            sorted.radixSort { $0.key }
            let expected = numbers.sorted { ($0.key, $0.place) < ($1.key, $1.place) }
            #expect(sorted.map(\.key) == expected.map(\.key) && sorted.map(\.place) == expected.map(\.place))
        }
    }

    @Test func numbersAreInTheOrderOfTheirBits() {
        let ordered = [
            -Double.infinity, -1e300, -2, -1, -1e-300, -Double.leastNonzeroMagnitude, 0, Double.leastNonzeroMagnitude, 1e-300, 0.5, 1, 2,
            1e300, .infinity,
        ]
        for (left, right) in zip(ordered, ordered.dropFirst()) { #expect(left.orderedBits < right.orderedBits) }
        #expect((-0.0).orderedBits == 0.0.orderedBits)
    }
}
