import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import CostModel

/// Estimates from a datasheet and measured networks together.
@Suite struct CombinedEstimatorTests {
    private func target(on name: String = "raspberry-pi-4", _ runtime: Runtime, threads: Int) throws -> Target {
        try shippedBoards.withPublishedEvidence(shippedBoards.board(named: name).target(runtime: runtime, threads: threads))
    }

    private func isWithin(_ share: Double, _ left: Double, _ right: Double) -> Bool { abs(left / right - 1) < share }

    /// MobileNet V1 lies among the networks measured, a small one does not.
    @Test func measurementsDecideAmongThoseMeasured() throws {
        let both = try target(.ncnn, threads: 1)
        let (datasheet, measured) = (RooflineEstimator(target: both), try #require(both.measuredEstimator))
        let large = try PublishedNetworks.mobileNetV1(width: 1, side: 224)
        let estimate = both.estimator().estimate(large)
        #expect(estimate.source == "datasheet and 24 networks")
        #expect(isWithin(0.05, estimate.latencySeconds.value, measured.estimate(large).latencySeconds.value))
        let small = try PublishedNetworks.mobileNetV1(width: 0.25, side: 32)
        let (one, other) = (datasheet.estimate(small).latencySeconds, measured.estimate(small).latencySeconds)
        let joint = both.estimator().estimate(small)
        #expect(joint.source.hasPrefix("datasheet and 24 networks, extrapolated"))
        #expect(joint.latencySeconds.value > min(one.value, other.value) && joint.latencySeconds.value < max(one.value, other.value))
        #expect(joint.latencySeconds.value / joint.latencySeconds.low < other.value / other.low)
    }

    /// By hand, from what the two say each.
    @Test func isTheCombinationOfBoth() throws {
        let both = try target(.ncnn, threads: 1)
        let (datasheet, measured) = (RooflineEstimator(target: both), try #require(both.measuredEstimator))
        let graph = try PublishedNetworks.mobileNetV2(width: 0.5, side: 96)
        let calls = graph.operationCounts().indices.filter { Fusion(graph, FusionRules(.ncnn), runs: graph.reachesOutput).isExecuted($0) }
        let seconds = datasheet.estimate(graph).latencySeconds.value
        let written = LatencyEvidence(
            datasheet: seconds, callSeconds: Double(calls.count) * datasheet.throughput.overheadSeconds, error: datasheet.latencyError)
        let (expected, _) = written.combined(with: LatencyEvidence(measured.estimate(graph).latencySeconds))
        let found = both.estimator().estimate(graph).latencySeconds
        #expect(isWithin(1e-12, found.value, expected.value) && isWithin(1e-12, found.high, expected.high))
    }

    @Test(arguments: [("raspberry-pi-4", Runtime.ncnn, 1), ("raspberry-pi-4", .tflite, 2), ("raspberry-pi-5", .ncnn, 4)])
    func rowsSumToTheEstimate(_ name: String, _ runtime: Runtime, _ threads: Int) throws {
        let target = try target(on: name, runtime, threads: threads)
        for graph in [try PublishedNetworks.mobileNetV1(width: 1, side: 224), try PublishedNetworks.mobileNetV1(width: 0.25, side: 32)] {
            let estimate = target.estimator().estimate(graph)
            let rows = target.estimator().operationCosts(graph)
            #expect(isWithin(1e-9, rows.reduce(0) { $0 + $1.latencySeconds }, estimate.latencySeconds.value))
            #expect(isWithin(1e-9, rows.reduce(0) { $0 + $1.energyJoules }, estimate.energyJoules.value))
            #expect(isWithin(1e-9, rows.reduce(0) { $0 + $1.share }, 1))
        }
    }

    /// What was measured on four threads takes as much longer on one as the datasheets say.
    @Test func anotherNumberOfThreads() throws {
        let (one, four) = (try target(.tfliteRuy, threads: 1), try target(.tfliteRuy, threads: 4))
        let graph = try PublishedNetworks.mobileNetV1(width: 0.5, side: 128)
        let ratio =
            RooflineEstimator(target: one).estimate(graph).latencySeconds.value
            / RooflineEstimator(target: four).estimate(graph).latencySeconds.value
        let (here, there) = (one.estimator().estimate(graph), four.estimator().estimate(graph))
        #expect(here.source == "datasheet and 23 networks on tflite-ruy, 4 threads" && there.source == "datasheet and 23 networks")
        let scaled = there.latencySeconds.value * ratio
        let (low, high) = (min(scaled, RooflineEstimator(target: one).estimate(graph).latencySeconds.value), scaled * 1.1)
        #expect(here.latencySeconds.value > low * 0.95 && here.latencySeconds.value < high)
        #expect(
            here.latencySeconds.high / here.latencySeconds.low > there.latencySeconds.high / there.latencySeconds.low
                && one.description == "raspberry-pi-4, tflite-ruy fp32, 1 thread")
    }

    /// Kernels that are not known may be those that were measured; others are not.
    @Test func kernels() throws {
        let graph = try PublishedNetworks.mobileNetV1(width: 0.5, side: 128)
        func width(_ runtime: Runtime) throws -> Double {
            let latency = try target(runtime, threads: 4).estimator().estimate(graph).latencySeconds
            return latency.high / latency.low
        }
        #expect(try width(.tflite) > width(.tfliteRuy))
        #expect(try target(.tflite, threads: 4).measuredTarget?.runtime == .tfliteRuy)
        #expect(try target(.tfliteXNNPACK, threads: 4).measuredTarget == nil)
        #expect(try target(.tfliteXNNPACK, threads: 4).estimator().estimate(graph).source == "datasheet")
        #expect(try target(on: "raspberry-pi-zero-w", .c, threads: 1).measuredTarget == nil)
    }

    /// A user's profile in place of what ships: with the same kernels, with kernels that one of the two does not know, and not with others.
    @Test func profilesOfAUser() throws {
        let board = try shippedBoards.board(named: "raspberry-pi-4")
        let file = SharedData.packageRoot.appendingPathComponent("boards/profiles/raspberry-pi-4-tflite-4.json").path
        let profile = try BoardProfile(contentsOf: file)
        #expect(try board.target(runtime: .tfliteRuy, threads: 4).measured(by: profile).calibration == profile)
        let unknown = try board.target(runtime: .tflite, threads: 4).measured(by: profile)
        #expect(unknown.calibration == nil && unknown.measuredTarget?.calibration == profile && unknown.problem == nil)
        let other = try board.target(runtime: .tfliteXNNPACK, threads: 4)
        let error = #expect(throws: Diagnostic.self) { try other.measured(by: profile, fileName: "p.json") }
        #expect(
            error?.message
                == "is a profile of raspberry-pi-4, tflite-ruy fp32, 4 threads, not of raspberry-pi-4, tflite-xnnpack fp32, 4 threads")
        // Of another number of threads, or of the board as a file that ships describes it, they are brought over.
        let two = try board.target(runtime: .tfliteRuy, threads: 2).measured(by: profile)
        #expect(two.measuredTarget?.threads == 4 && two.calibration == nil)
        let yaml = try String(contentsOf: SharedData.packageRoot.appendingPathComponent("boards/raspberry-pi-4.yaml"), encoding: .utf8)
        let slow = try Board(
            yaml: yaml.replacing("clock_ghz: { value: 1.8, low: 1.5", with: "clock_ghz: { value: 0.9, low: 0.9"), fileName: "s")
        let graph = try PublishedNetworks.mobileNetV1(width: 0.5, side: 128)
        func latency(_ target: Target) -> Estimate { target.estimator().estimate(graph) }
        let own = try slow.target(runtime: .tfliteRuy, threads: 4).measured(by: profile)
        let shipped = try slow.target(runtime: .tfliteRuy, threads: 4).measured(by: profile, on: board)
        #expect(own.calibration == profile && shipped.measuredTarget?.board == board)
        #expect(latency(shipped).source == "datasheet and 23 networks on tflite-ruy, 4 threads at 1.80 GHz")
        #expect(latency(shipped).latencySeconds.value > 1.3 * latency(own).latencySeconds.value)
        #expect(throws: Diagnostic.self) { try shippedBoards.board(named: "raspberry-pi-5").target(runtime: .tflite).measured(by: profile) }
    }

    /// Profiles of version 1 and targets that were stored before estimate as they did, by the one or the other.
    @Test func whatWasStoredBeforeStandsAlone() throws {
        let old = SharedData.packageRoot.appendingPathComponent("Tests/CostModelTests/Profiles/version-1.json")
        let board = try shippedBoards.board(named: "raspberry-pi-4")
        let alone = try board.target(runtime: .ncnn, threads: 1).measured(by: BoardProfile(contentsOf: old.path))
        #expect(alone.measuredTarget == nil && alone.estimator() is CalibratedEstimator)

        let both = try target(.ncnn, threads: 1)
        var stored = try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(both)) as? [String: Any])
        #expect(stored["combines"] as? Bool == true)
        stored["combines"] = nil
        let before = try JSONDecoder().decode(Target.self, from: JSONSerialization.data(withJSONObject: stored))
        #expect(before.estimator() is CalibratedEstimator && before.calibration == both.calibration)
        #expect(try JSONDecoder().decode(Target.self, from: JSONEncoder().encode(both)) == both)
        let plain = try JSONEncoder().encode(board.target(runtime: .ncnn, threads: 1))
        #expect(
            !String(decoding: plain, as: UTF8.self).contains("combines")
                && !String(decoding: plain, as: UTF8.self).contains("measuredElsewhere"))
    }

    /// A run that goes on with a newer board file keeps its measurements.
    @Test func movesWithItsMeasurements() throws {
        let both = try target(.tflite, threads: 1)
        let moved = try both.moved(to: both.board)
        #expect(moved == both && moved.measuredTarget?.threads == 4)
        #expect(throws: Diagnostic.self) { try self.target(.ncnn, threads: 1).moved(to: shippedBoards.board(named: "raspberry-pi-5")) }
    }

    /// A stored target whose measurements cannot be is told.
    @Test func aTargetThatCannotBeIsTold() throws {
        let both = try target(.tflite, threads: 1)
        #expect(both.problem == nil)
        var text = String(decoding: try JSONEncoder().encode(both), as: UTF8.self)
        text.replace("\"trustInPrior\":100", with: "\"trustInPrior\":-1")
        let wrong = try JSONDecoder().decode(Target.self, from: Data(text.utf8))
        #expect(wrong != both && wrong.problem?.contains("cannot be") == true)
    }
}
