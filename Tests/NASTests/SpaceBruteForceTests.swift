import BigInt
import Foundation
import NAS
import NetworkGraph
import Support
import TestSupport
import Testing

/// Counting and the proof of validity against enumeration, on small spaces by hand and at random.
@Suite struct SpaceBruteForceTests {
    /// Every architecture, by following neighbours from one that is drawn: every decision can be reached one change at a time.
    static func enumerate(_ space: SearchSpace, limit: Int = 20_000) -> [Architecture]? {
        var random = RandomStream(seed: 1, purpose: .test)
        var found: Set<Architecture> = []
        var open = [space.sample(using: &random)]
        found.insert(open[0])
        var all = open
        while let architecture = open.popLast() {
            // Newly active decisions take their first option, and are changed in their turn.
            for neighbour in space.neighbours(of: architecture) where found.insert(neighbour).inserted {
                open.append(neighbour)
                all.append(neighbour)
                if all.count > limit { return nil }
            }
        }
        return all
    }

    /// Whether the analysis says what building every architecture says.
    static func compare(_ space: SearchSpace, _ task: TaskShape) throws -> (count: Int, valid: Bool, proven: Int)? {
        guard let all = enumerate(space) else { return nil }
        var proven = 0
        let broken = all.filter { (try? space.graphAsWritten(for: $0, task: task)) == nil }
        do {
            let analysis = try space.analysis(for: task)
            #expect(broken.isEmpty, "accepted, but \(broken.first?.description ?? "") cannot be built:\n\(space.text)")
            #expect(analysis.architectures == BigUInt(all.count), "\(space.text)")
            let macs = try all.map { try space.graphAsWritten(for: $0, task: task).macs }
            #expect(analysis.smallest.macs == macs.min() || !analysis.smallest.isProven, "\(space.text)")
            #expect(analysis.largest.macs == macs.max() || !analysis.largest.isProven, "\(space.text)")
            #expect(all.contains(analysis.smallest.architecture) && all.contains(analysis.largest.architecture))
            proven += (analysis.smallest.isProven ? 1 : 0) + (analysis.largest.isProven ? 1 : 0)
        } catch let diagnostic as Diagnostic {
            #expect(!broken.isEmpty, "refused, but all \(all.count) can be built: \(diagnostic)\n\(space.text)")
            // The architecture in the hint is one of those that cannot be built.
            let example = diagnostic.hint?.components(separatedBy: "for example in the architecture ").last ?? ""
            if !space.decisions.isEmpty, let architecture = try? space.architecture(shortForm: example) {
                #expect(broken.contains(architecture), "\(example) can be built: \(diagnostic)\n\(space.text)")
            } else {
                #expect(space.decisions.isEmpty, "no example in \(diagnostic)")
            }
        }
        return (all.count, broken.isEmpty, proven)
    }

    @Test(arguments: SpaceHandmade.spaces.indices) func `spaces by hand`(index: Int) throws {
        let (name, count, text) = SpaceHandmade.spaces[index]
        let space = try SpaceFixtures.space(text)
        let result = try #require(try Self.compare(space, SpaceFixtures.task(8, 8, 4)))
        if let count {
            #expect(result.count == count && result.valid, "\(name)")
        } else {
            #expect(!result.valid || result.count > 0, "\(name)")
        }
    }

    /// Spaces made at random from all that couples decisions: ties, conditions, shared blocks, options, repetitions.
    @Test func `spaces at random`() throws {
        var accepted = 0
        var refused = 0
        var most = 0
        var proven = 0
        for seed in 0..<400 {
            var writer = RandomSpaceWriter(seed: UInt64(seed))
            let text = writer.space()
            let space: SearchSpace
            do { space = try SpaceFixtures.space(text) } catch {
                Issue.record("\(error)\n\(text)")
                continue
            }
            guard let result = try Self.compare(space, SpaceFixtures.task(8, 8, 4, classes: 3)) else { continue }
            most = max(most, result.count)
            proven += result.proven
            if result.valid { accepted += 1 } else { refused += 1 }
        }
        #expect(accepted > 60 && refused > 60 && most > 300, "\(accepted) accepted, \(refused) refused, at most \(most) architectures")
        #expect(proven > accepted * 2 * 9 / 10, "the ends of \(proven) of \(accepted * 2) are proven")
    }
}

/// Writes small search spaces, about half of them with shapes that cannot be.
struct RandomSpaceWriter {
    private var random: RandomStream

    init(seed: UInt64) { random = RandomStream(seed: seed, purpose: .test) }

    mutating func space() -> String {
        var text = "choices:\n  w: {choice: [4, 8]}\n  s: {choice: [1, 2]}\n  k: {choice: [1, 3]}\n  m: {choice: [none, some]}\n"
        text += "blocks:\n"
        text += "  p: {with: {a: 4}, q: {choice: [1, 3]}, layers: [\(layer(1, ["$a", "$q"]))]}\n"
        text += "  h: {shared: true, z: \(value()), layers: [\(layer(1, ["$z"])), \(layer(1, ["$z"]))]}\n"
        text += "network:\n"
        for _ in 0..<2 + random.nextInt(below: 2) { text += "  - \(layer(2, []))\n" }
        return text + "  - global_pool\n  - dense: {out: classes}\n"
    }

    private mutating func pick(_ words: [String]) -> String { words[random.nextInt(below: words.count)] }

    private mutating func value() -> String {
        pick(["4", "8", "$w", "{choice: [4, 8]}", "{when: $w, is: 4, then: 4, else: 8}", "in", "{scale: [4, $s]}"])
    }

    private mutating func layer(_ depth: Int, _ names: [String]) -> String {
        let out = !names.isEmpty && random.nextInt(below: 3) == 0 ? (names[0] == "$q" ? "4" : names[0]) : value()
        let leaves = [
            "relu", "identity",
            "{conv: {out: \(out), kernel: \(pick(["1", "3", "$k", "{choice: [1, 3]}"])), stride: \(pick(["1", "1", "$s"]))}}",
            "{conv: {out: \(out), kernel: 1}}", "{max_pool: {kernel: 2}}",
        ]
        guard depth > 0, random.nextInt(below: 4) > 0 else { return pick(leaves) }
        let inner = (0..<3).map { _ in self.copy(depth - 1, names) }
        switch random.nextInt(below: 9) {
        case 0: return "{choice: [\(inner[0]), [\(inner[1]), gelu], [\(inner[2]), tanh]]}"
        case 1: return "{optional: [\(inner[0])]}"
        case 2: return "{repeat: {times: \(pick(["2", "{range: [0, 2]}", "$s"])), layers: [\(inner[0])]}}"
        case 3: return "{residual: {layers: [\(inner[0])], shortcut: \(pick(["auto", "identity", "[\(inner[1])]"]))}}"
        case 4:
            return
                "{branches: {paths: [[\(inner[0])], [\(inner[1])]], "
                + "merge: \(pick(["add", "concatenate", "{choice: [add, concatenate]}"]))}}"
        case 5: return "{when: \(pick(["$m", "$m"])), is: [some], then: [\(inner[0])], else: [\(inner[1])]}"
        case 6 where depth == 2: return pick(["h", "h", "{p: {a: $w}}", "p"])
        case 7 where depth == 2:
            return "{stage: {repeat: \(pick(["2", "{range: [1, 2]}"])), block: \(pick(["p", "{choice: [p, [relu]]}"]))}}"
        case 8: return "{graph: {nodes: 3, edges: [[0, 1], [0, 2], [1, 2]], each_edge: \(inner[0])}}"
        default: return pick(leaves)
        }
    }

    private mutating func copy(_ depth: Int, _ names: [String]) -> String { layer(depth, names) }
}
