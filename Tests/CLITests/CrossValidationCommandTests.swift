import Foundation
import TestSupport
import Testing

/// Candidates of small data sets are ranked by cross-validation, from the first trial to the last after any stop.
@Suite struct CrossValidationCommandTests {
    private func nas(_ folder: URL, _ arguments: String...) throws -> String { try NASProgram.output(of: arguments, in: folder) }

    private static let space = """
        space: small
        language: 1
        input: {from: data}
        network:
          - flatten
          - dense: {out: {choice: [4, 8, 12, 16, 24, 32]}, activation: relu}
          - dense: {out: classes}
        train: {optimizer: adamw, learning_rate: 0.01, batch: 8, epochs: 4}
        """

    /// Iris-like: 90 rows of three classes that overlap.
    private static var table: String {
        var text = "length,width,kind\n"
        for index in 0..<90 {
            let kind = index % 3
            text += "\(Double(kind) * 1.5 + Double(index * 7 % 20) / 10),\(Double(index * 13 % 17) / 8 - Double(kind)),k\(kind)\n"
        }
        return text
    }

    private func inFolder(_ body: (URL) throws -> Void) throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(Self.space.utf8).write(to: folder.appendingPathComponent("small.yaml"))
            try Data(Self.table.utf8).write(to: folder.appendingPathComponent("kinds.csv"))
            try body(folder)
        }
    }

    @Test func aRunThatStopsIsTheRunThatDidNot() throws {
        try inFolder { folder in
            let common = ["search", "small.yaml", "--data", "./kinds.csv", "--rungs", "2", "--seed", "5"]
            func rows(_ db: String) throws -> [String] {
                try nas(folder, "trials", db, "--format", "csv").split(separator: "\n").map(String.init)
            }
            let whole = try NASProgram.run(common + ["--trials", "4", "--workers", "1", "--db", "whole.db"], in: folder)
            #expect(whole.status == 0, "\(whole.errors)")
            #expect(whole.output.contains("ranked by 5-fold cross-validation"), "\(whole.output)")
            let first = try NASProgram.run(common + ["--trials", "4", "--max-time", "1ms", "--db", "parts.db"], in: folder)
            #expect(first.status == 0, "\(first.errors)")
            _ = try nas(folder, "resume", "parts.db", "--workers", "2")
            let accuracies = try [rows("whole.db"), rows("parts.db")].map { try self.column("accuracy", of: $0) }
            #expect(accuracies[0] == accuracies[1] && accuracies[0].count > 4, "\(accuracies)")
            // 72 examples are validated, 14 or 15 at a time: a fold alone has other shares.
            let values = accuracies[0].compactMap(Double.init)
            #expect(values.allSatisfy { abs($0 * 72 - ($0 * 72).rounded()) < 1e-6 }, "\(values)")
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("whole.weights").path)
            #expect(!left.contains { $0.contains("-fold") && $0.hasSuffix(".checkpoint") }, "\(left)")
        }
    }

    private func column(_ name: String, of rows: [String]) throws -> [String] {
        let table = rows.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        let place = try #require(table.first?.firstIndex(of: name))
        return table.dropFirst().map { $0[place] }
    }

    @Test func foldsAreAsTheyAreAskedFor() throws {
        try inFolder { folder in
            let one = try nas(
                folder, "search", "small.yaml", "--data", "./kinds.csv", "--trials", "1", "--folds", "1", "--retrain", "none", "--db",
                "one.db")
            #expect(!one.contains("cross-validation"))
            let three = try nas(
                folder, "search", "small.yaml", "--data", "./kinds.csv", "--trials", "1", "--folds", "3", "--retrain", "none", "--db",
                "three.db")
            #expect(three.contains("ranked by 3-fold cross-validation"))
            // What is trained at full length is trained on all at once.
            _ = try nas(folder, "train", "three.db", "best", "--epochs", "8", "--output", "model")
            let refused = try NASProgram.run(
                ["search", "small.yaml", "--data", "./kinds.csv", "--inherit", "--db", "no.db"], in: folder)
            #expect(refused.status != 0 && refused.errors.contains("--inherit and 5-fold cross-validation exclude each other"))
            #expect(refused.errors.contains("--folds 1"))
            let wrong = try NASProgram.run(["search", "small.yaml", "--data", "./kinds.csv", "--folds", "0", "--db", "no.db"], in: folder)
            #expect(wrong.status != 0 && wrong.errors.contains("folds must be a whole number from 1 to 20, got '0'"), "\(wrong.errors)")
        }
    }
}
