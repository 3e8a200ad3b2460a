import Support
import Testing

@testable import Datasets

@Suite struct NamePatternTests {
    private func parts(_ pattern: String, _ path: String) throws -> NamePattern.Parts? { try NamePattern(pattern).parts(of: path) }

    @Test func namesSayLabelGroupAndPart() throws {
        #expect(try parts("{label}_{person}_{index}.png", "cat_jo_12.JPG") == .init(label: "cat", group: "jo"))
        #expect(try parts("{label}_{person}_{index}", "cat_jo_x.png") == nil, "an index is a number")
        #expect(try parts("{split}-{label}-{any}", "val-a-b-c.wav") == .init(label: "a", part: "val"))
        #expect(try parts("{any}_{any}_{label}", "1_2_cat") == .init(label: "cat"), "{any} may stand there more than once")
        for group in ["person", "camera", "speaker", "subject", "recording", "group", "scene"] {
            #expect(try parts("{\(group)}_{index}", "x_1.png") == .init(group: "x"))
        }
    }

    @Test func theLastFoldersCount() throws {
        let pattern = try NamePattern("{person}/{label}_{index}.png")
        #expect(pattern.parts(of: "/set/jo/cat_1.png") == .init(label: "cat", group: "jo"))
        #expect(pattern.parts(of: "cat_1.png") == nil && pattern.parts(of: "/jo/x/cat.png") == nil)
        #expect(try parts("all/{label}", "/set/all/cat.png") == .init(label: "cat"))
    }

    @Test(arguments: [
        ("{label}/", "has no name"), ("/{label}", "has no name"), ("{label}//x", "has no name"), ("{label}/{label}", "twice"),
    ])
    func foldersHaveNames(pattern: String, message: String) throws {
        #expect(try diagnostic { try NamePattern(pattern) }.message.contains(message))
    }

    @Test func itsEndingTellsWhatItIsOf() throws {
        #expect(try NamePattern("{label}_{index}.wav").ending == .sounds)
        #expect(try NamePattern("{label}_{index}.png").ending == .pictures)
        #expect(try NamePattern("{label}_{index}").ending == nil)
    }
}
