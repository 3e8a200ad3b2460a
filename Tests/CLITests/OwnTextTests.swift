import Foundation
import TestSupport
import Testing

/// Texts of people's own: shown, and refused where no network takes them yet.
@Suite struct OwnTextTests {
    private static let reviews = (0..<40).map { "what number \($0) has to say <&>\t\($0 % 2 == 0 ? "good" : "bad")\n" }.joined()

    @Test func textsAreShown() throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(Self.reviews.utf8).write(to: folder.appendingPathComponent("reviews.tsv"))
            let result = try NASProgram.run(["data", "show", "reviews.tsv", "--format", "json"], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let data = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
            #expect(data["kind"] as? String == "text" && data["examples"] as? Int == 40 && data["shape"] as? String == "1x29x1")
            let words = try #require(data["words"] as? [String: Int])
            #expect(words == ["median": 7, "percentile_95": 7, "longest": 7])
            #expect((data["vocabulary"] as? Int).map { (10...46).contains($0) } == true)
            let table = try NASProgram.run(["data", "reviews.tsv"], in: folder)
            #expect(
                table.output.contains("words of a text       7 (median), at most 7 in 95 %, 7 (longest), in training"), "\(table.output)")
            let picture = try NASProgram.run(["data", "show", "reviews.tsv", "--format", "svg"], in: folder)
            #expect(picture.status == 0 && picture.output.hasPrefix("<svg") && picture.output.contains("has to say &lt;&amp;&gt;"))
        }
    }

    @Test func noSpaceTakesThemYet() throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(Self.reviews.utf8).write(to: folder.appendingPathComponent("reviews.tsv"))
            let data = ["--data", "./reviews.tsv"]
            for space in ["cnn", "images", "mobile", "mlp", "dscnn", "series", "tabular", "quickstart"] {
                let result = try NASProgram.run(["search", space] + data + ["--trials", "1", "--db", "x.db"], in: folder)
                #expect(result.status == 65, "\(space): \(result.status) \(result.errors)")
                #expect(result.errors.contains("the data set holds texts, and no space takes texts yet"), "\(space): \(result.errors)")
                #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("x.db").path))
            }
            for arguments in [
                ["cost", "mlp", "--sample", "1"], ["train", "mlp", "--arch", "0"], ["space", "mlp"], ["init", "./reviews.tsv"],
                ["rank", "mlp"],
            ] {
                let result = try NASProgram.run(arguments + (arguments[0] == "init" ? [] : data), in: folder)
                #expect(result.status == 65 || result.status == 64, "\(arguments): \(result.status) \(result.errors)")
                #expect(result.errors.contains("takes texts yet"), "\(arguments): \(result.errors)")
            }
        }
    }
}
