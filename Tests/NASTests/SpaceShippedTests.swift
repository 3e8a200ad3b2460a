import Foundation
import NAS
import Support
import TestSupport
import Testing

@Suite struct SpaceShippedTests {
    @Test func `the published spaces have the published numbers of architectures`() throws {
        for (name, count, classes) in [
            ("nas-bench-201", "15625", 10), ("nas-bench-macro", "6561", 10), ("fbnet", "984770902183611232881", 100),
        ] {
            let space = try SpaceFixtures.shipped(name)
            #expect(try space.analysis(for: SpaceFixtures.task(32, 32, 3, classes: classes)).architecturesText == count)
        }
    }

    @Test(arguments: SpaceFixtures.shippedNames) func `every shipped space loads and is valid`(name: String) throws {
        let space = try SpaceFixtures.shipped(name)
        #expect(space.name == name)
        for fallback in [SpaceFixtures.task(28, 28, 1), SpaceFixtures.task(32, 32, 3)] {
            let task = space.assumedTask(fallback)
            let start = Date()
            let analysis = try space.analysis(for: task)
            print(name, task.input, analysis.architecturesText, space.decisions.count, Date().timeIntervalSince(start))
            #expect(analysis.architectures > 1000)
            var random = RandomStream(seed: 1, purpose: .test)
            for _ in 0..<20 {
                let graph = try space.graphAsWritten(for: space.sample(using: &random), task: task)
                #expect(graph.outputShape == Shape(height: 1, width: 1, channels: task.classes))
            }
            let clock = Date()
            var nodes = 0
            let a = (0..<1000).map { _ in space.sample(using: &random) }
            let clock2 = Date()
            for x in a { nodes += try space.graphAsWritten(for: x, task: task).nodes.count }
            let clock3 = Date()
            for x in a { nodes += try space.candidate(for: x, task: task).graph.nodes.count }
            print("us: sample", clock2.timeIntervalSince(clock) * 1000, "written", clock3.timeIntervalSince(clock2) * 1000, "candidate", Date().timeIntervalSince(clock3) * 1000, nodes)
        }
    }
}
