import Foundation
import NAS
import NetworkGraph
import TestSupport
import Testing

@testable import CostModel

/// The networks that MLPerf's participants measured on a Raspberry Pi 4, built from the spaces that ship.
@Suite struct MLPerfNetworkTests {
    @Test(.enabled(if: SharedData.exists("boards/mlperf-models.csv"), "needs ../shared/data/boards/mlperf-models.csv"))
    func multiplyAccumulatesAreThePublishedOnes() throws {
        let names = try String(
            contentsOf: SharedData.packageRoot.appendingPathComponent("scripts/mlperf-names.csv"), encoding: .utf8)
        let known = Dictionary(
            uniqueKeysWithValues: names.split(separator: "\n").dropFirst().map { line in
                let fields = line.split(separator: ",").map(String.init)
                return (fields[0], (space: fields[1], architecture: fields[2], precision: fields[3]))
            })
        var spaces: [String: SearchSpace] = [:]
        let models = try CSVTable("boards/mlperf-models.csv").rows
        #expect(models.count >= 47)
        for model in models {
            let name = try #require(model["model"])
            let network = try #require(known[name], "\(name)")
            #expect((network.precision == "int8") == (model["int8"] == "1"))
            let space =
                try spaces[network.space]
                ?? SearchSpace(contentsOf: SharedData.packageRoot.appendingPathComponent("searchspaces/imagenet/\(network.space).yaml"))
            spaces[network.space] = space
            let task = space.assumedTask(TaskShape(input: Shape(height: 32, width: 32, channels: 3), classes: 10))
            let graph = try space.candidate(for: try space.architecture(shortForm: network.architecture), task: task).graph
            let expected = try #require(model["macs"].flatMap(Double.init))
            #expect(abs(Double(graph.macs) / expected - 1) < 0.005, "\(name)")
        }
    }
}
