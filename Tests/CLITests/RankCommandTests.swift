import Foundation
import TestSupport
import Testing

@Suite struct RankCommandTests {
    private func rows(_ arguments: [String], in folder: URL) throws -> [[String: Any]] {
        let result = try NASProgram.run(["rank"] + arguments + ["--format", "json"], in: folder)
        #expect(result.status == 0, "\(result.errors)")
        return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
    }

    @Test func trialsOfARunAndArchitecturesOfASpace() throws {
        try NASProgram.inTemporaryFolder { folder in
            let search = try NASProgram.run(["search", "quickstart", "--trials", "12", "--epochs", "1", "--db", "run.db"], in: folder)
            #expect(search.status == 0, "\(search.errors)")
            let ranked = try rows(["run.db"], in: folder)
            #expect(
                ranked.count == 12 && ranked.allSatisfy { $0["accuracy"] is Double && $0["trial"] is Int && $0["log_synflow"] is Double })
            #expect(try rows(["run.db", "--most", "5"], in: folder).count <= 5)
            let correlations = try rows(["run.db", "--correlations"], in: folder)
            #expect(
                correlations.compactMap { $0["score"] as? String } == [
                    "gradient_norm", "snip", "log_synflow", "naswot", "parameters", "macs",
                ])
            #expect(correlations.allSatisfy { abs($0["spearman"] as? Double ?? 2) <= 1 && $0["networks"] as? Int == 12 })
            let sampled = try rows(["quickstart", "--sample", "3"], in: folder)
            #expect(sampled.count == 3 && sampled.allSatisfy { $0["accuracy"] is NSNull && $0["gradient_norm"] is Double })

            let importance = try NASProgram.run(["status", "run.db", "--importance", "--format", "csv"], in: folder)
            #expect(
                importance.status == 0 && importance.output.hasPrefix("objective,decision,importance,best_option,"), "\(importance.errors)")
            let picture = try NASProgram.run(["status", "run.db", "--importance", "--format", "svg"], in: folder)
            #expect(XMLChecker(picture.output).isWellFormed)
            // The front of a budget that about half of the trials keep.
            let parameters = try ranked.map { try #require($0["parameters"] as? Int) }.sorted()
            let small = try NASProgram.run(
                ["pareto", "run.db", "--budget", "parameters=\(parameters[6])", "--format", "json"], in: folder)
            let members = try #require(try JSONSerialization.jsonObject(with: Data(small.output.utf8)) as? [[String: Any]])
            #expect(!members.isEmpty && members.allSatisfy { ($0["parameters"] as? Int ?? .max) <= parameters[6] }, "\(small.errors)")
            for (arguments, status) in [
                (["pareto", "run.db", "--budget", "speed=3"], 64),
                (["status", "run.db", "--format", "svg"], 64), (["rank", "nothing.db"], 65), (["rank", "nothing"], 65),
                (["rank", "run.db", "--most", "1"], 64),
                (["rank", "quickstart", "--correlations"], 65), (["rank", "quickstart", "--data", "nowhere"], 65),
            ] as [([String], Int32)] {
                let run = try NASProgram.run(arguments, in: folder)
                #expect(run.status == status && !run.errors.isEmpty, "\(arguments): \(run.status) \(run.errors)")
            }
        }
    }
}
