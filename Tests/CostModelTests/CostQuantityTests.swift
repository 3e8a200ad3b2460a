import Foundation
import Support
import Testing

@testable import CostModel

/// Names, columns and orders are promises to scripts.
@Suite struct CostQuantityTests {
    @Test func namesAndColumnsStayInTheirOrder() {
        #expect(CostQuantity.budgets.map(\.name) == ["energy", "latency", "memory", "storage", "macs", "parameters", "ram"])
        #expect(
            CostQuantity.objectives.map(\.name) == ["latency", "energy", "energy_total", "memory", "storage", "macs", "parameters", "ram"])
        #expect(
            CostQuantity.listed.map(\.column) == [
                "latency_ms", "energy_mj", "energy_total_mj", "peak_memory_bytes", "storage_bytes", "parameters", "macs",
                "ram_bytes",
            ])
    }

    @Test func namesAreUniqueAndComeBack() throws {
        #expect(Set(CostQuantity.allCases.map(\.name)).count == CostQuantity.allCases.count)
        for quantity in CostQuantity.allCases {
            #expect(CostQuantity(named: quantity.name) == quantity)
            #expect(try JSONDecoder().decode(CostQuantity.self, from: JSONEncoder().encode(quantity)) == quantity)
        }
        #expect(CostQuantity(named: "joy") == nil)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(CostQuantity.self, from: Data("\"joy\"".utf8)) }
    }

    /// The form in which databases have budgets.
    @Test func aStoredBudgetIsByName() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let budget = try Budget("energy=5mJ").limited(by: makeHandBoard())
        #expect(
            String(decoding: try encoder.encode(budget), as: UTF8.self)
                == #"{"limits":[{"allowed":0.005,"origin":"given","quantity":"energy"},{"allowed":67108864,"origin":"board","quantity":"ram"}]}"#
        )
    }

    /// What is not listed may follow from what is; what is said of it goes before that.
    @Test func whatIsKnownGoesBeforeWhatFollows() throws {
        func interval(_ value: Double) -> Interval { Interval(value: value, low: value / 2, high: value * 2) }
        var estimate = Estimate(
            latencySeconds: interval(1), energyJoules: interval(2), energyTotalJoules: interval(3), peakMemoryBytes: interval(400),
            storageBytes: interval(50), macs: 6, parameters: 7, origin: .init(source: "", profileHash: StableHash(of: "")))
        let values = CostQuantity.allCases.map { $0.estimated(in: estimate)?.value }
        #expect(values == [1, 2, 3, 400, 50, 6, 7, 450])
        #expect(CostQuantity.ram.estimated(in: estimate) == Interval(value: 450, low: 225, high: 900))
        let limit = Budget(limits: [.init(quantity: .ram, allowed: 440, origin: .board)])
        #expect(limit.judge(estimate).uses[0].used == 450 && limit.judged(at: 0.9).judge(estimate).uses[0].used == 900)
        // An estimate of a database that is older than the quantity.
        estimate.further.updateValue(nil, forKey: .ram)
        #expect(CostQuantity.ram.estimated(in: estimate) == nil)
        #expect(limit.judge(estimate).uses[0].used == 450)
        estimate.further[.ram] = Interval(exactly: 430)
        #expect(CostQuantity.ram.estimated(in: estimate)?.value == 430 && limit.judge(estimate).fits)
    }
}
