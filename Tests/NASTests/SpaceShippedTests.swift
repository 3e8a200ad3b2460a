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
            let start = Date()
            let analysis = try space.analysis(for: SpaceFixtures.task(32, 32, 3, classes: classes))
            print(name, Date().timeIntervalSince(start))
            #expect(analysis.architecturesText == count)
        }
    }
}
