import Foundation
import TestSupport
import Testing

/// From a search's front to a model folder, and what is done with that.
@Suite(.serialized) struct TrainCommandTests {
    private func nas(_ folder: URL, _ arguments: String...) throws -> NASProgram.Result { try NASProgram.run(arguments, in: folder) }

    private func withSearch(_ body: (URL) throws -> Void) throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(NASProgram.tinySpace.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
            let search = try nas(folder, "search", "tiny.yaml", "--db", "tiny.db", "--trials", "4", "--steps", "100", "--retrain", "none")
            #expect(search.status == 0, "\(search.errors)")
            try body(folder)
        }
    }

    private func json(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func fromTheFrontToAModelAndItsAccuracy() throws {
        try withSearch { folder in
            let trained = try nas(folder, "train", "tiny.db", "best", "--epochs", "4", "--seeds", "2")
            #expect(trained.status == 0, "\(trained.errors)")
            #expect(trained.output.contains("2 trainings of 4 epochs"))
            #expect(trained.output.contains("1438 training examples, 0 for validation, 359 for the test"))
            let models = try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("models").path)
            let model = "models/" + (try #require(models.first))
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(model).path).sorted()
            #expect(names == ["metrics.json", "model.json", "seeds", "weights.safetensors"])

            let metrics = try json(String(contentsOf: folder.appendingPathComponent("\(model)/metrics.json"), encoding: .utf8))
            let reported = try #require((metrics["test"] as? [String: Any])?["accuracy"] as? Double)
            let evaluated = try nas(folder, "evaluate", model, "--format", "json")
            #expect(evaluated.status == 0, "\(evaluated.errors)")
            let report = try json(evaluated.output)
            #expect(report["test_accuracy"] as? Double == reported)
            #expect(report["examples"] as? Int == 359)
            #expect((report["confusion"] as? [[Int]])?.joined().reduce(0, +) == 359)
            #expect((metrics["seeds"] as? [Any])?.count == 2)

            // Once more is refused, and leaves all as it is.
            let again = try nas(folder, "train", "tiny.db", "best", "--epochs", "4")
            #expect(again.status == 65 && again.errors.contains("holds a model already"))
            let resumed = try nas(folder, "resume", model)
            #expect(resumed.status == 65 && resumed.errors.contains("the training of this model has ended"))
            let all = try json(nas(folder, "evaluate", model, "--part", "all", "--format", "json").output)
            #expect(all["examples"] as? Int == 1797 && all["test_accuracy"] == nil)
        }
    }

    @Test func aSpaceAndAnArchitectureAreEnough() throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(NASProgram.tinySpace.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
            let trained = try nas(
                folder, "train", "tiny.yaml", "--arch", "3-1-0-2-1-0", "--epochs", "6", "--patience", "2", "--output", "out")
            #expect(trained.status == 0, "\(trained.errors)")
            #expect(trained.output.contains("until 2 epochs bring nothing better"))
            #expect(trained.output.contains("validation accuracy"))
            let training = try json(String(contentsOf: folder.appendingPathComponent("out/model.json"), encoding: .utf8))["training"]
            #expect((training as? [String: Any])?["patience"] as? Int == 2)
        }
    }

    @Test func wrongUsageIsTold() throws {
        try withSearch { folder in
            for (arguments, words) in [
                (["train", "tiny.db"], "which trial?"), (["train", "tiny.db", "99"], "there is no trial 99"),
                (["train", "tiny.yaml"], "which architecture?"), (["train", "tiny.yaml", "--arch", "9-9"], "decisions"),
                (["train", "tiny.db", "best", "--seeds", "0"], "seeds must be a whole number from 1 to 1000"),
                (["train", "tiny.db", "best", "--epochs", "3", "--steps", "4"], "exclude each other"),
                (["train", "none.db", "best"], "no such database"), (["evaluate", "none"], "no such folder"),
                (["evaluate", "."], "is no model folder"), (["predict", ".", "tiny.yaml"], "is no model folder"),
            ] {
                let result = try NASProgram.run(arguments, in: folder)
                #expect([64, 65].contains(result.status) && result.errors.contains(words), "\(arguments): \(result.errors)")
            }
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("models").path))
        }
    }

    /// Killed at random moments, with its workers, it gives the bits of a training that nobody disturbed.
    @Test(arguments: [[], ["--patience", "800"]]) func killedAndResumedGivesTheSameBits(_ options: [String]) throws {
        try withSearch { folder in
            let arguments = ["train", "tiny.db", "best", "--epochs", "800", "--seeds", "3", "--workers", "2"] + options
            let reference = try NASProgram.run(arguments + ["--output", "reference"], in: folder)
            #expect(reference.status == 0, "\(reference.errors)")
            var kills = 0
            var running = try NASProgram.start(arguments + ["--output", "killed"], in: folder)
            for _ in 0..<4 {
                Thread.sleep(forTimeInterval: Double.random(in: 0.2...0.8))
                guard running.process.isRunning else { break }
                let workers = ProcessTree.children(of: running.process.processIdentifier)
                kill(running.process.processIdentifier, SIGKILL)
                for worker in workers { kill(worker, SIGKILL) }
                running.wait()
                kills += 1
                let isBegun = FileManager.default.fileExists(atPath: folder.appendingPathComponent("killed/training.json").path)
                running = try NASProgram.start(
                    isBegun ? ["resume", "killed", "--workers", "2"] : arguments + ["--output", "killed"], in: folder)
            }
            let end = running.wait()
            #expect(kills > 0 && end.status == 0, "\(end.errors)")
            for name in [
                "weights.safetensors", "seeds/seed-1.safetensors", "seeds/seed-2.safetensors", "seeds/seed-3.safetensors", "model.json",
            ] {
                let (one, other) = (folder.appendingPathComponent("reference/\(name)"), folder.appendingPathComponent("killed/\(name)"))
                #expect(try Data(contentsOf: one) == Data(contentsOf: other), "\(name)")
            }
        }
    }
}
