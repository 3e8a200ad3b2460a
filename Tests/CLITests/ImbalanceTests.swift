import Foundation
import GRDB
import TestSupport
import Testing

/// Data whose classes are not equally common: said when they are loaded, and balanced accuracy stands beside accuracy.
@Suite struct ImbalanceTests {
    /// Images of 8x8 in IDX, in the folder `images`: 200 'no', 20 'yes' and 5 'maybe', of a test part 30, 10 and 0. What is no 'no' has
    /// bright pixels of its own.
    private func writeImages(_ folder: URL) throws {
        let images = folder.appendingPathComponent("images")
        try FileManager.default.createDirectory(at: images, withIntermediateDirectories: true)
        func idx(_ dimensions: [Int], _ elements: [UInt8]) -> Data {
            var bytes: [UInt8] = [0, 0, 8, UInt8(dimensions.count)]
            for dimension in dimensions {
                for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: dimension >> shift)) }
            }
            return Data(bytes + elements)
        }
        for (name, counts) in [("train", [200, 20, 5]), ("t10k", [30, 10, 0])] {
            let labels = counts.enumerated().flatMap { label, count in [UInt8](repeating: UInt8(label), count: count) }
            var pixels = noise(labels.count * 64)
            for (image, label) in labels.enumerated() where label > 0 {
                for pixel in 0..<32 { pixels[image * 64 + pixel * 2] = label == 1 ? 255 : 0 }
            }
            try idx([labels.count, 8, 8], pixels).write(to: images.appendingPathComponent("\(name)-images-idx3-ubyte"))
            try idx([labels.count], labels).write(to: images.appendingPathComponent("\(name)-labels-idx1-ubyte"))
        }
        try Data("no\nyes\nmaybe\n".utf8).write(to: images.appendingPathComponent("classes.txt"))
        try Data(NASProgram.tinySpace.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
    }

    private func nas(_ folder: URL, _ arguments: String...) throws -> String { try NASProgram.output(of: arguments, in: folder) }

    private static let sentence =
        "classes are imbalanced: always answering 'no' has an accuracy of 88.9 % in validation and 75.0 % in test; "
        + "balanced accuracy (the mean of each class's recall) is shown beside accuracy\n"

    private func isMajority(_ listed: [String: Any]) -> Bool {
        (listed["majority_accuracy"] as? Double).map { abs($0 - 40.0 / 45) < 1e-12 } ?? false
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func countsByClassAreShownWhenDataAreLoaded() throws {
        try NASProgram.inTemporaryFolder { folder in
            try writeImages(folder)
            let table = try nas(folder, "data", "./images")
            #expect(table.contains("'no' 230, 'yes' 30, 'maybe' 5\n"), "\(table)")
            #expect(table.contains("180: 'no' 160, 'yes' 16, 'maybe' 4\n") && table.contains("45: 'no' 40, 'yes' 4, 'maybe' 1\n"))
            #expect(table.contains("40: 'no' 30, 'yes' 10, 'maybe' 0\n") && table.contains(Self.sentence), "\(table)")
            let data = try object(try nas(folder, "data", "./images", "--format", "json"))
            #expect(data["validation_class_counts"] as? [String: Int] == ["no": 40, "yes": 4, "maybe": 1])
            #expect(data["imbalanced"] as? Bool == true && data["majority_class"] as? String == "no")
            #expect(isMajority(data) && data["training"] as? Int == 180)
            let digits = try nas(folder, "data", "digits")
            #expect(digits.contains("1151: 111 to 117 of a class, median 115.5, most of '1' (10.2 %)\n"), "\(digits)")
            #expect(digits.contains("imbalanced") && !digits.contains("classes are imbalanced"))
        }
    }

    @Test func balancedAccuracyStandsBesideAccuracy() throws {
        try NASProgram.inTemporaryFolder { folder in
            try writeImages(folder)
            let search = try nas(folder, "search", "tiny.yaml", "--data", "./images", "--trials", "4", "--retrain", "50%", "--db", "a.db")
            #expect(search.contains("  training 180: 'no' 160, 'yes' 16, 'maybe' 4\n") && search.contains(Self.sentence), "\(search)")
            #expect(search.contains(#/trial \d+: accuracy [\d.]+ % \(balanced [\d.]+ %\)/#), "\(search)")
            let trials = try nas(folder, "trials", "a.db")
            #expect(trials.contains(#/accuracy +balanced +latency ms/#), "\(trials)")
            #expect(try nas(folder, "pareto", "a.db", "--test").contains(#/accuracy +balanced +test +test balanced/#))
            #expect(try nas(folder, "pareto", "a.db", "--retrained").contains("balanced mean"))
            let csv = CSVTable(try nas(folder, "trials", "a.db", "--format", "csv"))
            let all = csv.column("balanced_accuracy").compactMap(Double.init)
            #expect(all.count == csv.rows.count && all.allSatisfy { (0...1).contains($0) })
            #expect(all != csv.column("accuracy").compactMap(Double.init))
            let front = CSVTable(try nas(folder, "pareto", "a.db", "--format", "csv"))
            #expect(front.column("test_balanced_accuracy").allSatisfy { Double($0) != nil })
            let retrained = CSVTable(try nas(folder, "pareto", "a.db", "--retrained", "--format", "csv"))
            #expect(retrained.column("retrained_test_balanced_accuracy").allSatisfy { Double($0) != nil })
            #expect(try nas(folder, "show", "a.db", "0").contains(#/validation accuracy [\d.]+ %, balanced [\d.]+ %\n/#))
            let status = try object(try nas(folder, "status", "a.db", "--format", "json"))
            #expect(isMajority(status) && status["best_balanced_accuracy"] as? Double != nil)
            #expect(try nas(folder, "status", "a.db").contains("always the commonest class"))
        }
    }

    /// What a database of version 3 knows nothing of is known once its data are loaded; its trials stay as they are.
    @Test func aRunOfAnEarlierVersionGoesOn() throws {
        try NASProgram.inTemporaryFolder { folder in
            try writeImages(folder)
            _ = try nas(folder, "search", "tiny.yaml", "--data", "./images", "--trials", "3", "--retrain", "none", "--db", "a.db")
            let before = CSVTable(try nas(folder, "trials", "a.db", "--format", "csv"))
            let queue = try DatabaseQueue(path: folder.appendingPathComponent("a.db").path)
            try queue.writeWithoutTransaction { db in
                for (table, column) in [
                    ("run", "class_counts"), ("trial", "metrics"), ("trial", "test_metrics"), ("retraining", "metrics"),
                    ("retraining", "test_metrics"), ("known_result", "metrics"), ("curve_point", "validation_metrics"),
                ] { try db.execute(sql: "ALTER TABLE \(table) DROP COLUMN \(column)") }
                try db.execute(sql: "PRAGMA user_version = 3")
                try db.checkpoint(.truncate)
            }
            try queue.close()
            #expect(!(try nas(folder, "trials", "a.db")).contains("balanced"))
            let unknown = try object(try nas(folder, "status", "a.db", "--format", "json"))
            #expect(unknown["best_balanced_accuracy"] is NSNull && unknown["majority_accuracy"] is NSNull)
            func check(_ path: String, _ output: String) throws {
                #expect(output.contains(Self.sentence), "\(output)")
                #expect(try nas(folder, "trials", path).contains("balanced"))
                let after = CSVTable(try nas(folder, "trials", path, "--format", "csv"))
                #expect(after.column("accuracy").prefix(3) == before.column("accuracy")[...])
                #expect(after.column("architecture").prefix(3) == before.column("architecture")[...])
                #expect(after.column("balanced_accuracy").map { $0.isEmpty } == [true, true, true, false])
            }
            try check("b.db", try nas(folder, "fork", "a.db", "--trials", "4", "--db", "b.db"))
            try check("a.db", try nas(folder, "resume", "a.db", "--trials", "4"))
        }
    }

    @Test func balancedDataAreShownAsBefore() throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(NASProgram.tinySpace.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
            #expect(!(try nas(folder, "search", "tiny.yaml", "--trials", "2", "--db", "a.db")).contains("balanced"))
            for command in [["trials"], ["pareto", "--test"], ["show", "0"], ["status"]] {
                let result = try NASProgram.run([command[0], "a.db"] + command.dropFirst(), in: folder)
                #expect(result.status == 0 && !result.output.contains("balanced"), "\(command): \(result.output)")
            }
            #expect(try nas(folder, "trials", "a.db", "--format", "json").contains("\"balanced_accuracy\": 0."))
        }
    }

    /// A search for another metric than accuracy: its front is of that.
    @Test func metricsAreObjectives() throws {
        try NASProgram.inTemporaryFolder { folder in
            try writeImages(folder)
            func search(_ objectives: String, _ db: String) throws -> NASProgram.Result {
                try NASProgram.run(
                    [
                        "search", "tiny.yaml", "--data", "./images", "--trials", "6", "--retrain", "none", "--objectives", objectives,
                        "--db", db,
                    ],
                    in: folder)
            }
            let found = try search("macro_f1,macs", "a.db")
            #expect(found.status == 0 && found.output.contains("for macro_f1 and macs"), "\(found.errors)")
            #expect(try nas(folder, "trials", "a.db").contains("macro F1"))
            let trials = CSVTable(try nas(folder, "trials", "a.db", "--format", "csv"))
            let scores = trials.column("macro_f1").compactMap(Double.init)
            #expect(scores.count == trials.rows.count && scores.allSatisfy { (0...1).contains($0) })
            let front = CSVTable(try nas(folder, "pareto", "a.db", "--format", "csv"))
            #expect(front.column("macro_f1").compactMap(Double.init).max() == scores.max())
            _ = try nas(folder, "pareto", "a.db", "--format", "svg")
            let three = try search("roc_auc,macs", "b.db")
            #expect(three.status == 65 && three.errors.contains("roc_auc is of two classes, the data has 3"), "\(three.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("b.db").path))
            let other = try search("auc", "b.db")
            #expect(other.status != 0 && other.errors.contains("did you mean 'roc_auc'"), "\(other.errors)")
        }
    }
}
