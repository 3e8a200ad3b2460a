import NAS
import SearchTestWorker
import Support
import Testing

@testable import Search

/// What every strategy must keep, run over all that ship.
@Suite struct StrategyContractTests {
    static let space = ToySpace()

    static func make(_ name: String) throws -> any Strategy {
        try StrategyCatalog.standard.make(name, settings: name == "evolution" ? ["population": 6, "sample": 3] : [:])
    }

    /// A search without a planner: what was suggested, and what came of it.
    struct Course {
        let space: ToySpace
        let context: SearchContext
        var strategy: any Strategy
        var suggestions: [Suggestion] = []
        private let seed: UInt64
        private let cost: (Int, Architecture) -> [Double]?

        init(
            _ strategy: any Strategy, space: ToySpace = StrategyContractTests.space, seed: UInt64 = 3,
            cost: @escaping (Int, Architecture) -> [Double]? = StrategyContractTests.cost
        ) throws {
            (self.strategy, self.space, self.seed, self.cost) = (strategy, space, seed, cost)
            context = SearchContext(
                SpaceProfiler(space: space, costs: try ToyRun().costs(), proxies: ToyProxies(networksEach: 12)),
                objectives: [.error, .macs])
        }

        mutating func suggest(attempt: Int = 0) -> Suggestion {
            let trial = suggestions.count
            var random = RandomStream(seed: seed, trial: UInt64(trial), purpose: .proposal, index: UInt32(attempt))
            return strategy.suggest(SuggestionRequest(trial: trial, attempt: attempt, context: context), using: &random)
        }

        /// Makes the suggestion a trial, and tells its result `delay` trials later.
        mutating func take(_ suggestion: Suggestion, delay: Int = 0) throws {
            let trial = suggestions.count
            suggestions.append(suggestion)
            let profile = try #require(context.profile(of: suggestion.architecture))
            context.take(trial, suggestion.architecture, ids: (profile.candidateID, profile.networkID))
            guard trial >= delay else { return }
            let number = trial - delay
            let architecture = suggestions[number].architecture
            strategy.tell(
                FinishedTrial(
                    number: number, architecture: architecture, parent: suggestions[number].parent, costs: cost(number, architecture)))
            context.folded(number)
        }

        mutating func run(to count: Int, delay: Int = 0) throws -> [Suggestion] {
            while suggestions.count < count { try take(suggest(), delay: delay) }
            return suggestions
        }
    }

    /// Each seventh fails.
    static func cost(_ number: Int, _ architecture: Architecture) -> [Double]? {
        let score = Double(StableHash(of: architecture.description).low >> 32) / Double(UInt32.max)
        return number % 7 == 6 ? nil : [score, Double(architecture.options.reduce(0) { $0 + ($1 ?? 0) })]
    }

    static func history(_ name: String, _ count: Int, seed: UInt64 = 3) throws -> [Suggestion] {
        var course = try Course(try make(name), seed: seed)
        return try course.run(to: count)
    }

    @Test(arguments: StrategyCatalog.standard.names) func sameSeedSameSequence(name: String) throws {
        #expect(try Self.history(name, 60) == Self.history(name, 60))
        #expect(try Self.history(name, 60) != Self.history(name, 60, seed: 4))
    }

    @Test(arguments: StrategyCatalog.standard.names) func askingTwiceGivesTheSame(name: String) throws {
        var course = try Course(try Self.make(name))
        for _ in 0..<40 {
            let first = course.suggest()
            #expect(course.suggest() == first)
            _ = course.suggest(attempt: 5)
            #expect(course.suggest() == first)
            try course.take(first)
        }
    }

    @Test(arguments: StrategyCatalog.standard.names, [0, 3]) func rebuiltFromHistoryEqualsIncremental(name: String, delay: Int) throws {
        var incremental = try Course(try Self.make(name))
        let history = try incremental.run(to: 50, delay: delay)
        for resumed in 0..<50 {
            var rebuilt = try Course(try Self.make(name))
            for trial in 0..<resumed { try rebuilt.take(history[trial], delay: delay) }
            #expect(rebuilt.suggest() == history[resumed])
        }
    }

    @Test(arguments: StrategyCatalog.standard.names) func suggestionsAreOfTheSpace(name: String) throws {
        for suggestion in try Self.history(name, 60) {
            _ = try Self.space.architecture(shortForm: suggestion.architecture.description)
        }
    }

    @Test(arguments: StrategyCatalog.standard.names) func settingsMakeTheSameStrategyAgain(name: String) throws {
        let strategy = try Self.make(name)
        let again = try StrategyCatalog.standard.make(name, settings: strategy.settings)
        #expect(again.settings == strategy.settings)
        #expect(type(of: strategy).name == name)
    }

    @Test func evolutionChangesOneDecisionOfARecentTrial() throws {
        let history = try Self.history("evolution", 80)
        #expect(history[..<6].allSatisfy { $0.parent == nil })
        var children = 0
        for (trial, suggestion) in history.enumerated() where suggestion.parent != nil {
            let parent = try #require(suggestion.parent)
            #expect(parent < trial && parent % 7 != 6, "a trial that failed has no children")
            let alive = (0..<trial).filter { $0 % 7 != 6 }.suffix(6)
            #expect(alive.contains(parent))
            let changed = zip(history[parent].architecture.options, suggestion.architecture.options).filter { $0 != $1 }.count
            #expect(changed == 1)
            children += 1
        }
        #expect(children > 60)
    }

    @Test func evolutionFindsWhatRandomDoesNot() throws {
        func best(_ strategy: any Strategy) throws -> Int {
            func score(_ architecture: Architecture) -> Int { architecture.options.reduce(0) { $0 + ($1 ?? 0) } }
            var course = try Course(strategy, space: ToySpace(depth: 12), seed: 9) { [-Double(score($1)), 0] }
            return try course.run(to: 150).map { score($0.architecture) }.max() ?? 0
        }
        #expect(try best(EvolutionStrategy(["population": 12, "sample": 4])) > best(RandomStrategy()))
    }

    @Test func wrongSettingsAreRefused() {
        let wrong: [(String, [String: Double])] = [
            ("annealing", [:]), ("random", ["population": 3]), ("evolution", ["populatoin": 3]), ("evolution", ["population": 0]),
            ("evolution", ["population": 2.5]), ("evolution", ["population": 4, "sample": 5]), ("nsga2", ["population": 1]),
            ("local", ["population": 3]), ("predictor", ["initial": 0]), ("auto", ["explore": 1]),
        ]
        for (name, settings) in wrong {
            #expect(throws: Diagnostic.self) { try StrategyCatalog.standard.make(name, settings: settings) }
        }
    }
}
