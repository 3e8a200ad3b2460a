import NAS
import Support
import Testing

@testable import Search

@Suite struct ChoiceImportanceTests {
    private static let decisions = [3, 2, 5, 4].enumerated().map { index, count in
        NAS.Decision(name: "d\(index)", options: (0..<count).map { "o\($0)" })
    }

    /// Every combination once, or samples of them.
    private static func trials(_ count: Int? = nil, value: ([Int]) -> Double) -> [(architecture: Architecture, value: Double)] {
        func options(_ number: Int) -> [Int] { [number % 3, number / 3 % 2, number / 6 % 5, number / 30 % 4] }
        var random = RandomStream(seed: 1, purpose: .test)
        let numbers = count.map { (0..<$0).map { _ in random.nextInt(below: 120) } } ?? Array(0..<120)
        return numbers.map { (Architecture(options: options($0)), value(options($0))) }
    }

    @Test func sharesOfASum() throws {
        // Variances of 0, 1, 2 and of 0, 3: 2/3 and 9/4.
        let importance = try #require(ChoiceImportance(Self.decisions, Self.trials { Double($0[0] + 3 * $0[1]) }))
        #expect(importance.decisions.map(\.name).prefix(2) == ["d1", "d0"])
        #expect(abs(importance.decisions[0].importance - 2.25 / (2.25 + 2.0 / 3)) < 0.05)
        #expect(abs(importance.decisions[1].importance - (2.0 / 3) / (2.25 + 2.0 / 3)) < 0.05)
        #expect(importance.decisions[2].importance < 0.02 && importance.explained > 0.93 && importance.explained < 1.0001)
        let means = importance.decisions[0].means
        #expect(means.map(\.option) == ["o0", "o1"] && abs(means[1].mean - means[0].mean - 3) < 0.3 && means.map(\.trials) == [60, 60])
    }

    @Test func whatOnlyMattersTogetherIsNotExplainedAlone() throws {
        let importance = try #require(ChoiceImportance(Self.decisions, Self.trials { ($0[1] == 1) == ($0[3] > 1) ? 1 : 0 }))
        #expect(importance.explained < 0.3)
    }

    @Test func inactiveIsAnOptionOfItsOwn() throws {
        let trials = Self.trials(200) { options in options[1] == 0 ? 5 : Double(options[2]) }.map { trial in
            var options = trial.architecture.options
            if options[1] == 0 { options[2] = nil }
            return (architecture: Architecture(options: options), value: trial.value)
        }
        let importance = try #require(ChoiceImportance(Self.decisions, trials))
        let third = try #require(importance.decisions.first { $0.name == "d2" })
        #expect(third.means.last?.option == "not active" && third.means.last.map { $0.mean > 3.5 } == true)
    }

    @Test func tooLittleSaysNothing() {
        #expect(ChoiceImportance(Self.decisions, Self.trials(9) { Double($0[0]) }) == nil)
        #expect(ChoiceImportance(Self.decisions, Self.trials(50) { _ in 1 }) == nil)
        #expect(ChoiceImportance(Self.decisions, []) == nil)
    }

    @Test func manyTrialsAreThinned() throws {
        let many = try #require(ChoiceImportance(Self.decisions, Self.trials(20_000) { Double($0[2]) }))
        #expect(many.trials == 20_000 && many.decisions[0].name == "d2" && many.decisions[0].importance > 0.95)
    }
}
