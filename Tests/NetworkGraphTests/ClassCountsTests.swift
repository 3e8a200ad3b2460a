import Foundation
import NetworkGraph
import Testing

@Suite struct ClassCountsTests {
    /// Over twice one class's share; of two, over twice as many as the other.
    @Test(arguments: [
        ([20, 10, 10, 10], false), ([30, 10, 10, 10], false), ([31, 10, 10, 10], true), ([31, 10, 10, 10, 0, 0], true),
        ([20, 10], false), ([21, 10], true), ([5, 0], true), ([5], false), ([], false), ([0, 0, 0], false), ([3, 3, 3], false),
    ])
    func imbalance(counts: [Int], isImbalanced: Bool) {
        #expect(ClassCounts.Part(counts).isImbalanced == isImbalanced)
    }

    @Test func aPartHasAMajorityAndAMedian() {
        let part = ClassCounts.Part([2, 7, 7, 0])
        #expect(part.total == 16 && part.majorityClass == 1 && part.median == 4.5)
        #expect(part.share(of: 1) == 7.0 / 16 && part.share(of: 3) == 0)
        #expect(ClassCounts.Part([3, 1, 2]).median == 2)
        let empty = ClassCounts.Part([0, 0])
        #expect(empty.majorityClass == nil && empty.share(of: 1) == nil)
        #expect(ClassCounts.Part([]).median == 0)
    }

    /// What a part of its own misleads with is said, although the others are balanced: always answering that class has its share of the
    /// validation part right.
    @Test func thePartThatMisleadsMostDecides() throws {
        let balanced = ClassCounts.Part([5, 5, 5])
        let test = ClassCounts.Part([1, 1, 18])
        #expect(ClassCounts(training: balanced, validation: balanced, test: balanced).imbalanced == nil)
        let onlyTest = ClassCounts(training: balanced, validation: balanced, test: test)
        #expect(onlyTest.imbalanced == test && onlyTest.majorityClass == 2 && onlyTest.majorityAccuracy == 1.0 / 3)
        // A validation part of one class, which rounding can leave: any answer but that is wrong.
        let one = ClassCounts(training: balanced, validation: ClassCounts.Part([0, 1, 0]), test: test)
        #expect(one.majorityClass == 1 && one.majorityAccuracy == 1)
        let copy = try JSONDecoder().decode(ClassCounts.self, from: JSONEncoder().encode(one))
        #expect(copy == one)
    }
}
