// What another Swift package can do with nas: read a space, sample it, and cost the samples on a board.
//   usage: CostOfANetwork searchspaces/mobile.yaml boards/raspberry-pi-4.yaml

import CostModel
import Foundation
import NAS
import NetworkGraph
import Support

func run(_ arguments: [String]) throws {
    guard arguments.count == 3 else {
        print("usage: CostOfANetwork SPACE.yaml BOARD.yaml")
        exit(64)
    }
    let space = try SearchSpace(contentsOf: URL(fileURLWithPath: arguments[1]))
    let board = try Board(contentsOf: URL(fileURLWithPath: arguments[2]))
    let task = TaskShape(input: Shape(height: 28, width: 28, channels: 1), classes: 10)
    let estimator = RooflineEstimator(target: try board.target())
    let budget = try Budget("latency=2ms")

    print("\(space.name) has \(try space.analysis(for: task).architectures) architectures")
    for index in 0..<5 {
        var random = RandomStream(seed: 1, trial: UInt64(index), purpose: .listing)
        let candidate = try space.candidate(for: space.sample(using: &random), task: task)
        let estimate = estimator.estimate(candidate.graph)
        let verdict = budget.judge(estimate).fits ? "fits" : "too slow"
        print("\(candidate.architecture): \(Dimension.time.format(estimate.latencySeconds.value)), \(verdict)")
    }
}

do {
    try run(CommandLine.arguments)
} catch {
    print(error)
    exit(65)
}
