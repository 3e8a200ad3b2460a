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

    @Test(arguments: SpaceFixtures.shippedNames) func `every shipped space is valid`(name: String) throws {
        let space = try SpaceFixtures.shipped(name)
        #expect(space.name == name)
        for fallback in [SpaceFixtures.task(28, 28, 1), SpaceFixtures.task(32, 32, 3)] {
            let analysis = try space.analysis(for: space.assumedTask(fallback))
            #expect(analysis.architectures > 1000)
            #expect(analysis.smallest.isProven && analysis.largest.isProven)
            #expect(analysis.largest.macs > 5 * analysis.smallest.macs, "there is something to choose")
        }
    }
}
