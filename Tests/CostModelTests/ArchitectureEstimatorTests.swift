import Foundation
import NAS
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import CostModel

/// Estimates from pieces are those from whole graphs.
@Suite struct ArchitectureEstimatorTests {
    private static let spaces = ["cnn", "dscnn", "fbnet", "mlp", "mobile", "nas-bench-201", "nas-bench-macro", "quickstart"]
    private static let task = TaskShape(input: Shape(height: 28, width: 28, channels: 1), classes: 10)

    /// One of each kind: a datasheet, networks measured elsewhere, each shape with a rate of its own, operations on a board, energies, and
    /// datasheets combined with networks measured there and with another number of threads.
    private static let estimators = Result { try makeEstimators() }

    private static func makeEstimators() throws -> [any CostEstimator] {
        let folder = SharedData.packageRoot.appendingPathComponent("boards")
        let board = try Board(contentsOf: folder.appendingPathComponent("raspberry-pi-4.yaml"))
        let profile = try CalibrationProfile(contentsOf: folder.appendingPathComponent("profiles/raspberry-pi-4-ncnn-1.json").path)
        let energies = try CalibrationProfile(
            contentsOf: folder.appendingPathComponent("profiles/raspberry-pi-4-tflite-4-energy.json").path)
        let ncnn = try board.target(runtime: .ncnn, threads: 1)
        let macro = try SearchSpace(contentsOf: SharedData.packageRoot.appendingPathComponent("searchspaces/nas-bench-macro.yaml"))
        return [
            try board.target().estimator(), try ncnn.calibrated(by: .networks(profile)).estimator(),
            try ncnn.calibrated(by: .networks(try byShapes(macro))).estimator(),
            try board.target(runtime: .c, threads: 1).calibrated(by: .operations(try measuredOperations())).estimator(),
            try board.target(runtime: .tflite, threads: 4).calibrated(byEnergy: energies).estimator(),
            try ncnn.calibrated(by: .networks(profile)).combiningEvidence().estimator(),
            try shippedBoards.withPublishedEvidence(board.target(runtime: .tflite, threads: 1)).estimator(),
        ]
    }

    /// Networks whose operations each cost their own, which the fit notices.
    private static func byShapes(_ space: SearchSpace) throws -> CalibrationProfile {
        let networks = try samples(of: space, 60).map { architecture in
            let graph = try space.candidate(for: architecture, task: space.assumedTask(task)).graph
            let work = NetworkWork(graph, fusing: FusionRules(.ncnn), unused: .removed)
            let seconds = work.entries.reduce(1e-4) { sum, entry in
                sum + Double(entry.count) * (1e-4 + Double(StableHash(of: "\(entry.shape)").low % 1000) * 1e-6)
            }
            return MeasuredNetwork(name: architecture.description, graph: graph, runtime: .ncnn, value: seconds)
        }
        let profile = CalibrationProfile(
            networks, on: .init(board: "raspberry-pi-4", runtime: .ncnn, threads: 1), unit: "s", source: "test")
        #expect(profile.form.shapeNoise != nil)
        return profile
    }

    private static func measuredOperations() throws -> OperationProfile {
        let space = try SearchSpace(contentsOf: SharedData.packageRoot.appendingPathComponent("searchspaces/mobile.yaml"))
        let networks = try samples(of: space, 12).map { architecture in
            MeasuredSample(
                name: architecture.description,
                operations: try space.candidate(for: architecture, task: task).graph.executedOperations(), seconds: 0.01, noise: 0.01)
        }
        let alone = networks.flatMap(\.operations).map { operation in
            MeasuredSample(name: "\(operation)", operations: [operation], seconds: 1e-6 + operation.macs * 1e-9, noise: 0.01)
        }
        return OperationProfile(
            board: "raspberry-pi-4", precision: .fp32, source: "test", surroundings: [], problems: [], alone: alone, networks: networks)
    }

    private static func samples(of space: SearchSpace, _ count: Int) -> [Architecture] {
        (0..<count).map { index in
            var random = RandomStream(seed: 5, trial: UInt64(index), purpose: .test)
            return space.sample(using: &random)
        }
    }

    private func expectSame(_ quick: Estimate, _ whole: Estimate, _ name: String) {
        func isSame(_ left: Interval, _ right: Interval) -> Bool {
            zip([left.value, left.low, left.high], [right.value, right.low, right.high]).allSatisfy { abs($0 - $1) <= 1e-12 * abs($1) }
        }
        let figures = [\Estimate.latencySeconds, \.energyJoules, \.energyTotalJoules]
        #expect(figures.allSatisfy { isSame(quick[keyPath: $0], whole[keyPath: $0]) }, "\(name): \(quick) for \(whole)")
        #expect(quick.peakMemoryBytes == whole.peakMemoryBytes && quick.storageBytes == whole.storageBytes, "\(name)")
        #expect(quick.macs == whole.macs && quick.parameters == whole.parameters && quick.source == whole.source, "\(name)")
    }

    private func check(_ space: SearchSpace, _ estimator: any CostEstimator, count: Int) throws {
        let task = space.assumedTask(Self.task)
        var quick = try ArchitectureEstimator(space, task: task, estimator: estimator)
        for architecture in Self.samples(of: space, count) {
            guard let candidate = try? space.candidate(for: architecture, task: task) else {
                #expect(throws: Diagnostic.self) { try quick.estimate(architecture) }
                continue
            }
            expectSame(try quick.estimate(architecture), estimator.estimate(candidate.graph), "\(space.name) \(architecture)")
        }
    }

    @Test(arguments: spaces) func shippedSpaces(_ name: String) throws {
        let space = try SearchSpace(contentsOf: SharedData.packageRoot.appendingPathComponent("searchspaces/\(name).yaml"))
        for estimator in try Self.estimators.get() { try check(space, estimator, count: 60) }
    }

    /// Layers that merge with what is before them, do nothing, feed zeros, or stand behind a depthwise convolution.
    @Test func awkwardSeams() throws {
        let space = try SearchSpace(
            yaml: """
                space: seams
                language: 1
                input: {from: data, resolution: {choice: [12, 16]}}
                network:
                  - conv: {out: {choice: [8, 12]}, kernel: 3, norm: {choice: [none, batch]}, bias: {choice: [false, true]}}
                  - optional: [batch_norm]
                  - optional: [{activation: {choice: [relu, gelu]}}]
                  - optional: [{dropout: 0.2}]
                  - depthwise_conv: {kernel: 3, norm: {choice: [none, batch]}}
                  - optional: [{activation: relu}]
                  - choice:
                      - [{conv: {out: 8, kernel: 1}}]
                      - [{branches: {paths: [[identity], [{conv: {kernel: 3}}]], merge: add}}]
                      - [{residual: [identity]}]
                      - [{residual: {layers: [{conv: {kernel: 1}}], activation: relu}}]
                  - repeat: {times: {range: [0, 3]}, layers: [{residual: [{conv: {kernel: {choice: [1, 3]}}}]}]}
                  - choice:
                      - [identity]
                      - [{branches: {paths: [[identity], [zero]], merge: add}}]
                      - [{squeeze_excite: 0.25}]
                  - max_pool: {kernel: {choice: [1, 2]}, stride: 1}
                  - optional: [{channel_shuffle: 4}]
                  - choice: [[{global_pool: average}], [flatten]]
                  - optional: [batch_norm]
                  - dense: {out: classes, activation: {choice: [none, relu]}}
                  - optional: [{dropout: 0.1}]
                train: {learning_rate: 0.1}
                """, fileName: "seams.yaml")
        for estimator in try Self.estimators.get() { try check(space, estimator, count: 400) }
    }

    /// Where a convolution costs something else behind another depthwise convolution, which is a layer by itself.
    @Test func behindDepthwiseConvolutions() throws {
        let space = try SearchSpace(
            yaml: """
                space: behind
                input: {from: data}
                language: 1
                network:
                  - conv: {out: 8, kernel: 3}
                  - repeat:
                      times: {range: [1, 3]}
                      layers:
                        - depthwise_conv: {kernel: {choice: [3, 5]}, norm: batch}
                        - conv: {out: {choice: [8, 12]}, kernel: 1}
                  - global_pool: average
                  - dense: {out: classes}
                """, fileName: "behind.yaml")
        let board = try Board(contentsOf: SharedData.packageRoot.appendingPathComponent("boards/raspberry-pi-4.yaml"))
        let profile = try Self.byShapes(space)
        let target = try board.target(runtime: .ncnn, threads: 1).calibrated(by: .networks(profile))
        try check(space, target.estimator(), count: 60)
    }

    @Test func whatCannotBeBuiltIsSaid() throws {
        let space = try SearchSpace(contentsOf: SharedData.packageRoot.appendingPathComponent("searchspaces/mobile.yaml"))
        let estimator = try Self.estimators.get()[0]
        var quick = try ArchitectureEstimator(space, task: Self.task, estimator: estimator)
        var architecture = Self.samples(of: space, 1)[0]
        _ = try quick.estimate(architecture)
        #expect(throws: Diagnostic.self) { try quick.estimate(Architecture(options: [0])) }
        architecture = Architecture(options: architecture.options.map { $0.map { _ in 99 } })
        #expect(throws: Diagnostic.self) { try quick.estimate(architecture) }
        architecture = Architecture(options: architecture.options.map { _ in nil })
        #expect(throws: Diagnostic.self) { try quick.estimate(architecture) }
        let colours = TaskShape(input: Shape(height: 28, width: 28, channels: 3), classes: 0)
        #expect(throws: Diagnostic.self) { try ArchitectureEstimator(space, task: colours, estimator: estimator) }
    }
}
