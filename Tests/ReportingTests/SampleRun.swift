import CostModel
import Foundation
import NAS
import NetworkGraph
import Support
import TestSupport

@testable import Search

/// A run as a database would give it, made by hand.
struct SampleRun {
    let space: SearchSpace
    private(set) var run: RunDefinition

    init(
        _ yaml: String? = nil, objectives: [Objective] = [.accuracy, .energy], boards: [String] = ["raspberry-pi-4"],
        budget: Budget = Budget()
    ) throws {
        let folder = SharedData.packageRoot
        space =
            try yaml.map { try SearchSpace(yaml: $0, fileName: "sample.yaml") }
            ?? SearchSpace(contentsOf: folder.appendingPathComponent("searchspaces/quickstart.yaml"))
        let targets = try boards.map { name in
            let board = try Board(contentsOf: folder.appendingPathComponent("boards/\(name).yaml"))
            return RunBoard(target: try board.target(), budget: budget.limited(by: board))
        }
        run = RunDefinition(
            space: .init(space),
            data: .init(name: "digits", fingerprint: "f00d", task: TaskShape(input: Shape(height: 8, width: 8, channels: 1), classes: 10)),
            boards: targets, objectives: objectives, strategy: "auto", fidelity: .epochs(2), trials: 10,
            engine: .init(version: "test", kernelClass: "none", blasCore: "none"))
    }

    /// A finished trial.
    ///
    /// - Parameters:
    ///   - joules: the energy of an inference, between 0.5 and 2 times of which its interval reaches; latency is as many seconds.
    ///   - storage: in bytes, known exactly.
    func trial(
        _ number: Int, accuracy: Double, joules: Double, storage: Double = 4096, architecture: String? = "0-0",
        fidelity: Fidelity = .epochs(2)
    ) -> TrialRecord {
        let interval = Interval(value: joules, low: 0.5 * joules, high: 2 * joules)
        let estimate = Estimate(
            latencySeconds: interval, energyJoules: interval, energyTotalJoules: interval, peakMemoryBytes: Interval(exactly: 2048),
            storageBytes: Interval(exactly: storage), macs: 20_000, parameters: 1000,
            origin: .init(source: "datasheet", profileHash: StableHash(of: "sample")))
        return TrialRecord(
            number: number, parent: nil, architecture: architecture, choices: [], networkID: StableHash(of: "\(number)"),
            candidateID: StableHash(of: "\(number)"), fidelity: fidelity, replicate: 0, origin: .strategy, rejections: Rejections(),
            state: .finished, failure: nil, accuracy: accuracy, balancedAccuracy: nil, loss: nil, testAccuracy: nil,
            testBalancedAccuracy: nil, testLoss: nil, seconds: 1, weightsFile: nil,
            session: 1, isForeign: false, proposedAt: 0, finishedAt: 1, estimate: estimate)
    }
}
