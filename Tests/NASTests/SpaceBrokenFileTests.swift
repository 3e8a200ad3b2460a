import Foundation
import NAS
import Support
import TestSupport
import Testing

/// Every broken file yields one diagnostic, at the place and with the words that its first line names.
@Suite struct SpaceBrokenFileTests {
    struct Fixture: CustomTestStringConvertible, Sendable {
        let url: URL
        let text: String
        let location: Support.SourceLocation
        let message: String
        var testDescription: String { url.lastPathComponent }
    }

    static let fixtures: [Fixture] = {
        let folder = Bundle.module.resourceURL!.appendingPathComponent("Fixtures/broken")
        let urls = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return urls.sorted { $0.path < $1.path }.compactMap { url -> Fixture? in
            guard let text = try? String(contentsOf: url, encoding: .utf8), let first = text.split(separator: "\n").first,
                first.hasPrefix("# expect: ")
            else { return nil }
            let parts = first.dropFirst("# expect: ".count).split(separator: " ", maxSplits: 1)
            let place = parts[0].split(separator: ":").compactMap { Int($0) }
            return Fixture(
                url: url, text: text, location: Support.SourceLocation(line: place[0], column: place[1]), message: String(parts[1]))
        }
    }()

    @Test func `there are more than thirty`() { #expect(Self.fixtures.count > 30) }

    @Test(arguments: fixtures) func `is refused at its place`(fixture: Fixture) throws {
        let error = #expect(throws: Diagnostic.self) { try Self.check(SearchSpace(contentsOf: fixture.url)) }
        let diagnostic = try #require(error)
        #expect(diagnostic.location == fixture.location, "\(diagnostic)")
        #expect(diagnostic.message.contains(fixture.message), "\(diagnostic)")
        #expect(diagnostic.file != nil)
        let lines = fixture.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(diagnostic.sourceLine == String(lines[fixture.location.line - 1]))
    }

    static func check(_ space: SearchSpace) throws {
        _ = try space.analysis(for: space.assumedTask(SpaceFixtures.task(28, 28, 1)))
    }

    // MARK: Files that are made here: too large or too strange to keep

    private func refusal(of bytes: [UInt8]) throws -> Diagnostic {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("nas-broken-\(UUID().uuidString).yaml")
        try Data(bytes).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return try #require(#expect(throws: Diagnostic.self) { try SearchSpace(contentsOf: url) })
    }

    @Test func `ten megabytes`() throws {
        let diagnostic = try refusal(of: [UInt8](repeating: UInt8(ascii: "a"), count: 10 << 20))
        #expect(diagnostic.message.contains("10.0 MiB"))
        #expect(diagnostic.location == Support.SourceLocation(line: 1, column: 1))
        let text = try #require(
            #expect(throws: Diagnostic.self) { try SearchSpace(yaml: String(repeating: "- a\n", count: 1 << 20), fileName: "x") })
        #expect(text.message.contains("4.00 MiB"))
    }

    @Test func `deep nesting`() throws {
        for opening in ["[", "{", "{a: [", "[{a: ", "network: ["] {
            let diagnostic = try refusal(of: Array(String(repeating: opening, count: 100_000).utf8.prefix(1 << 20)))
            #expect(diagnostic.location?.line == 1)
        }
        let brackets = try refusal(of: Array(("space: x\n  " + String(repeating: "[", count: 100_000)).utf8))
        #expect(brackets.location == Support.SourceLocation(line: 2, column: 67))
        #expect(brackets.message.contains("nested more than 64 deep"))
        let dashes = try refusal(of: Array(String(repeating: "- ", count: 100_000).utf8))
        #expect(dashes.location?.line == 1)
        let indented = (0..<900).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        #expect(try refusal(of: Array(indented.utf8)).message.contains("nested"))
    }

    /// Small files that would become large, or deep, when names are written out.
    @Test func `names that explode`() throws {
        func refused(_ choices: String, _ blocks: String, _ network: String) throws -> Diagnostic {
            let yaml =
                "space: x\nlanguage: 1\ninput: {shape: [8, 8, 1], classes: 2}\n\(choices)\n\(blocks)\n"
                + "network: [\(network), flatten, {dense: {out: classes}}]\n"
            return try #require(#expect(throws: Diagnostic.self) { try Self.check(SearchSpace(yaml: yaml, fileName: "x")) })
        }
        let doubling = "choices:\n  a0: 1\n" + (1..<40).map { "  a\($0): {scale: [$a\($0 - 1), $a\($0 - 1)]}\n" }.joined()
        #expect(try refused(doubling, "", "{conv: {out: $a39, kernel: 1}}").message.contains("grow too large"))
        let chain = "choices:\n" + (0..<900).map { "  a\($0): $a\($0 + 1)\n" }.joined() + "  a900: 1\n"
        #expect(try refused(chain, "", "relu").message.contains("stand for one another"))
        let locals =
            "blocks:\n  b:\n    a0: 1\n" + (1..<5000).map { "    a\($0): {scale: [$a\($0 - 1), 1]}\n" }.joined() + "    layers: [relu]\n"
        #expect(try refused("", locals, "b").message.contains("grow too large"))
        let blocks = "blocks:\n" + (0..<30).map { "  b\($0): {layers: [b\($0 + 1), b\($0 + 1)]}\n" }.joined() + "  b30: {layers: [relu]}\n"
        #expect(try refused("", blocks, "b0").message.contains("more than 20000 layers"))
        let deep = "blocks:\n" + (0..<900).map { "  b\($0): {layers: [b\($0 + 1)]}\n" }.joined() + "  b900: {layers: [relu]}\n"
        #expect(try refused("", deep, "b0").message.contains("nested more than 64 deep"))
        let many = "choices:\n" + (0..<2000).map { "  a\($0): 1\n" }.joined()
        #expect(try refused(many, "", "relu").message.contains("more than 1000 choices"))
        let entangled = "choices:\n" + (0..<12).map { "  a\($0): {range: [1, 9]}\n" }.joined()
        let paths = (0..<12).map { "[{conv: {out: $a\($0), kernel: 1}}]" }.joined(separator: ", ")
        #expect(try refused(entangled, "", "{branches: {paths: [\(paths)], merge: concatenate}}").message.contains("entangled"))
        #expect(try refused("", "", Array(repeating: "relu", count: 100_000).joined(separator: ", ")).message.contains("20000 layers"))
        #expect(
            try refused("", "", "{conv: {out: é, kernel: [" + Array(repeating: "1", count: 200_000).joined(separator: ", ") + "]}}").message
                .contains("must be"))
    }

    @Test func `binary rubbish`() throws {
        var random = RandomStream(seed: 7, purpose: .test)
        for length in [1, 16, 300, 5000] {
            for _ in 0..<20 {
                let bytes = (0..<length).map { _ in UInt8(random.nextInt(below: 256)) }
                #expect(try refusal(of: bytes).location != nil)
            }
        }
        #expect(try refusal(of: Array("space: x\nlanguage: \0".utf8)).location == Support.SourceLocation(line: 2, column: 11))
        #expect(try refusal(of: Array("space: x\nab".utf8) + [0xFF]).location == Support.SourceLocation(line: 2, column: 3))
        #expect(try refusal(of: [0xFF, 0xFE, 0x61, 0x00]).location == Support.SourceLocation(line: 1, column: 1))
        #expect(try refusal(of: []).message.contains("empty"))
        #expect(try refusal(of: Array("# nothing\n".utf8)).message.contains("empty"))
    }

    /// A shipped space with one character changed, doubled or taken out, or cut off: an answer, never a trap.
    @Test func `mutilated spaces`() throws {
        var random = RandomStream(seed: 11, purpose: .test)
        for name in SpaceFixtures.shippedNames {
            let text = Array(try SpaceFixtures.shipped(name).text.utf8)
            for _ in 0..<60 {
                var bytes = text
                let place = random.nextInt(below: bytes.count)
                let strange = Array("[]{}:,-#'\"$&*!|>%@\n \t0159aez".utf8)
                switch random.nextInt(below: 4) {
                case 0: bytes[place] = strange[random.nextInt(below: strange.count)]
                case 1: bytes.insert(strange[random.nextInt(below: strange.count)], at: place)
                case 2: bytes.remove(at: place)
                default: bytes.removeSubrange(place...)
                }
                do {
                    try Self.check(SearchSpace(yaml: String(decoding: bytes, as: UTF8.self), fileName: name))
                } catch let diagnostic as Diagnostic {
                    #expect(diagnostic.location != nil || diagnostic.message.contains("data"), "\(diagnostic)")
                }
            }
        }
    }

    @Test func `a missing file`() throws {
        let diagnostic = #expect(throws: Diagnostic.self) { try SearchSpace(contentsOf: URL(fileURLWithPath: "/nowhere/x.yaml")) }
        #expect(diagnostic?.message == "there is no such file")
    }
}
