import Testing

@testable import Support

@Suite struct StableHashTests {
    private func sip(_ count: Int) -> String {
        var hasher = StableHasher(key: (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908))
        let bytes = (0..<count).map { UInt8($0) }
        bytes.withUnsafeBytes { hasher.update(bytes: $0) }
        let hash = hasher.finalize()
        // The reference prints the two words as little-endian bytes.
        return StableHash(high: hash.high.byteSwapped, low: hash.low.byteSwapped).description
    }

    /// vectors_sip128 of the reference implementation (github.com/veorq/SipHash), the first two and one of 63 bytes.
    @Test func sipHash128GivesThePublishedVectors() {
        #expect(sip(0) == "a3817f04ba25a8e66df67214c7550293")
        #expect(sip(1) == "da87c1d86b99af44347659119b22fc45")
        #expect(sip(63) == "5150d1772f50834a503e069a973fbd7c")
    }

    @Test func piecesDoNotMatterButBoundariesOfTextsDo() {
        let bytes = (0..<37).map { UInt8($0) }
        var whole = StableHasher()
        bytes.withUnsafeBytes { whole.update(bytes: $0) }
        var pieces = StableHasher()
        for part in [bytes[0..<3], bytes[3..<20], bytes[20..<37]] { Array(part).withUnsafeBytes { pieces.update(bytes: $0) } }
        #expect(whole.finalize() == pieces.finalize())
        var left = StableHasher()
        left.combine("ab")
        left.combine("c")
        var right = StableHasher()
        right.combine("a")
        right.combine("bc")
        #expect(left.finalize() != right.finalize())
    }

    @Test func hexadecimalRoundTrips() {
        let hash = StableHash(high: 1, low: 0xfe)
        #expect(hash.description == "000000000000000100000000000000fe")
        #expect(StableHash(hash.description) == hash)
        #expect(StableHash("+0000000000000010000000000000fe0") == nil)
        #expect(StableHash("12") == nil)
    }
}
