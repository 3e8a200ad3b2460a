import Foundation
import TestSupport
import Testing

@testable import CostModel

/// Published networks predicted by those that are slower, or faster, than any of them.
@Suite struct ExtrapolationTests {
    /// What a shipped profile was made from.
    private func measured(_ name: String) throws -> (networks: [MeasuredNetwork], calibration: Calibration) {
        let profile = try CalibrationProfile(
            contentsOf: SharedData.packageRoot.appendingPathComponent("boards/profiles/\(name).json").path)
        return (
            profile.samples.map { MeasuredNetwork(name: $0.name, work: $0.work.total, value: $0.value) },
            Calibration(runtime: profile.runtime, threads: profile.threads)
        )
    }

    /// 23 mobile networks of MLPerf on a Raspberry Pi 4.
    @Test(arguments: [("raspberry-pi-4-tflite-4", 0.10, 0.10), ("raspberry-pi-4-armnn-4", 0.10, 0.12)])
    func mobileNetworksPredictFasterAndSlowerOnes(_ name: String, down: Double, up: Double) throws {
        let (networks, calibration) = try measured(name)
        for (side, bound) in [(Extrapolation.down, down), (.up, up)] {
            let found = calibration.extrapolation(networks, towards: side)
            #expect(found.fitted == 16 && found.tested == 7)
            #expect(found.meanError < bound, "\(side)")
            #expect(found.coverage > 0.85 && found.medianWidth < 2.5 && found.largestWidth < 10, "\(side)")
        }
    }

    /// ncnn's benchmark on one thread. The Raspberry Pi 5 computes in half precision, which its large networks profit less from.
    @Test func unlikeNetworksPredictFasterAndSlowerOnes() throws {
        let boards = ["raspberry-pi-4", "raspberry-pi-3b-plus", "raspberry-pi-5", "jetson-nano", "raspberry-pi-zero-2-w"]
        for (side, mean, most) in [(Extrapolation.down, 0.13, 0.20), (.up, 0.15, 0.21)] {
            let found = try boards.map { board in
                let (networks, calibration) = try measured("\(board)-ncnn-1")
                return calibration.extrapolation(networks, towards: side)
            }
            #expect(found.reduce(0) { $0 + $1.meanError } / Double(boards.count) < mean, "\(side)")
            #expect(found.allSatisfy { $0.meanError < most }, "\(side)")
            let tested = found.reduce(0) { $0 + $1.tested }
            #expect(found.reduce(0) { $0 + $1.coverage * Double($1.tested) } >= 0.88 * Double(tested), "\(side)")
            #expect(median(found.map(\.medianWidth)) < 4 && found.allSatisfy { $0.largestWidth < 10 }, "\(side)")
        }
    }
}
