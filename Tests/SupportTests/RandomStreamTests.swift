import Testing

@testable import Support

@Suite struct RandomStreamTests {
    /// Known answers of Random123 1.09, kat_vectors, "philox4x32 10".
    @Test func philoxGivesThePublishedAnswers() {
        #expect(Philox.block(counter: (0, 0, 0, 0), key: (0, 0)) == (0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
        let ones = UInt32.max
        #expect(Philox.block(counter: (ones, ones, ones, ones), key: (ones, ones)) == (0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
        #expect(
            Philox.block(counter: (0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), key: (0xa409_3822, 0x299f_31d0))
                == (0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
    }

    @Test func streamsOfDifferentSeedTrialOrPurposeDiffer() {
        func first(_ stream: RandomStream) -> UInt64 {
            var stream = stream
            return stream.nextUInt64()
        }
        let words = [
            first(RandomStream(seed: 1, purpose: .proposal)), first(RandomStream(seed: 2, purpose: .proposal)),
            first(RandomStream(seed: 1, trial: 1, purpose: .proposal)), first(RandomStream(seed: 1, purpose: .mutation)),
            first(RandomStream(seed: 1, purpose: .proposal, index: 0)), first(RandomStream(seed: 1, purpose: .proposal, index: 1)),
        ]
        #expect(Set(words).count == words.count)
    }

    @Test func drawsArePinned() {
        var stream = RandomStream(seed: 42, trial: 7, purpose: .proposal)
        let words = (0..<5).map { _ in stream.nextUInt32() }
        let bounded = (0..<8).map { _ in stream.nextInt(below: 10) }
        var order = Array(0..<6)
        stream.shuffle(&order)
        #expect(words == [4_289_532_615, 2_817_611_449, 4_157_248_900, 2_637_147_353, 106_282_909])
        #expect(bounded == [9, 0, 5, 3, 7, 3, 3, 9])
        #expect(order == [2, 0, 4, 1, 5, 3])
    }

    @Test func boundedDrawIsUniform() {
        var stream = RandomStream(seed: 5, purpose: .test)
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<70_000 { counts[stream.nextInt(below: 7)] += 1 }
        // Chi-squared with 6 degrees of freedom: 22.5 is passed once in a thousand times.
        let statistic = counts.reduce(0.0) { $0 + (Double($1) - 10_000) * (Double($1) - 10_000) / 10_000 }
        #expect(statistic < 22.5)
        #expect(counts.allSatisfy { $0 > 0 })
    }
}
