import Foundation
import NAS
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import CostModel

/// Profiles made by earlier programs.
@Suite struct ProfileVersionTests {
    private static let file = SharedData.packageRoot.appendingPathComponent("Tests/CostModelTests/Profiles/version-1.json")

    private func graph() throws -> InferredGraph {
        let space = try SearchSpace(contentsOf: SharedData.packageRoot.appendingPathComponent("searchspaces/nas-bench-201.yaml"))
        let task = TaskShape(input: Shape(height: 32, width: 32, channels: 3), classes: 10)
        return try space.candidate(for: space.architecture(shortForm: "3-0-1-2-4-3"), task: task).graph
    }

    /// What the program that made it printed.
    @Test func versionOneEstimatesAsItDid() throws {
        let profile = try CalibrationProfile(contentsOf: Self.file.path)
        #expect(profile.version == 1 && profile.form.law == .ridge)
        let board = try Board(contentsOf: SharedData.packageRoot.appendingPathComponent("boards/raspberry-pi-4.yaml"))
        let target = try board.target(runtime: .ncnn, threads: 1).calibrated(by: .networks(profile))
        let estimate = target.estimator().estimate(try graph())
        #expect(abs(estimate.latencySeconds.value / 19.92775812181116e-3 - 1) < 1e-12)
        #expect(abs(estimate.latencySeconds.low / 9.705185508259529e-3 - 1) < 1e-12)
        #expect(abs(estimate.latencySeconds.high / 40.91787255621732e-3 - 1) < 1e-12)
        #expect(estimate.source == "calibrated on 24 networks, extrapolated")
    }

    /// Its hash is that of its text, which no field that came later may change.
    @Test func versionOneIsWrittenAsItWas() throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        #expect(try CalibrationProfile(contentsOf: Self.file.path).text() == text)
    }

    @Test func aFormOfAnotherVersionIsRefused() throws {
        var text = try String(contentsOf: Self.file, encoding: .utf8)
        text.replace("\"grouping\"", with: "\"law\" : \"logarithms\",\n    \"grouping\"")
        let error = #expect(throws: Diagnostic.self) { try CalibrationProfile(Data(text.utf8), file: "mixed.json") }
        #expect(error?.message.contains("version 1") == true)
    }
}
