import Foundation
import TestSupport
import Testing

@testable import CostModel

/// The profiles that ship, each of a board that ships.
@Suite struct ShippedProfileTests {
    private static let folder = SharedData.packageRoot.appendingPathComponent("boards/profiles")
    static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()

    private func target(_ name: String) throws -> (CalibrationProfile, Target) {
        let profile = try CalibrationProfile(contentsOf: Self.folder.appendingPathComponent(name).path)
        let board = try Board(contentsOf: SharedData.packageRoot.appendingPathComponent("boards/\(profile.board).yaml"))
        let target = try board.target(runtime: profile.runtime, threads: profile.threads)
        return (profile, profile.unit == "J" ? try target.calibrated(byEnergy: profile) : try target.calibrated(by: .networks(profile)))
    }

    @Test(arguments: names) func belongsToABoardThatShips(_ name: String) throws {
        let (profile, target) = try target(name)
        let isEnergy = profile.unit == "J"
        #expect(name == "\(profile.board)-\(profile.runtime.family.rawValue)-\(profile.threads)\(isEnergy ? "-energy" : "").json")
        #expect(profile.samples.count >= 20 && profile.leftOutError < 0.26 && profile.source.contains("("))
        let known = profile.samples.filter { abs(log(profile.model.predict($0.work) / $0.value)) <= profile.logHalfWidth }
        #expect(Double(known.count) >= 0.85 * Double(profile.samples.count))
        #expect(isEnergy ? target.estimator() is EnergyEstimator : target.estimator() is CalibratedEstimator)
        #expect(isEnergy == (profile.energy != nil))
    }

    /// MobileNet V1 as ncnn's benchmark has it lies among the networks measured, a small one does not.
    @Test func saysWhereItExtrapolates() throws {
        let estimator = try target("raspberry-pi-4-ncnn-1.json").1.estimator()
        let large = estimator.estimate(try PublishedNetworks.mobileNetV1(width: 1, side: 224))
        #expect(large.source == "calibrated on 24 networks")
        let small = estimator.estimate(try PublishedNetworks.mobileNetV1(width: 0.25, side: 32))
        #expect(small.source == "calibrated on 24 networks, extrapolated")
        func factor(_ estimate: Estimate) -> Double { estimate.latencySeconds.high / estimate.latencySeconds.value }
        #expect(factor(small) > factor(large))
    }

    @Test func thereAreSome() { #expect(Self.names.count == 14) }
}
