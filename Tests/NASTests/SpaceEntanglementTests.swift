import BigInt
import Support
import Testing

@testable import NAS

/// Spaces whose widths have so many options that their combinations cannot be gone through one by one.
@Suite struct SpaceEntanglementTests {
    private let task = SpaceFixtures.task(16, 16, 3)

    private func conv(_ out: String, _ more: String = "") -> String {
        "  - conv: {out: \(out), kernel: 3, norm: batch, activation: {choice: [relu, relu6]}\(more)}\n"
    }

    private func space(_ layers: String, choices: String = "") throws -> SearchSpace {
        try SpaceFixtures.space("\(choices)network:\n\(layers)  - global_pool: average\n  - dense: {out: classes}\n")
    }

    @Test(arguments: [1, 3, 20]) func `a chain of widths`(length: Int) throws {
        let space = try space((0..<length).map { _ in conv("{range: [1, 512]}") }.joined())
        let analysis = try space.analysis(for: task)
        #expect(analysis.architectures == BigUInt(1024).power(length))
        #expect(analysis.smallest.architecture.description == [String](repeating: "0-0", count: length).joined(separator: "-"))
        #expect(analysis.largest.architecture.options.enumerated().allSatisfy { $0.offset % 2 == 1 || $0.element == 511 })
        #expect(analysis.smallest.isProven && analysis.largest.isProven)
    }

    @Test func `widths behind options, repetitions and other layers`() throws {
        let wide = "{range: [1, 200]}"
        let space = try space(
            """
            \(conv(wide))  - optional: [{conv: {out: \(wide), kernel: 1}}]
              - depthwise_conv: {kernel: 3}
              - repeat: {times: {range: [1, 3]}, layers: [{separable_conv: {out: \(wide), kernel: 3}}]}
              - choice: [{inverted_residual: {out: \(wide), kernel: 3, expand: 2}}, {max_pool: {kernel: 2}}]
              - residual: [{conv: {out: \(wide), kernel: 3}}, {conv: {out: 8, kernel: 1}}]

            """)
        // The shortcut of the residual joins two open widths; the pool leaves as many as were there.
        let w = 200
        let count = BigUInt(w * 2) * BigUInt(1 + w) * (BigUInt(w) + BigUInt(w).power(2) + BigUInt(w).power(3)) * BigUInt(w + 1) * BigUInt(w)
        #expect(try space.analysis(for: task).architectures == count)
    }

    /// A width that is used again far behind, with others between.
    @Test func `a width that two distant layers share`() throws {
        let space = try space(
            conv("$w") + conv("{range: [1, 300]}") + conv("{range: [1, 300]}") + conv("$w"), choices: "choices: {w: {range: [1, 512]}}\n")
        #expect(try space.analysis(for: task).architectures == BigUInt(512 * 2) * BigUInt(600).power(2) * 2)
    }

    /// Residual blocks whose shortcut has a projection where widths differ.
    @Test func `shortcuts between wide layers`() throws {
        let block =
            "  - residual: [{conv: {out: {range: [1, 500]}, kernel: 3}}, {conv: {out: {range: [1, 500]}, kernel: 3, stride: {choice: [1, 2]}}}]\n"
        let sided = "  - residual: {layers: [{conv: {out: 8, kernel: 3}}], shortcut: [{conv: {out: 8, kernel: 1}}]}\n"
        let space = try space(block + block + sided + block)
        #expect(try space.analysis(for: task).architectures == BigUInt(500 * 500 * 2).power(3))
    }

    @Test func `a join of open widths says the limit and the decisions`() throws {
        let wide = "{range: [1, 512]}"
        let space = try space(
            conv(wide)
                + "  - branches: {paths: [[{conv: {out: \(wide), kernel: 1}}], [{conv: {out: \(wide), kernel: 1}}]], merge: concatenate}\n")
        let diagnostic = try #require(#expect(throws: Diagnostic.self) { try space.analysis(for: task) })
        #expect(diagnostic.message.contains("too entangled to be checked: more than"), "\(diagnostic)")
        for path in 0...1 {
            #expect(diagnostic.hint?.contains("network[1].paths[\(path)][0].out (512 options)") == true, "\(diagnostic)")
        }
        #expect(diagnostic.location?.line == 6, "\(diagnostic)")
    }

    /// Forgetting options early gives the numbers of not doing so.
    @Test func `spaces at random are counted the same either way`() throws {
        var compared = 0
        for seed in 1000..<1600 {
            var writer = RandomSpaceWriter(seed: UInt64(seed))
            let space = try SpaceFixtures.space(writer.space())
            let task = SpaceFixtures.task(8, 8, 4, classes: 3)
            guard let plain = try? space.analysis(for: task) else { continue }
            var analyzer = SpaceAnalyzer(space, task)
            analyzer.boundsFrom = 1
            let early = try analyzer.run()
            #expect(early.architectures == plain.architectures, "\(space.text)")
            #expect(early.smallest.macs == plain.smallest.macs || !early.smallest.isProven, "\(space.text)")
            #expect(early.largest.macs == plain.largest.macs || !early.largest.isProven, "\(space.text)")
            compared += 1
        }
        #expect(compared > 100)
    }

    /// Chains in which the cheapest way to a width is not that of the smallest width before it: all starts have to be kept that may
    /// lead to an end.
    @Test func `ends of chains at random are those of all architectures`() throws {
        for seed in 0..<150 {
            var random = RandomStream(seed: UInt64(seed), purpose: .test)
            func number(_ range: ClosedRange<Int>) -> Int { range.lowerBound + random.nextInt(below: range.count) }
            func layer() -> String {
                switch number(0...5) {
                case 0: return "{conv: {out: {choice: [\(number(1...9)), \(number(10...20))]}, kernel: {choice: [1, 3]}}}"
                case 1: return "{separable_conv: {out: {choice: [\(number(1...9)), \(number(10...20))]}, kernel: 3}}"
                case 2:
                    return
                        "{inverted_residual: {out: {choice: [\(number(1...3)), 4, \(number(10...20))]}, kernel: 3, expand: {choice: [1, 3]}}}"
                case 3: return "{choice: [{conv: {out: \(number(1...30)), kernel: 1}}, {conv: {out: \(number(1...9)), kernel: 5}}]}"
                case 4: return "{conv: {out: $w, kernel: 1}}"
                default: return "{conv: {out: in, kernel: {choice: [1, 3]}, norm: batch}}"
                }
            }
            let layers = (0..<number(2...4)).map { _ in "  - \(layer())\n" }.joined()
            let space = try space(layers, choices: "choices: {w: {choice: [3, 11]}}\n")
            let result = try #require(try SpaceBruteForceTests.compare(space, SpaceFixtures.task(6, 6, 3, classes: 3)))
            #expect(result.valid)
        }
    }
}
