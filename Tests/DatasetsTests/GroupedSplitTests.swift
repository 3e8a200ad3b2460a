import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// All examples of a group are in one part.
@Suite struct GroupedSplitTests {
    /// - Parameter groups: how many examples of each class each group has.
    private func set(_ groups: [[Int]], test: [[Int]] = [], classes: Int = 3) -> Dataset {
        var (labels, numbers): ([UInt8], [Int]) = ([], [])
        for (group, counts) in (groups + test).enumerated() {
            for (label, count) in counts.enumerated() {
                for _ in 0..<count {
                    labels.append(UInt8(label))
                    numbers.append(group)
                }
            }
        }
        let testCount = test.reduce(0) { $0 + $1.reduce(0, +) }
        return Dataset(
            name: "x", kind: .table, shape: Shape(height: 1, width: 1, channels: 1), classNames: (0..<classes).map(String.init),
            values: .floats(labels.indices.map { Float($0) }), labels: labels,
            customaryTestStart: testCount > 0 ? labels.count - testCount : nil, groups: numbers,
            origin: Dataset.Origin(form: "test", folder: nil))
    }

    private func parts(_ data: Dataset, seed: UInt64 = 1) throws -> [[Int]] {
        let split = try DataSplit(data, seed: seed)
        return [split.training, split.validation, split.test.indices]
    }

    @Test(arguments: 1...20) func groupsStayTogetherAndClassesHaveTheirShares(seed: UInt64) throws {
        var random = RandomStream(seed: seed, purpose: .test)
        let data = set((0..<60).map { _ in (0..<3).map { label in random.nextInt(below: label == 2 ? 4 : 12) } })
        let parts = try parts(data, seed: seed)
        let groups = try #require(data.groups)
        #expect(parts.flatMap { $0 }.sorted() == Array(0..<data.count))
        let own = parts.map { part in Set(part.map { groups[$0] }) }
        #expect(own[0].isDisjoint(with: own[1]) && own[0].isDisjoint(with: own[2]) && own[1].isDisjoint(with: own[2]))
        for label in 0..<3 {
            let counts = parts.map { part in Double(part.count { data.labels[$0] == label }) }
            let total = counts.reduce(0, +)
            for (count, share) in zip(counts, [0.64, 0.16, 0.2]) { #expect(abs(count / total - share) < 0.06, "\(counts)") }
        }
        #expect(try self.parts(data, seed: seed) == parts)
        #expect(try self.parts(data, seed: seed + 1) != parts)
    }

    @Test func fewGroupsStillGiveEachPartOne() throws {
        for count in 3...6 {
            let parts = try parts(set([[Int]](repeating: [5, 5, 5], count: count)))
            #expect(parts.allSatisfy { !$0.isEmpty && $0.count % 15 == 0 }, "\(parts.map(\.count))")
            #expect(parts[0].count >= parts[1].count)
        }
        let problem = try diagnostic { try parts(set([[5, 5, 5], [5, 5, 5]])) }
        #expect(problem.message.hasPrefix("2 groups cannot be split so that each stays in one part: there are too few"), "\(problem)")
    }

    @Test func aClassThatOneGroupAloneHasIsLearned() throws {
        for seed in 1...10 as ClosedRange<UInt64> {
            let data = set([[0, 4, 9]] + [[Int]](repeating: [3, 4, 0], count: 9))
            let split = try DataSplit(data, seed: seed)
            #expect(split.training.count { data.labels[$0] == 2 } == 9)
        }
        // Where every class is a group of its own there is nothing to compare with.
        let problem = try diagnostic { try parts(set([[9, 0, 0], [0, 9, 0], [0, 0, 9]])) }
        #expect(problem.message.contains("class '0' is in one group alone, and so are others, and nothing is left for"), "\(problem)")
        #expect(problem.hint?.contains("group=none") == true)
    }

    @Test func aTestPartOfItsOwnStays() throws {
        let data = set([[Int]](repeating: [3, 3, 3], count: 10), test: [[Int]](repeating: [2, 2, 2], count: 4))
        let parts = try parts(data)
        #expect(parts[2] == Array(90..<114) && parts[0].count == 72 && parts[1].count == 18)
    }

    /// One example a group is no group.
    @Test func withoutGroupsItIsTheSplitThatItWas() throws {
        let digits = Dataset.embeddedDigits
        let single = Dataset(
            name: "x", kind: .pictures, shape: digits.shape, classNames: digits.classNames, values: digits.values, labels: digits.labels,
            groups: Array(0..<digits.count), origin: digits.origin)
        #expect(try DataSplit(single, seed: 3).validation == DataSplit(digits, seed: 3).validation)
        #expect(single.fingerprint == digits.fingerprint)
    }
}
