import NAS
import NetworkGraph
import Support
import TestSupport
import Testing

/// What a network is, in a line.
@Suite struct SpaceSummaryTests {
    private func summary(_ layers: String, _ architecture: String = "", blocks: String = "") throws -> String {
        let space = try SpaceFixtures.space("\(blocks)network: [\(layers)]")
        return try space.summary(of: try space.architecture(shortForm: architecture), task: SpaceFixtures.task(32, 32, 3))
    }

    @Test func layersHaveChannelsKernelsAndStrides() throws {
        #expect(
            try summary(
                "{conv: {out: 16, kernel: 3, norm: batch, activation: relu}}, {max_pool: {kernel: 2, stride: 2}}, {depthwise_conv: {kernel: 5, stride: 2}}, "
                    + "{conv: {out: 24, kernel: [1, 3], stride: [1, 2]}}, {dropout: 0.2}, global_pool, {dense: {out: classes}}")
                == "stem 16 3x3, max pool 16 2x2 /2, depthwise conv 16 5x5 /2, conv 24 1x3 /1x2, global pool, dense 10")
        #expect(try summary("flatten, {dense: {out: 32}}, relu, {dense: {out: classes}}") == "dense 32, dense 10")
        #expect(try summary("global_pool, {dense: {out: classes}}") == "global pool, dense 10")
    }

    @Test func equalLayersAreCounted() throws {
        let conv = "{conv: {out: 8, kernel: 3}}"
        let block = "{residual: {layers: [\(conv), \(conv)]}}"
        let strided = "{residual: {layers: [{conv: {out: 24, kernel: 3, stride: 2}}, {conv: {out: 24, kernel: 5}}]}}"
        let wide = strided.replacing("stride: 2", with: "stride: 1")
        let end = "global_pool, {dense: {out: classes}}"
        #expect(
            try summary("\(conv), \(block), \(block), \(strided), \(wide), \(wide), \(end)")
                == "stem 8 3x3, 2 x residual 8 3x3, 3 x residual 24 5x5 /2, global pool, dense 10")
        // A stride in the middle begins another row.
        #expect(
            try summary("\(wide), \(wide), \(strided), \(end)") == "2 x residual 24 5x5, residual 24 5x5 /2, global pool, dense 10")
        let pair = "{conv: {out: 8, kernel: 1}}, {depthwise_conv: {kernel: 3}}"
        #expect(
            try summary("\(conv), \(pair), \(pair), \(pair), \(end)")
                == "stem 8 3x3, 3 x (conv 8 1x1, depthwise conv 8 3x3), global pool, dense 10")
    }

    @Test func choicesAreFollowed() throws {
        let layers = """
            {conv: {out: {choice: [8, 16]}, kernel: 3}}, {optional: [{max_pool: {kernel: 2, stride: 2}}]}, \
            {repeat: {times: {range: [0, 3]}, layers: {inverted_residual: {out: 16, kernel: {choice: [3, 5]}, expand: {choice: [1, 6]}, \
            squeeze_excite: {choice: [false, true]}}}}}, global_pool, {dense: {out: classes}}
            """
        #expect(try summary(layers, "0-0-0-.-.-.-.-.-.-.-.-.") == "stem 8 3x3, global pool, dense 10")
        #expect(
            try summary(layers, "1-1-3-1-1-1-1-1-1-0-0-0")
                == "stem 16 3x3, max pool 16 2x2 /2, 2 x inverted residual 16 5x5 expand 6 SE, inverted residual 16 3x3, global pool, dense 10"
        )
    }

    /// A cell is described where it first stands.
    @Test func cells() throws {
        let space = try SpaceFixtures.shipped("nas-bench-201")
        let summary = try space.summary(of: space.architecture(shortForm: "3-0-1-2-4-3"), task: SpaceFixtures.task(32, 32, 3))
        #expect(
            summary == "stem 16 3x3, 5 x cell 16 (conv_3x3 none skip conv_1x1 avg_pool conv_3x3), residual 32 3x3 /2, 5 x cell 32, "
                + "residual 64 3x3 /2, 5 x cell 64, global pool, dense 10")
    }

    @Test(arguments: SpaceFixtures.shippedNames) func ofEveryShippedSpace(name: String) throws {
        let space = try SpaceFixtures.shipped(name)
        let task = space.assumedTask(SpaceFixtures.task(28, 28, 1))
        var random = RandomStream(seed: 3, purpose: .test)
        var seen: Set<String> = []
        for _ in 0..<20 {
            let architecture = space.sample(using: &random)
            let summary = try space.summary(of: architecture, task: task)
            #expect(summary.hasSuffix("dense \(task.classes)") && !summary.contains("_residual"), "\(summary)")
            seen.insert(summary)
        }
        #expect(seen.count > 10, "networks differ")
    }
}
