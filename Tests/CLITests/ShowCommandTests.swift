import Foundation
import TestSupport
import Testing

/// `nas show` on a stored run, of which trials 2, 11, 9, 5, 10, 12 and 7 are the front, and 2 was retrained three times.
@Suite struct ShowCommandTests {
    private func show(_ arguments: [String], _ body: (NASProgram.Result) throws -> Void) throws {
        try NASProgram.inTemporaryFolder { folder in
            let stored = SharedData.packageRoot.appendingPathComponent("Tests/CLITests/Databases/small-run.db")
            try FileManager.default.copyItem(at: stored, to: folder.appendingPathComponent("run.db"))
            try body(try NASProgram.run(["show", "run.db"] + arguments, in: folder))
        }
    }

    @Test func theBestWithItsNetworkAndWeights() throws {
        try show(["best"]) { result in
            #expect(result.status == 0, "\(result.errors)")
            let lines = result.output.split(separator: "\n")
            #expect(lines[0].hasPrefix("trial 2, finished"))
            #expect(lines.contains("network: stem 12 3x3, 2 x residual 12 3x3, conv 20 3x3 /2, conv 40 1x1, dense 10"))
            let best = "best weights run.weights/trial-000002-2.safetensors (retrained for 16 epochs, validation accuracy "
            #expect(lines.contains { $0.hasPrefix(best) })
            #expect(lines.contains { $0.hasPrefix("weights run.weights/trial-000002.safetensors ") })
        }
        try show(["best", "--format", "json"]) { result in
            let fields = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
            #expect(fields["trial"] as? Int == 2 && (fields["summary"] as? String)?.hasPrefix("stem 12 3x3, 2 x ") == true)
            let best = try #require(fields["best_weights"] as? String)
            #expect(best.hasPrefix("run.weights/trial-000002-") && fields["weights"] as? String == "run.weights/trial-000002.safetensors")
        }
    }

    /// By hand from the front: of trial 2, 11 and 7 the errors are 0.0070, 0.0105 and 0.0453, the energies 0.8639, 0.4098 and 0.1723 mJ. On
    /// scaled logarithms trial 11 is (0.217, 0.538), 0.246 from the line; the next is trial 12 with 0.225.
    @Test func theKnee() throws {
        try show(["knee", "--format", "json"]) { result in
            let fields = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
            #expect(fields["trial"] as? Int == 11, "\(result.errors)")
        }
    }

    @Test(arguments: [
        ("bets", "did you mean 'best'?"), ("99", "there is no trial 99 in run.db"), ("1.5", "a trial is a number, best or knee, got '1.5'"),
    ]) func whatIsNoTrialIsRefused(_ trial: String, _ words: String) throws {
        try show([trial]) { result in
            #expect(result.status == 64 && result.errors.contains(words), "\(result.errors)")
        }
    }
}
