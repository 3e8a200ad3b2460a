import Foundation
import Support
import Testing

@testable import CostModel

@Suite struct BudgetTests {
    private func estimate(energy: Double = 0.004, latency: Double = 0.01, memory: Double = 1e6, storage: Double = 5e5) -> Estimate {
        func wide(_ value: Double) -> Interval { Interval(value: value, low: value / 10, high: value * 10) }
        return Estimate(
            latencySeconds: wide(latency), energyJoules: wide(energy), energyTotalJoules: wide(2 * energy),
            peakMemoryBytes: Interval(exactly: memory), storageBytes: Interval(exactly: storage), macs: 9_000_000, parameters: 125_000,
            origin: .init(source: "datasheet", profileHash: StableHash(of: "test")))
    }

    @Test func readsEveryQuantity() throws {
        let budget = try Budget("energy=5mJ, latency=20ms,memory=2MB,storage=1MB,macs=10M,parameters=500k,ram=512KB")
        #expect(budget.limits.map(\.quantity) == [.energy, .latency, .memory, .storage, .macs, .parameters, .ram])
        let allowed = budget.limits.map(\.allowed)
        for (value, expected) in zip(allowed, [0.005, 0.02, 2e6, 1e6, 1e7, 5e5, 512e3]) {
            #expect(abs(value - expected) <= 1e-12 * expected)
        }
        #expect(budget.limits.allSatisfy { $0.origin == .given })
        #expect(budget.limits[0].description == "energy 5.00 mJ")
    }

    @Test(arguments: [
        ("enregy=5mJ", "unknown quantity 'enregy'", "did you mean 'energy'?"), ("energy=5mJ,energy=4mJ", "given twice", nil),
        ("energy=0mJ", "must be above zero", nil), ("latency=-1ms", "must not be negative", nil), ("energy=5", "needs a unit", nil),
        ("energy=5ms", "unknown unit 'ms'", nil), ("energy", "quantity=limit", nil), ("", "quantity=limit", nil),
        ("energy=5mJ,", "quantity=limit", nil),
        ("rom=1MB", "unknown quantity 'rom'", nil), ("macs=1e400", "expected count", nil), ("latency=", "expected time", nil),
        ("energy=1e308kJ", "too large", nil),
    ]) func refusesWhatIsNoBudget(_ text: String, _ words: String, _ hint: String?) throws {
        let error = try #require(throws: Diagnostic.self) { try Budget(text) }
        #expect(error.message.contains(words), "\(error)")
        if let hint { #expect(error.hint == hint) }
    }

    @Test func judgesTheUpperEndWhereAConfidenceIsGiven() throws {
        let budget = try Budget("energy=5mJ,storage=1MB")
        #expect(budget.judge(estimate()).fits)
        let cautious = budget.judged(at: 0.9).judge(estimate())
        #expect(!cautious.uses[0].fits && cautious.uses[0].used == 0.04)
        // What is counted has no interval.
        #expect(cautious.uses[1].used == 5e5)
        // 1.645 deviations hold 90 %, 1.960 hold 95 %, 0.674 a half.
        let wide = Interval(value: 1, low: 0.1, high: 10)
        for (confidence, exponent) in [(0.95, 1.959964 / 1.644854), (0.5, 0.674490 / 1.644854), (0.999, 3.290527 / 1.644854)] {
            #expect(abs(log10(wide.upper(at: confidence)) - exponent) < 1e-5)
        }
        // Budgets keep it.
        let board = budget.judged(at: 0.95).combined(with: try Budget("macs=1M"))
        #expect(board.confidence == 0.95)
        let stored = try JSONDecoder().decode(Budget.self, from: try JSONEncoder().encode(board))
        #expect(stored == board)
        // Stored before there was any.
        #expect(try JSONDecoder().decode(Budget.self, from: Data(#"{"limits":[]}"#.utf8)) == Budget())
    }

    @Test func judgesTheValueAndNamesTheWorst() throws {
        let verdict = try Budget("energy=5mJ,latency=5ms,storage=100kB").judge(estimate())
        #expect(!verdict.fits)
        #expect(verdict.uses.map(\.fits) == [true, false, false])
        #expect(verdict.worst?.limit.quantity == .storage)
        #expect(abs((verdict.worst?.ratio ?? 0) - 5) < 1e-12)
        // The interval reaches to ten times the energy; the value decides.
        #expect(try Budget("energy=4mJ").judge(estimate()).fits)
        #expect(!(try Budget("energy=3.999mJ").judge(estimate()).fits))
        #expect(Budget().judge(estimate()).fits)
        #expect(Budget().judge(estimate()).worst == nil)
    }

    @Test func theBoardsMemoryIsALimit() throws {
        let budget = try Budget("energy=5mJ").limited(by: makeHandBoard())
        #expect(budget.limits.last == Budget.Limit(quantity: .ram, allowed: 64 * 1_048_576, origin: .board))
        #expect(budget.limits.last?.description == "ram 64.0 MiB (board)")
        #expect(budget.judge(estimate()).fits)
        let broken = budget.judge(estimate(memory: 4e7, storage: 4e7))
        #expect(broken.worst?.limit.origin == .board)
        // The user's own limit holds where it is the tighter one.
        let own = try Budget("ram=1MB").limited(by: makeHandBoard())
        #expect(own.limits == [Budget.Limit(quantity: .ram, allowed: 1e6, origin: .given)])
        #expect(!own.judge(estimate(memory: 6e5, storage: 5e5)).fits && own.judge(estimate(memory: 5e5, storage: 5e5)).fits)
        #expect(try Budget("ram=1GB").limited(by: makeHandBoard()).limits.map(\.origin) == [.board])
    }

    @Test func theTighterOfTwoLimitsHolds() throws {
        let combined = try Budget("energy=5mJ,latency=10ms").combined(with: Budget("latency=20ms,energy=1mJ,macs=5M"))
        #expect(combined.limits.map(\.description) == ["energy 1.00 mJ", "latency 10.0 ms", "macs 5.00M"])
    }

    @Test func roundTripsThroughJSON() throws {
        let budget = try Budget("energy=5mJ,parameters=500k").limited(by: makeHandBoard())
        #expect(try JSONDecoder().decode(Budget.self, from: JSONEncoder().encode(budget)) == budget)
        let verdict = budget.judge(estimate())
        #expect(try JSONDecoder().decode(Verdict.self, from: JSONEncoder().encode(verdict)) == verdict)
    }
}
