import Foundation
import TestSupport
import Testing

/// Series and tables of people's own, from the file to predictions.
@Suite struct OwnSeriesTests {
    private func nas(_ folder: URL, _ arguments: String...) throws -> String { try NASProgram.output(of: arguments, in: folder) }

    private func json(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private static let space = """
        space: small
        language: 1
        input: {from: data}
        network:
          - flatten
          - dense: {out: {choice: [8, 16]}, activation: relu}
          - dense: {out: classes}
        train: {optimizer: adamw, learning_rate: 0.01, batch: 8, epochs: 8}
        """

    /// Six people at 50 moments per second, who sit, then run.
    private static var accelerometer: String {
        var text = "subject,time,x,y,activity\n"
        for person in 0..<6 {
            for moment in 0..<120 {
                let isRunning = moment >= 60
                let x = isRunning ? Double((moment * 7 + person) % 10) : Double(moment % 2) / 10
                text += "p\(person),\(Double(moment) / 50),\(x),\(9.8 - x / 5),\(isRunning ? "run" : "sit")\n"
            }
        }
        return text
    }

    @Test func aLongTableIsSearchedOnTrainedAndPredicted() throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(Self.space.utf8).write(to: folder.appendingPathComponent("small.yaml"))
            try Data(Self.accelerometer.utf8).write(to: folder.appendingPathComponent("acc.csv"))
            let options = "window=0.4s,hop=0.2s"
            let data = try json(nas(folder, "data", "show", "acc.csv", "--data-options", options, "--format", "json"))
            #expect(data["kind"] as? String == "series" && data["shape"] as? String == "1x20x2" && data["examples"] as? Int == 66)
            #expect((data["notes"] as? [String])?.contains("windows of 20 moments every 10 (0.4 s at 50 moments per second): 66") == true)
            #expect(try nas(folder, "data", "show", "acc.csv", "--data-options", options, "--format", "svg").contains("<svg"))

            let search = try nas(
                folder, "search", "small.yaml", "--data", "./acc.csv", "--data-options", options, "--trials", "1", "--retrain", "none",
                "--db", "x.db")
            #expect(search.contains("66 examples of 1x20x2 in 2 classes"), "\(search)")
            // The run knows its options.
            _ = try nas(folder, "resume", "x.db", "--trials", "2")
            _ = try nas(folder, "train", "x.db", "best", "--epochs", "10", "--output", "model")
            let metrics = try json(String(contentsOf: folder.appendingPathComponent("model/metrics.json"), encoding: .utf8))
            let reported = try #require((metrics["test"] as? [String: Any])?["accuracy"] as? Double)
            #expect(reported > 0.8)
            let evaluated = try json(nas(folder, "evaluate", "model", "--data", "./acc.csv", "--format", "json"))
            #expect(evaluated["test_accuracy"] as? Double == reported)
            // New moments have no label and no person.
            let new = "time,y,x\n" + (0..<40).map { "\(Double($0) / 50),\(9.8),\(Double($0 % 2) / 10)\n" }.joined()
            try Data(new.utf8).write(to: folder.appendingPathComponent("new.csv"))
            let predicted = try nas(folder, "predict", "model", "new.csv", "--format", "csv").split(separator: "\n")
            #expect(predicted.count == 4 && predicted.dropFirst().allSatisfy { $0.contains(",sit,") }, "\(predicted)")
        }
    }

    @Test func aTableIsSearchedOnAndPredicted() throws {
        try NASProgram.inTemporaryFolder { folder in
            let head = Self.space + "\ndefaults: {data-options: {label: kind, columns: \"size:colour\"}}\n"
            try Data(head.utf8).write(to: folder.appendingPathComponent("small.yaml"))
            var text = "kind,size,colour,other\n"
            for index in 0..<60 {
                text += "\(index % 2 == 0 ? "big" : "small"),\(index % 2 * 10 + index % 5),\(["red", "blue"][index % 3 / 2]),\(index)\n"
            }
            try Data(text.utf8).write(to: folder.appendingPathComponent("things.csv"))
            let search = try nas(
                folder, "search", "small.yaml", "--data", "./things.csv", "--trials", "1", "--retrain", "none", "--db", "x.db")
            #expect(search.contains("60 examples of 1x1x3 in 2 classes"), "\(search)")
            _ = try nas(folder, "train", "x.db", "best", "--epochs", "20", "--output", "model")
            try Data("colour,size\nred,12\nblue,1\n,11\n".utf8).write(to: folder.appendingPathComponent("new.csv"))
            let predicted = try nas(folder, "predict", "model", "new.csv", "--format", "csv").split(separator: "\n")
            #expect(predicted.dropFirst().map { $0.split(separator: ",")[1] } == ["small", "big", "small"], "\(predicted)")
            let wrong = try NASProgram.run(
                ["search", "small.yaml", "--data", "./things.csv", "--data-options", "labl=kind", "--db", "y.db"], in: folder)
            #expect(wrong.status == 64 && wrong.errors.contains("there is no data option 'labl'"), "\(wrong.errors)")
        }
    }
}
