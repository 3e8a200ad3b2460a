import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// Every example outside the test part is for validation once.
@Suite struct CrossValidationTests {
    private func set(_ labels: [UInt8], groups: [Int]? = nil, validationStart: Int? = nil, testStart: Int? = nil) -> Dataset {
        Dataset(
            name: "x", kind: .table, shape: Shape(height: 1, width: 1, channels: 1), classNames: ["a", "b", "c"],
            values: .floats(labels.indices.map { Float($0) }), labels: labels, customaryValidationStart: validationStart,
            customaryTestStart: testStart, groups: groups, origin: Dataset.Origin(form: "test", folder: nil))
    }

    private func labels(_ counts: [Int]) -> [UInt8] {
        counts.enumerated().flatMap { [UInt8](repeating: UInt8($0), count: $1) }
    }

    @Test(arguments: [2, 3, 5, 10]) func foldsPartitionWhatIsNotForTheTest(folds: Int) throws {
        let data = set(labels([61, 40, 33]))
        let splits = try CrossValidation(data, folds: folds, seed: 7).splits
        let single = try DataSplit(data, seed: 7)
        #expect(splits.count == folds)
        #expect(splits.flatMap(\.validation).sorted() == single.joiningValidation.training)
        let sizes = splits.map(\.validation.count)
        #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1, "\(sizes)")
        for split in splits {
            #expect(split.test.indices == single.test.indices)
            #expect((split.training + split.validation).sorted() == single.joiningValidation.training)
            #expect(split.training == split.training.sorted() && split.validation == split.validation.sorted())
        }
        for label in UInt8(0)..<3 {
            let counts = splits.map { split in split.validation.count { data.labels[$0] == label } }
            #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1, "class \(label): \(counts)")
        }
        #expect(try CrossValidation(data, folds: folds, seed: 7).splits.map(\.validation) == splits.map(\.validation))
        #expect(try CrossValidation(data, folds: folds, seed: 8).splits.map(\.validation) != splits.map(\.validation))
    }

    @Test func oneFoldIsThePlainSplit() throws {
        let data = set(labels([20, 20, 20]))
        let splits = try CrossValidation(data, folds: 1, seed: 3).splits
        let single = try DataSplit(data, seed: 3)
        #expect(splits.map(\.training) == [single.training] && splits.map(\.validation) == [single.validation])
    }

    @Test(arguments: UInt64(1)...10) func groupsStayTogether(seed: UInt64) throws {
        var random = RandomStream(seed: seed, purpose: .test)
        let groups = (0..<200).map { _ in random.nextInt(below: 24) }
        let data = set((0..<200).map { _ in UInt8(random.nextInt(below: 3)) }, groups: groups)
        let splits = try CrossValidation(data, folds: 5, seed: seed).splits
        for split in splits {
            let own = Set(split.validation.map { groups[$0] })
            #expect(own.isDisjoint(with: split.training.map { groups[$0] }) && own.isDisjoint(with: split.test.indices.map { groups[$0] }))
            #expect(!split.validation.isEmpty)
        }
        #expect(Set(splits.flatMap(\.validation)).count == splits.reduce(0) { $0 + $1.validation.count })
    }

    /// Where it is never seen it cannot be learned.
    @Test func aClassOfOneGroupIsForTrainingInEveryFold() throws {
        let groups = (0..<120).map { $0 < 30 ? 0 : 1 + $0 % 9 }
        let data = set((0..<120).map { $0 < 30 ? 2 : UInt8($0 % 2) }, groups: groups)
        for split in try CrossValidation(data, folds: 3, seed: 1).splits {
            #expect(split.training.count { data.labels[$0] == 2 } == 30)
            #expect(split.validation.allSatisfy { data.labels[$0] != 2 })
        }
    }

    @Test func fewValidationExamplesAskForFolds() throws {
        // 20 % of 80 % of 1,240 are 198.
        #expect(try CrossValidation(set(labels([620, 310, 310])), folds: nil, seed: 1).splits.count == 5)
        #expect(try CrossValidation(set(labels([630, 320, 320])), folds: nil, seed: 1).splits.count == 1)
        #expect(try CrossValidation(set(labels([30, 30, 30]), validationStart: 60, testStart: 75), folds: nil, seed: 1).splits.count == 1)
        #expect(try CrossValidation(set(labels([30, 30, 30]), testStart: 60), folds: nil, seed: 1).splits.count == 5)
        #expect(try CrossValidation(.embeddedDigits, folds: nil, seed: 1).splits.count == 1)
    }

    @Test func fewGroupsMakeFewFolds() throws {
        let four = set((0..<120).map { UInt8($0 % 3) }, groups: (0..<120).map { $0 / 30 })
        // One of the four is for the test.
        #expect(try CrossValidation(four, folds: nil, seed: 1).splits.count == 3)
        let own = set((0..<120).map { UInt8($0 % 3) }, groups: (0..<120).map { $0 / 30 }, testStart: 60)
        #expect(try CrossValidation(own, folds: nil, seed: 1).splits.count == 2)
    }

    @Test func whatCannotBeDealtIsAnError() throws {
        let tiny = set(labels([4, 4, 4]))
        let problem = try diagnostic { try CrossValidation(tiny, folds: 10, seed: 1) }
        #expect(problem.message.contains("too few for 10 folds"), "\(problem)")
        let own = set(labels([30, 30, 30]), validationStart: 60, testStart: 75)
        let refused = try diagnostic { try CrossValidation(own, folds: 5, seed: 1) }
        #expect(refused.message.hasPrefix("has a validation part of its own"), "\(refused)")
    }
}
