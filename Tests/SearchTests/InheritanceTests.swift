import Foundation
import NAS
import SearchTestWorker
import Testing

@testable import Search

/// Candidates that begin with the weights of what they were made from: what comes of one depends on all before it, and is the same for
/// any number of workers, any interruption, and whatever files are lost.
@Suite struct InheritanceTests {
    private static func run(rungs: [Int]) -> ToyRun {
        var run = ToyRun()
        run.fidelity = .epochs(9)
        run.plan = TrainingPlan(rungs: rungs, inheritsWeights: true)
        run.trials = rungs.isEmpty ? 40 : 14
        run.context.misbehaving = ["nan": [5]]
        return run
    }

    @Test(arguments: [[], [3]]) func lostWeightsAreMadeAgain(rungs: [Int]) throws {
        let folder = try TemporaryFolder()
        let run = Self.run(rungs: rungs)
        try run.search(folder.file("whole.db"), workers: 1)
        let expected = try RunFacts(folder.file("whole.db"))
        let trials = try Store.read(at: folder.file("whole.db")).trials()
        #expect(trials.contains { $0.parent != nil && $0.origin.isNew })
        for (stopAfter, lost) in [(12, 0), (20, 1), (30, 2), (39, 3)] where stopAfter < trials.count {
            let path = folder.file("\(stopAfter).db")
            try run.search(path, workers: 3, stopAfter: stopAfter)
            let weights = Store.weightsFolder(of: path)
            let names = try RunFacts.weights(path).filter { $0.hasSuffix(".safetensors") || $0.hasSuffix(".state") }
            // Every second one, then all.
            for (index, name) in names.enumerated() where lost == 3 || index % 2 == lost % 2 {
                try FileManager.default.removeItem(atPath: weights + "/" + name)
            }
            try run.search(path, workers: 2)
            #expect(try RunFacts(path) == expected, "stopped after \(stopAfter)")
        }
        // What each has begun with is in its weights.
        let weights = Store.weightsFolder(of: folder.file("whole.db"))
        for trial in trials where trial.state == .finished && trial.origin.isNew {
            let text = try String(contentsOfFile: weights + "/" + String(format: "trial-%06d.safetensors", trial.number), encoding: .utf8)
            let parent = trial.parent.flatMap { trials[$0].architecture }
            #expect(text.split(separator: "<").dropFirst().first.map(String.init) == parent)
        }
    }
}
