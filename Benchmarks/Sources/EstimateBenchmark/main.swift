import CostModel
import Foundation
import NAS
import NetworkGraph
import Support

// How long estimates take on one core, from choices to all figures with intervals: piece by piece, and through the graph.
//
//     swift run -c release --package-path Benchmarks EstimateBenchmark [SPACE.yaml] [ESTIMATES]

let arguments = CommandLine.arguments.dropFirst()
let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
let spaceFile = arguments.first.map { URL(fileURLWithPath: $0) } ?? root.appendingPathComponent("searchspaces/mobile.yaml")
let count = arguments.dropFirst().first.flatMap { Int($0) } ?? 100_000
let space = try SearchSpace(contentsOf: spaceFile)
let task = space.assumedTask(TaskShape(input: Shape(height: 28, width: 28, channels: 1), classes: 10))
let boards = root.appendingPathComponent("boards")
let board = try Board(contentsOf: boards.appendingPathComponent("raspberry-pi-4.yaml"))
let profile = try CalibrationProfile(contentsOf: boards.appendingPathComponent("profiles/raspberry-pi-4-tflite-4.json").path)
let architectures = (0..<count).map { index in
    var random = RandomStream(seed: 1, trial: UInt64(index), purpose: .listing)
    return space.sample(using: &random)
}

func seconds(_ work: () throws -> Void) rethrows -> Double {
    let began = DispatchTime.now().uptimeNanoseconds
    try work()
    return Double(DispatchTime.now().uptimeNanoseconds - began) * 1e-9
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

let targets = [
    ("datasheet", try board.target()),
    ("calibrated", try board.target(runtime: profile.runtime, threads: profile.threads).calibrated(by: .networks(profile))),
]
for (name, target) in targets {
    let estimator = target.estimator()
    // Each time anew: the first look at a piece counts.
    let pieces = try (0..<5).map { _ in
        try seconds {
            var quick = try ArchitectureEstimator(space, task: task, estimator: estimator)
            for architecture in architectures { _ = try quick.estimate(architecture) }
        }
    }
    let few = architectures.prefix(1000)
    let graphs = try (0..<5).map { _ in
        try seconds { for architecture in few { _ = estimator.estimate(try space.candidate(for: architecture, task: task).graph) } }
    }
    print(
        String(
            format: "%@, %@: %d estimates in %.2f s, %.2f us each (median of 5); by graphs %.1f us each", space.name, name, count,
            median(pieces), median(pieces) / Double(count) * 1e6, median(graphs) / Double(few.count) * 1e6))
}
