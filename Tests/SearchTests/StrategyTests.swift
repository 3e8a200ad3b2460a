import NAS
import SearchTestWorker
import Support
import Testing

@testable import Search

/// What single strategies do, beside what all must keep.
@Suite struct StrategyTests {
    private static let space = ToySpace(depth: 3)

    private static func context() throws -> SearchContext {
        SearchContext(SpaceProfiler(space: space, costs: try ToyRun().costs()), objectives: [.error])
    }

    private static func trial(_ number: Int, _ options: [Int], _ costs: [Double]?, parent: Int? = nil, excess: Double = 0) -> FinishedTrial
    {
        FinishedTrial(number: number, architecture: Architecture(options: options), parent: parent, costs: costs, excess: excess)
    }

    private static func suggest(_ strategy: any Strategy, _ context: SearchContext, trial: Int, index: UInt32 = 0) -> Suggestion {
        var strategy = strategy
        var random = RandomStream(seed: 1, trial: UInt64(trial), purpose: .proposal, index: index)
        return strategy.suggest(SuggestionRequest(trial: trial, attempt: 0, context: context), using: &random)
    }

    private static func distance(_ first: Architecture, _ second: Architecture) -> Int {
        zip(first.options, second.options).filter { $0 != $1 }.count
    }

    @Test func localSearchGoesOnFromTheBetter() throws {
        let context = try Self.context()
        var strategy = try LocalSearchStrategy()
        strategy.tell(Self.trial(0, [1, 1, 1], [0.5]))
        let first = Self.suggest(strategy, context, trial: 1)
        #expect(first.parent == 0 && Self.distance(first.architecture, Architecture(options: [1, 1, 1])) == 1)
        strategy.tell(Self.trial(1, [1, 1, 2], [0.6], parent: 0))
        #expect(Self.suggest(strategy, context, trial: 2).parent == 0, "a worse neighbour is left")
        strategy.tell(Self.trial(2, [1, 3, 1], [0.4], parent: 0))
        #expect(Self.suggest(strategy, context, trial: 3).parent == 2)
    }

    @Test func localSearchBeginsAnewWhereNothingIsLeft() throws {
        let context = try Self.context()
        var strategy = try LocalSearchStrategy()
        strategy.tell(Self.trial(0, [1, 1, 1], [0.5]))
        for (number, neighbour) in Self.space.neighbours(of: Architecture(options: [1, 1, 1])).enumerated() {
            let profile = try #require(context.profile(of: neighbour))
            context.take(number, neighbour, ids: (profile.candidateID, profile.networkID))
        }
        #expect(Self.suggest(strategy, context, trial: 40).parent == nil)
        strategy.tell(Self.trial(1, [1, 1, 2], [0.6], parent: 0))
        strategy.tell(Self.trial(2, [3, 3, 3], [0.9]))
        #expect(Self.suggest(strategy, context, trial: 41).parent == 2, "the new start counts, though it is worse")
    }

    @Test func nsga2KeepsWhatIsInTheBudgetFirst() throws {
        var strategy = try NSGA2Strategy(["population": 2])
        strategy.tell(Self.trial(0, [0, 0, 0], [0.1, 0.1], excess: 0.5))
        strategy.tell(Self.trial(1, [1, 1, 1], [0.9, 0.9]))
        strategy.tell(Self.trial(2, [2, 2, 2], [0.8, 0.95]))
        let parents = Set(try (0..<40).map { try Self.suggest(strategy, Self.context(), trial: 3, index: UInt32($0)).parent })
        #expect(parents == [1, 2], "the better costs of trial 0 break the budget")
    }

    @Test func nsga2KeepsBothEndsOfTheFront() throws {
        var strategy = try NSGA2Strategy(["population": 4])
        for step in 0..<10 { strategy.tell(Self.trial(step, [step % 5, 0, 0], [Double(step), Double(9 - step)])) }
        let parents = Set(try (0..<200).map { try Self.suggest(strategy, Self.context(), trial: 10, index: UInt32($0)).parent })
        #expect(parents.contains(0) && parents.contains(9) && parents.count == 4)
    }

    /// A third of the networks that a run of the same length samples at random.
    @Test(arguments: ["auto", "predictor"]) func thePredictorNeedsFewerTrials(name: String) throws {
        func score(_ architecture: Architecture) -> Double {
            architecture.options.enumerated().reduce(0.9) {
                $0 - Double(min($1.element ?? 0, 3)) * ($1.offset.isMultiple(of: 2) ? 0.06 : -0.05)
            }
        }
        func best(_ name: String, _ trials: Int) throws -> Double {
            var course = try StrategyContractTests.Course(
                try StrategyCatalog.standard.make(name), space: ToySpace(depth: 7), seed: 5
            ) { [score($1), Double(0)] }
            return try course.run(to: trials).map { score($0.architecture) }.min() ?? 1
        }
        #expect(try best(name, 40) < best("random", 120))
    }

    @Test func thePredictorAsksForNothingThatIsKnown() throws {
        var course = try StrategyContractTests.Course(
            PredictorStrategy(["initial": 6]), space: Self.space)
        let suggestions = try course.run(to: 60)
        let ids = try suggestions.map { try #require(course.context.profile(of: $0.architecture)).candidateID }
        // Of 64 networks that differ.
        #expect(Set(ids).count == 60)
    }

    /// As docs/search-strategies.md shows it.
    private struct Cheapest: Strategy {
        static let name = "cheapest"
        let settings: [String: Double] = [:]
        init(settings: StrategySettings) throws(Diagnostic) { try settings.allow([]) }
        mutating func tell(_ trial: FinishedTrial) {}
        func suggest(_ request: SuggestionRequest, using random: inout RandomStream) -> Suggestion {
            let samples = request.context.sampleEligible(20, using: &random)
            let cheapest = samples.min { $0.use.ratio < $1.use.ratio }
            return Suggestion(cheapest?.architecture ?? request.space.sample(using: &random))
        }
    }

    @Test func aStrategyOfOnesOwn() throws {
        var catalog = StrategyCatalog.standard
        catalog.add(Cheapest.self)
        #expect(catalog.names == StrategyCatalog.standard.names + ["cheapest"])
        var course = try StrategyContractTests.Course(catalog.make("cheapest"), space: Self.space)
        #expect(Set(try course.run(to: 30).map(\.architecture)).count == 30)
    }

    /// More trials than it keeps: the oldest of those that are not on the front go, and it still has its law.
    @Test func manyTrialsAreThinnedAlike() throws {
        let context = try Self.context()
        func fed(_ steps: [Range<Int>]) throws -> Suggestion {
            var strategy = try PredictorStrategy()
            var last: Suggestion?
            for step in steps {
                for number in step {
                    let options = [number % 5, number / 5 % 5, number / 25 % 5]
                    let cost = 0.5 + Double((number * 7919) % 1000) / 4000
                    strategy.tell(Self.trial(number, options, number % 50 == 49 ? nil : [cost]))
                }
                var random = RandomStream(seed: 1, trial: 5000, purpose: .proposal)
                last = strategy.suggest(SuggestionRequest(trial: 5000, attempt: 0, context: context), using: &random)
            }
            return last ?? Suggestion(Architecture(options: []))
        }
        #expect(try fed([0..<700]) == fed([0..<100, 100..<511, 511..<514, 514..<700]))
    }
}
