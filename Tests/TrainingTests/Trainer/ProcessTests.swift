import Foundation
import NAS
import Support
import TestSupport
import Testing

@testable import Training

/// The same bits in another process, and after a kill.
@Suite struct ProcessTests {
    private static func job() throws -> TrainingJob {
        var recipe = TrainingRecipe()
        (recipe.flip, recipe.crop) = (true, 1)
        return SmallNetworks.job(
            try SmallNetworks.cnn(widths: [4, 8, 8], dropout: 0.2), .epochs(2), recipe: recipe, seed: 11, trial: 3)
    }

    private static func text(_ result: TrainingResult) -> String { result.bits.map { String($0, radix: 16) }.joined(separator: " ") }

    @Test func anotherProcessGivesTheSameBits() async throws {
        let other = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            let result = try CandidateTrainer(data: SmallNetworks.digits).train(ProcessTests.job())
            FileHandle.standardOutput.write(Data("bits: \(ProcessTests.text(result))\n".utf8))
        }
        let own = try CandidateTrainer(data: SmallNetworks.digits).train(Self.job())
        let output = String(decoding: try #require(other).standardOutputContent, as: UTF8.self)
        #expect(output.contains("bits: \(Self.text(own))\n"), "\(output)")
    }

    @Test func aKilledTrainingGoesOnToTheSameBits() async throws {
        let scratch = try Scratch()
        let path = scratch.url.appendingPathComponent("checkpoint").path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            var job = try ProcessTests.job()
            job.checkpoint = CheckpointPlan(file: URL(fileURLWithPath: path), everySeconds: 0)
            var steps = 0
            _ = try CandidateTrainer(data: SmallNetworks.digits).train(
                job,
                shouldStop: {
                    steps += 1
                    if steps > 25 { kill(getpid(), SIGKILL) }
                    return false
                })
        }
        var job = try Self.job()
        let whole = try CandidateTrainer(data: SmallNetworks.digits).train(job)
        job.checkpoint = CheckpointPlan(file: URL(fileURLWithPath: path))
        let resumed = try CandidateTrainer(data: SmallNetworks.digits).train(job)
        #expect(resumed.resumedAtStep == 25)
        #expect(resumed.bits == whole.bits)
    }
}
