import Foundation
import TestSupport
import Testing

/// From data to a space file, and from that to a search.
@Suite struct InitCommandTests {
    private func nas(_ folder: URL, _ arguments: String...) throws -> NASProgram.Result { try NASProgram.run(arguments, in: folder) }

    /// Rows of two classes that a line tells apart.
    private func writeTable(_ folder: URL) throws {
        let rows = (0..<120).map { row in
            "\(row % 2 == 0 ? "low" : "high"),\(row % 2 * 5 + row % 7),\(row % 5),\(row % 3 == 0 ? "red" : "blue")"
        }
        try Data((["label,size,weight,colour"] + rows).joined(separator: "\n").utf8).write(
            to: folder.appendingPathComponent("parts list.csv"))
    }

    @Test func aTableBecomesASpaceThatIsSearched() throws {
        try NASProgram.inTemporaryFolder { folder in
            try writeTable(folder)
            let made = try nas(
                folder, "init", "parts list.csv", "--board", "raspberry-pi-zero-w", "--battery", "4000mAh@5V", "--hours", "20", "--rate",
                "1/s")
            #expect(made.status == 0, "\(made.errors)")
            #expect(made.output.contains("120 examples (table of 1x1x4) in 2 classes"))
            let text = try String(contentsOf: folder.appendingPathComponent("parts-list.yaml"), encoding: .utf8)
            #expect(text.contains("\nspace: parts-list\n") && text.contains("  battery: \"4000mAh@5V\""))
            #expect(text.components(separatedBy: "defaults:").count == 2)

            let search = try nas(folder, "search", "parts-list.yaml", "--trials", "3", "--steps", "40", "--retrain", "none")
            #expect(search.status == 0, "\(search.errors)")
            let trained = try nas(folder, "train", "runs/parts-list-1.db", "best", "--steps", "300", "--output", "model")
            #expect(trained.status == 0, "\(trained.errors)")
            // Without labels, and the columns in another order.
            try Data("colour,weight,size\nred,1,9\nblue,2,0\n".utf8).write(to: folder.appendingPathComponent("new.csv"))
            let predicted = try nas(folder, "predict", "model", "new.csv", "--format", "csv")
            #expect(predicted.status == 0, "\(predicted.errors)")
            #expect(CSVTable(predicted.output).column("prediction") == ["high", "low"])
            #expect(CSVTable(predicted.output).header.suffix(2) == ["probability_of_high", "probability_of_low"])

            // What is there is left as it is.
            let again = try nas(folder, "init", "parts list.csv")
            #expect(again.status == 64 && again.errors.contains("parts-list.yaml is there already"))
        }
    }

    @Test func whatCannotBeSearchedIsRefusedBeforeAFileIsWritten() throws {
        try NASProgram.inTemporaryFolder { folder in
            try writeTable(folder)
            for (arguments, words) in [
                (["init", "nothing/"], "no such folder or file"),
                (["init", "parts list.csv", "--board", "raspbery-pi-4"], "raspberry-pi-4"),
                (["init", "parts list.csv", "--battery", "4000mAh"], "battery"),
                (["init", "parts list.csv", "--rate", "1/s"], "--battery"),
                (["init", "parts list.csv", "--battery", "4Ah@5V"], "--hours"),
                (["init", "parts list.csv", "--battery", "4Ah@5V", "--hours", "0"], "hours"),
            ] {
                let result = try NASProgram.run(arguments, in: folder)
                #expect([2, 64, 65].contains(result.status) && result.errors.contains(words), "\(arguments): \(result.errors)")
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(names == ["parts list.csv"])
        }
    }

    @Test func examplesAreDrawn() throws {
        try NASProgram.inTemporaryFolder { folder in
            let shown = try nas(folder, "data", "show", "digits", "--format", "svg", "--output", "digits.svg")
            #expect(shown.status == 0, "\(shown.errors)")
            let picture = try String(contentsOf: folder.appendingPathComponent("digits.svg"), encoding: .utf8)
            let checker = XMLChecker(picture)
            #expect(checker.isWellFormed)
            #expect(picture.components(separatedBy: "data:image/png;base64,").count == 101, "ten of each of ten classes")
            let wrong = try nas(folder, "data", "show", "digits", "mnist")
            #expect(wrong.status == 64 && wrong.errors.contains("one data set at a time"))
        }
    }
}
