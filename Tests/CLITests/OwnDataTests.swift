import Foundation
import TestSupport
import Testing

/// Pictures of people's own, from the folder to the front.
@Suite struct OwnDataTests {
    /// Grey PNG files of noise, 8 and 10 pixels wide.
    private static let pictures = [
        """
        iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAARElEQVR42gXBUQ3AIBBEwXcEB5hh8VEP/SXVQU5IfbB4qJnOxOcNL0Q71hpySQPyLFv0xyLa6Tkv\
        iPsFEiqphaACQ2b/MrQTz5JagUsAAAAASUVORK5CYII=
        """,
        """
        iVBORw0KGgoAAAANSUhEUgAAAAoAAAAICAAAAADlkTFqAAAASElEQVR42gXBoRHAQAhFwRfmikKCoqW4zLlrCfUj6SKtZPf6auMHwKYfHyKEMXngdWQgvTcky4E4\
        UY3BxkUio9ikB6zpSkTQPyRTFvNgIB9rAAAAAElFTkSuQmCC
        """,
    ].compactMap { Data(base64Encoded: $0) }

    private func nas(_ folder: URL, _ arguments: String...) throws -> String { try NASProgram.output(of: arguments, in: folder) }

    @Test func aFolderOfPicturesIsSearchedOn() throws {
        try NASProgram.inTemporaryFolder { folder in
            for (part, count) in [("train", 20), ("val", 6), ("test", 5)] {
                for name in ["cat", "dog"] {
                    let place = folder.appendingPathComponent("photos/\(part)/\(name)")
                    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
                    for index in 0..<count {
                        try Self.pictures[index % 4 == 3 ? 1 : 0].write(to: place.appendingPathComponent("\(index).png"))
                    }
                }
            }
            try Data("two\n".utf8).write(to: folder.appendingPathComponent("photos/train/cat/notes.txt"))
            try Data(NASProgram.tinySpace.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
            let notes = [
                "pictures of several sizes (8 to 8 high, 8 to 10 wide) are brought to 8x8: the middle of each, scaled",
                "notes.txt is no picture and is left out",
            ]

            let shown = try nas(folder, "data", "photos", "--format", "json")
            let data = try #require(try JSONSerialization.jsonObject(with: Data(shown.utf8)) as? [String: Any])
            #expect(data["form"] as? String == "pictures in folders" && data["shape"] as? String == "8x8x1")
            #expect(data["training"] as? Int == 40 && data["validation"] as? Int == 12 && data["test"] as? Int == 10)
            #expect(data["training_class_counts"] as? [String: Int] == ["cat": 20, "dog": 20])
            #expect(data["notes"] as? [String] == notes)

            let search = try nas(folder, "search", "tiny.yaml", "--data", "photos/", "--trials", "2", "--epochs", "1", "--db", "x.db")
            #expect(search.contains("data photos/: 62 examples of 8x8x1 in 2 classes\n"), "\(search)")
            for note in notes { #expect(search.contains("  \(note)\n"), "\(search)") }
            _ = try nas(folder, "resume", "x.db", "--trials", "+1")
            #expect(try nas(folder, "pareto", "x.db", "--test", "--format", "csv").contains("test_accuracy"))
        }
    }
}
