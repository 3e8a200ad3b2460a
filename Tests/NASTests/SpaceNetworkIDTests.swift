import Foundation
import NAS
import NetworkGraph
import Support
import TestSupport
import Testing

/// Ids of networks and candidates are in every database: they stay what they were when it was written.
@Suite struct SpaceNetworkIDTests {
    /// For each shipped space the hash of the ids of 1,250 candidates, as of November 2026.
    private static let known: [(space: String, ids: String)] = [
        ("cnn", "ee705d5b2008ca458b2dd7a9b052b1d3"),
        ("dscnn", "554015a8e2f313b18ad588efd12086e3"),
        ("fbnet", "6aaa19403b4289db9fcf199e14b44f29"),
        ("mlp", "741cfe77894d2695bfd3956386bb559b"),
        ("mobile", "660418764c270622cb773a1c64a06a87"),
        ("nas-bench-201", "877253c0ac5a54c6717603209e45249a"),
        ("nas-bench-macro", "94b52f093386ae5ef4587c48f24ac827"),
        ("quickstart", "bbcd4292e127f32fe8c95a9a4369a706"),
    ]

    @Test(arguments: known) func idsStay(space name: String, ids: String) throws {
        let file = SharedData.packageRoot.appendingPathComponent("searchspaces/\(name).yaml")
        let space = try SearchSpace(contentsOf: file)
        let task = space.assumedTask(TaskShape(input: Shape(height: 28, width: 28, channels: 1), classes: 10))
        var hasher = StableHasher()
        for trial in 0..<1250 {
            var random = RandomStream(seed: 19, trial: UInt64(trial), purpose: .test)
            let candidate = try space.candidate(for: space.sample(using: &random), task: task)
            hasher.combine(candidate.networkID)
            hasher.combine(candidate.candidateID)
        }
        #expect("\(hasher.finalize())" == ids)
    }
}
