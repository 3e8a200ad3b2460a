import Foundation
import NAS
import NetworkGraph
import Support
import TestSupport
import Testing

/// What holds for every space: laws, tried on the spaces that ship.
@Suite struct SpaceLawTests {
    private func task(_ space: SearchSpace) -> TaskShape { space.assumedTask(SpaceFixtures.task(28, 28, 1)) }

    @Test(arguments: SpaceFixtures.shippedNames) func `samples are valid and come back from their encodings`(name: String) throws {
        let space = try SpaceFixtures.shipped(name)
        let task = task(space)
        var random = RandomStream(seed: 3, purpose: .test)
        for _ in 0..<100 {
            let architecture = space.sample(using: &random)
            let graph = try space.graphAsWritten(for: architecture, task: task)
            #expect(graph.outputShape == Shape(height: 1, width: 1, channels: task.classes))
            #expect(Set(graph.nodes.map(\.name)).count == graph.nodes.count, "names of nodes are unique")
            #expect(try space.architecture(shortForm: architecture.description) == architecture)
            #expect(try space.architecture(choices: space.choices(of: architecture).reversed()) == architecture)
        }
    }

    @Test(arguments: SpaceFixtures.shippedNames) func `a mutation changes one decision`(name: String) throws {
        let space = try SpaceFixtures.shipped(name)
        var random = RandomStream(seed: 4, purpose: .test)
        for _ in 0..<200 {
            let parent = space.sample(using: &random)
            let child = space.mutate(parent, using: &random)
            let changed = zip(parent.options, child.options).filter { left, right in left != nil && right != nil && left != right }
            #expect(changed.count == 1, "\(parent) -> \(child)")
            #expect(try space.architecture(shortForm: child.description) == child)
        }
    }

    @Test(arguments: SpaceFixtures.shippedNames) func `neighbours are all one-decision changes`(name: String) throws {
        let space = try SpaceFixtures.shipped(name)
        var random = RandomStream(seed: 5, purpose: .test)
        for _ in 0..<5 {
            let architecture = space.sample(using: &random)
            let neighbours = space.neighbours(of: architecture)
            let expected = zip(space.decisions, architecture.options).reduce(0) { $0 + ($1.1 == nil ? 0 : $1.0.options.count - 1) }
            #expect(neighbours.count == expected)
            #expect(Set(neighbours).count == expected)
            #expect(!neighbours.contains(architecture))
            for neighbour in neighbours { #expect(try space.architecture(shortForm: neighbour.description) == neighbour) }
        }
    }

    @Test(arguments: SpaceFixtures.shippedNames) func `a child of two parents takes after them`(name: String) throws {
        let space = try SpaceFixtures.shipped(name)
        var random = RandomStream(seed: 6, purpose: .test)
        for _ in 0..<100 {
            let parents = (space.sample(using: &random), space.sample(using: &random))
            let child = space.crossover(parents.0, parents.1, using: &random)
            #expect(try space.architecture(shortForm: child.description) == child)
            for (index, option) in child.options.enumerated() {
                let inherited = [parents.0.options[index], parents.1.options[index]].compactMap { $0 }
                if let option, !inherited.isEmpty { #expect(inherited.contains(option)) }
            }
            #expect(space.crossover(parents.0, parents.0, using: &random) == parents.0)
        }
    }

    @Test(arguments: SpaceFixtures.shippedNames) func `the same seed gives the same, and ids are stable`(name: String) throws {
        let first = try SpaceFixtures.shipped(name)
        let second = try SpaceFixtures.shipped(name)
        #expect(first.hash == second.hash)
        #expect(first.decisions == second.decisions)
        var left = RandomStream(seed: 8, trial: 5, purpose: .proposal)
        var right = RandomStream(seed: 8, trial: 5, purpose: .proposal)
        for _ in 0..<10 {
            let architecture = first.sample(using: &left)
            #expect(architecture == second.sample(using: &right))
            let candidate = try first.candidate(for: architecture, task: task(first))
            let again = try second.candidate(for: architecture, task: task(second))
            #expect(candidate.networkID == again.networkID && candidate.candidateID == again.candidateID)
            #expect(candidate.graph == again.graph && candidate.recipe == again.recipe)
            #expect(candidate.frontEnd.input == candidate.graph.input)
        }
    }

    @Test(arguments: SpaceFixtures.shippedNames) func `the hash is of the space, not of the text`(name: String) throws {
        let space = try SpaceFixtures.shipped(name)
        let lines = space.text.split(separator: "\n", omittingEmptySubsequences: false)
        // Without comments, with more room, and with other defaults.
        let stripped = lines.map { line in line.contains("'") ? String(line) : String(line.prefix { $0 != "#" }) }
        let kept = stripped.prefix { !$0.hasPrefix("defaults:") }.joined(separator: "\n\n")
        let other = try SearchSpace(yaml: kept + "\ndefaults: {board: raspberry-pi-5}\n", fileName: "other.yaml")
        #expect(other.hash == space.hash)
        #expect(other.defaults["board"] == "raspberry-pi-5")
        let changed = try SearchSpace(
            yaml: kept.replacingOccurrences(of: "out: classes", with: "out: classes, bias: true"), fileName: "other.yaml")
        #expect(changed.hash != space.hash)
    }

    @Test func `every decision is drawn evenly`() throws {
        let space = try SpaceFixtures.shipped("nas-bench-201")
        var random = RandomStream(seed: 9, purpose: .test)
        var counts = [[Int]](repeating: [Int](repeating: 0, count: 5), count: 6)
        for _ in 0..<5000 {
            for (index, option) in space.sample(using: &random).options.enumerated() { counts[index][option ?? 0] += 1 }
        }
        #expect(counts.joined().allSatisfy { abs($0 - 1000) < 150 })
    }

    @Test func `mistakes in an architecture are told`() throws {
        let space = try SpaceFixtures.shipped("quickstart")
        var random = RandomStream(seed: 10, purpose: .test)
        let architecture = space.sample(using: &random)
        let inactive = try #require(architecture.options.firstIndex { $0 == nil })
        let active = try #require(architecture.options.firstIndex { $0 != nil })
        var parts = architecture.description.split(separator: "-").map(String.init)
        for bad in ["", "0", architecture.description + "-0", "-", String(repeating: "9-", count: 5000)] {
            #expect(throws: Diagnostic.self) { try space.architecture(shortForm: bad) }
        }
        for bad in ["99", "x", "", "+0", "99999999999999999999"] {
            var wrong = parts
            wrong[active] = bad
            #expect(throws: Diagnostic.self) { try space.architecture(shortForm: wrong.joined(separator: "-")) }
        }
        parts[inactive] = "0"
        let superfluous = #expect(throws: Diagnostic.self) { try space.architecture(shortForm: parts.joined(separator: "-")) }
        #expect(superfluous?.message.contains("is not active") == true)
        parts[inactive] = "."
        parts[active] = "."
        let open = #expect(throws: Diagnostic.self) { try space.architecture(shortForm: parts.joined(separator: "-")) }
        #expect(open?.message.contains("open") == true)
        let unknown = #expect(throws: Diagnostic.self) { try space.architecture(choices: [("widht", "8")]) }
        #expect(unknown?.hint == "did you mean 'width'?")
        let option = #expect(throws: Diagnostic.self) { try space.architecture(choices: [("width", "9")]) }
        #expect(option?.message == "width has no option '9'")
        #expect(throws: Diagnostic.self) { try space.candidate(for: Architecture(options: [0]), task: SpaceFixtures.task(8, 8, 1)) }
        #expect(throws: Diagnostic.self) {
            try space.candidate(for: Architecture(options: architecture.options.map { _ in 77 }), task: SpaceFixtures.task(8, 8, 1))
        }
        #expect(throws: Diagnostic.self) { try space.candidate(for: architecture, task: SpaceFixtures.task(8, 8, 3)) }
        #expect(throws: Diagnostic.self) { try space.candidate(for: architecture, task: SpaceFixtures.task(8, 8, 1, classes: 7)) }
    }
}
