import Foundation
import NAS
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import CostModel

/// Energies measured, at the board's input or elsewhere.
@Suite struct EnergyProfileTests {
    private static func space() throws -> SearchSpace {
        try SearchSpace(contentsOf: SharedData.packageRoot.appendingPathComponent("searchspaces/nas-bench-macro.yaml"))
    }

    private static func graphs(_ count: Int) throws -> [InferredGraph] {
        let space = try space()
        let task = space.assumedTask(TaskShape(input: Shape(height: 32, width: 32, channels: 3), classes: 10))
        return try (0..<count).map { index in
            var random = RandomStream(seed: 3, trial: UInt64(index), purpose: .test)
            return try space.candidate(for: space.sample(using: &random), task: task).graph
        }
    }

    private static func target() throws -> Target { try makeHandBoard().target(runtime: .tflite, threads: 1) }

    /// Of a board that takes `watts` whatever it does, at the rates of the datasheet.
    private static func profile(_ watts: Double, _ energy: EnergyMeasurement?, unit: String = "J", threads: Int = 1) throws
        -> CalibrationProfile
    {
        let estimator = try target().estimator()
        let networks = try graphs(40).enumerated().map { index, graph in
            MeasuredNetwork(
                name: "\(index)", graph: graph, runtime: .tflite, value: watts * estimator.estimate(graph).latencySeconds.value)
        }
        return CalibrationProfile(
            networks, priors: [], trust: 1, board: "by-hand", runtime: .tflite, threads: threads, precision: "fp32", unit: unit,
            energy: energy, source: "test")
    }

    /// Mean over new networks of what it takes by the datasheet's latency, in watts.
    private func watts(_ target: Target, _ which: KeyPath<Estimate, Interval>) throws -> Double {
        let estimator = target.estimator()
        let ratios = try Self.graphs(60).suffix(20).map { graph in
            let estimate = estimator.estimate(graph)
            #expect(
                estimate[keyPath: which].low < estimate[keyPath: which].value
                    && estimate[keyPath: which].value < estimate[keyPath: which].high)
            return estimate[keyPath: which].value / estimate.latencySeconds.value
        }
        return ratios.reduce(0, +) / Double(ratios.count)
    }

    @Test func joulesAtTheInput() throws {
        let profile = try Self.profile(4, EnergyMeasurement(measuredAt: .input, includesIdle: true, meanWatts: nil))
        let target = try Self.target().calibrated(byEnergy: profile)
        // Idle is 1 W there.
        #expect(abs(try watts(target, \.energyTotalJoules) - 4) < 0.1)
        #expect(abs(try watts(target, \.energyJoules) - 3) < 0.1)
        let graph = try Self.graphs(1)[0]
        let (plain, own) = (try Self.target().estimator().estimate(graph), target.estimator().estimate(graph))
        #expect(own.latencySeconds == plain.latencySeconds && own.peakMemoryBytes == plain.peakMemoryBytes)
        #expect(own.source == "datasheet; energy calibrated on 40 networks" && own.profileHash != plain.profileHash)
        let rows = target.estimator().operationCosts(graph)
        #expect(abs(rows.reduce(0) { $0 + $1.energyJoules } / own.energyJoules.value - 1) < 1e-9)
    }

    @Test func joulesAboveIdle() throws {
        let profile = try Self.profile(2, EnergyMeasurement(measuredAt: .input, includesIdle: false, meanWatts: nil))
        let target = try Self.target().calibrated(byEnergy: profile)
        #expect(abs(try watts(target, \.energyTotalJoules) - 3) < 0.1)
        #expect(abs(try watts(target, \.energyJoules) - 2) < 0.1)
    }

    /// The board takes 3 W at its input where the socket shows 5.
    @Test func joulesAtTheWall() throws {
        let profile = try Self.profile(5, EnergyMeasurement(measuredAt: .wall, includesIdle: true, meanWatts: 5))
        let target = try Self.target().calibrated(byEnergy: profile)
        #expect(abs(try watts(target, \.energyTotalJoules) - 3) < 0.1)
        #expect(abs(try watts(target, \.energyJoules) - 2) < 0.1)
        let unknown = try Self.profile(5, EnergyMeasurement(measuredAt: .wall, includesIdle: true, meanWatts: nil))
        #expect(throws: Diagnostic.self) { try Self.target().calibrated(byEnergy: unknown) }
    }

    @Test func whatDoesNotBelongIsRefused() throws {
        let energy = EnergyMeasurement(measuredAt: .input, includesIdle: true, meanWatts: nil)
        let joules = try Self.profile(4, energy)
        #expect(throws: Diagnostic.self) { try Self.target().calibrated(by: .networks(joules)) }
        let seconds = try Self.profile(1, nil, unit: "s")
        #expect(seconds.energy == nil)
        #expect(throws: Diagnostic.self) { try Self.target().calibrated(byEnergy: seconds) }
        let four = try Self.profile(4, energy, threads: 4)
        #expect(throws: Diagnostic.self) { try Self.target().calibrated(byEnergy: four) }
    }

    /// A target with both is what a run keeps.
    @Test func bothProfilesAreKept() throws {
        let energy = EnergyMeasurement(measuredAt: .wall, includesIdle: true, meanWatts: 5)
        let target = try Self.target().calibrated(by: .networks(try Self.profile(1, nil, unit: "s")))
            .calibrated(byEnergy: try Self.profile(5, energy))
        let read = try JSONDecoder().decode(Target.self, from: try JSONEncoder().encode(target))
        #expect(read == target)
        #expect(read.estimator().profileHash == target.estimator().profileHash)
    }
}
