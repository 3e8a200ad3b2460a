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

    static func suggest(_ strategy: any Strategy, _ trial: Int, attempt: Int = 0, seed: UInt64 = 3) -> Suggestion {
        var random = RandomStream(seed: seed, trial: UInt64(trial), purpose: .proposal, index: UInt32(attempt))
        return strategy.suggest(SuggestionRequest(trial: trial, attempt: attempt, space: space), using: &random)
    }

    /// A trial for each suggestion; each seventh fails.
    static func finished(_ number: Int, _ suggestion: Suggestion) -> FinishedTrial {
        let score = StableHash(of: suggestion.architecture.description).low >> 32
        return FinishedTrial(
            number: number, architecture: suggestion.architecture, parent: suggestion.parent,
            costs: number % 7 == 6 ? nil : [Double(score), Double(suggestion.architecture.options.reduce(0) { $0 + ($1 ?? 0) })])
    }

    static func history(_ name: String, _ count: Int, seed: UInt64 = 3) throws -> [Suggestion] {
        var strategy = try make(name)
        return (0..<count).map { trial in
            let suggestion = suggest(strategy, trial, seed: seed)
            strategy.fold(finished(trial, suggestion))
            return suggestion
        }
    }

    @Test(arguments: StrategyCatalog.standard.names) func sameSeedSameSequence(name: String) throws {
        #expect(try Self.history(name, 60) == Self.history(name, 60))
        #expect(try Self.history(name, 60) != Self.history(name, 60, seed: 4))
    }

    @Test(arguments: StrategyCatalog.standard.names) func askingTwiceGivesTheSame(name: String) throws {
        var strategy = try Self.make(name)
        for trial in 0..<40 {
            let first = Self.suggest(strategy, trial)
            #expect(Self.suggest(strategy, trial) == first)
            _ = Self.suggest(strategy, trial, attempt: 5)
            #expect(Self.suggest(strategy, trial) == first)
            strategy.fold(Self.finished(trial, first))
        }
    }

    @Test(arguments: StrategyCatalog.standard.names) func rebuiltFromHistoryEqualsIncremental(name: String) throws {
        let history = try Self.history(name, 50)
        for resumed in 0..<50 {
            var strategy = try Self.make(name)
            for trial in 0..<resumed { strategy.fold(Self.finished(trial, history[trial])) }
            #expect(Self.suggest(strategy, resumed) == history[resumed])
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

    @Test func evolutionFindsWhatRandomDoesNot() {
        func best(_ start: any Strategy) -> Int {
            var strategy = start
            var best = 0
            let space = ToySpace(depth: 12)
            for trial in 0..<150 {
                var random = RandomStream(seed: 9, trial: UInt64(trial), purpose: .proposal)
                let suggestion = strategy.suggest(SuggestionRequest(trial: trial, attempt: 0, space: space), using: &random)
                let score = suggestion.architecture.options.reduce(0) { $0 + ($1 ?? 0) }
                best = max(best, score)
                strategy.fold(FinishedTrial(number: trial, architecture: suggestion.architecture, costs: [-Double(score)]))
            }
            return best
        }
        #expect(best(EvolutionStrategy(population: 12, sample: 4)) > best(RandomStrategy()))
    }

    @Test func wrongSettingsAreRefused() {
        let wrong: [(String, [String: Double])] = [
            ("annealing", [:]), ("random", ["population": 3]), ("evolution", ["populatoin": 3]), ("evolution", ["population": 0]),
            ("evolution", ["population": 2.5]), ("evolution", ["population": 4, "sample": 5]),
        ]
        for (name, settings) in wrong {
            #expect(throws: Diagnostic.self) { try StrategyCatalog.standard.make(name, settings: settings) }
        }
    }
}
