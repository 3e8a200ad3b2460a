import CostModel
import Foundation
import NAS
import SearchTestWorker
import Support
import TestSupport
import Testing

@testable import Search

/// Searches in tables of known results.
@Suite struct SimulationTests {
    /// Every architecture of the toy space: wide layers are accurate and dear.
    private static func table(leaving: Int = 0) throws -> ResultTable {
        let space = ToySpace(depth: 3)
        var rows: [ResultTable.Row] = []
        for number in 0..<space.count {
            let options = [number / 25, number / 5 % 5, number % 5]
            let widths = options.map { Double(ToySpace.widths[$0]) }
            guard number % 7 >= leaving else { continue }
            let noise = Double(StableHash(of: "\(options)").low % 1000) / 1e5
            rows.append(
                ResultTable.Row(
                    architecture: Architecture(options: options), accuracy: 0.5 + widths.reduce(0, +) / 240 + noise,
                    costs: [.latency: widths[0] * widths[1] + widths[1] * widths[2]], report: Double(number)))
        }
        return try ResultTable(space: space, rows: rows)
    }

    @Test(arguments: StrategyCatalog.standard.names) func everythingIsFoundInTheEnd(name: String) throws {
        let table = try Self.table()
        let simulation = try Simulation(table, objectives: [.accuracy, .latency], budget: Budget(), queries: table.rows.count + 10)
        let trace = simulation.run(try StrategyCatalog.standard.make(name), seed: 1)
        #expect(trace.made == table.rows.count)
        #expect(trace.regret.count == table.rows.count + 10 && trace.regret.last == 0)
        #expect(zip(trace.regret, trace.regret.dropFirst()).allSatisfy { $0 >= $1 })
        #expect(abs((trace.hypervolume.last ?? 0) - 1) < 1e-12)
        #expect(zip(trace.hypervolume, trace.hypervolume.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test func whatTheTableDoesNotKnowDoesNotFit() throws {
        let table = try Self.table(leaving: 3)
        let limit = try #require(table.quantile(0.5, of: .latency))
        let budget = Budget(limits: [.init(quantity: .latency, allowed: limit, origin: .given)])
        let simulation = try Simulation(table, objectives: [.accuracy], budget: budget, queries: 1000)
        let fitting = table.rows.filter { ($0.costs[.latency] ?? .infinity) <= limit }
        #expect(simulation.fitting == fitting.count && fitting.count < table.rows.count)
        #expect(simulation.bestAccuracy == fitting.map(\.accuracy).max())
        let trace = simulation.run(try RandomStrategy(), seed: 3)
        #expect(trace.made == fitting.count && trace.regret.last == 0)
        #expect(trace.report.last == fitting.max { $0.accuracy < $1.accuracy }?.report)
    }

    @Test func sameSeedsSameTracesAndNoOrderAmongThem() throws {
        let simulation = try Simulation(try Self.table(), objectives: [.error, .latency], budget: Budget(), queries: 40, lookahead: 2)
        let auto = try AutoStrategy()
        let many = simulation.run(auto, seeds: 6, from: 4)
        for (index, trace) in many.enumerated() {
            #expect(simulation.run(auto, seed: 4 + UInt64(index)).hypervolume == trace.hypervolume)
        }
        #expect(Set(many.map(\.hypervolume)).count > 1)
        let curve = try #require(SimulationCurve(.hypervolume, of: many))
        let last = many.map { $0.hypervolume[39] }
        #expect(abs(curve.points[39].mean - last.reduce(0, +) / 6) < 1e-12)
        #expect(curve.points[39].low == last.min() && curve.points[39].high == last.max())
        #expect(SimulationCurve(.report, of: many)?.points.count == 40)
    }

    /// A report that some rows lack is missing where it is, and moves nothing.
    @Test func reportsThatAreMissing() throws {
        var (first, second) = (Simulation.Trace(), Simulation.Trace())
        (first.report, second.report) = ([nil, 4, nil], [nil, 2, 8])
        let curve = try #require(SimulationCurve(.report, of: [first, second]))
        #expect(curve.points.map(\.queries) == [2, 3] && curve.points.map(\.searches) == [2, 1])
        #expect(curve.points.map(\.mean) == [3, 8] && curve.point(after: 1) == nil && curve.point(after: 3)?.mean == 8)
        first.report = [nil, nil, nil]
        #expect(SimulationCurve(.report, of: [first]) == nil)
    }

    /// A front on the reference point has no volume, of which everything is found.
    @Test func aTableWithoutVolume() throws {
        let row = ResultTable.Row(architecture: Architecture(options: [0, 0, 0]), accuracy: 0.5, costs: [.latency: 1])
        let table = try ResultTable(space: ToySpace(depth: 3), rows: [row])
        let simulation = try Simulation(table, objectives: [.error, .latency], budget: Budget(), queries: 3)
        #expect(simulation.bestHypervolume == 0)
        #expect(simulation.run(try RandomStrategy(), seed: 1).hypervolume == [1, 1, 1])
    }

    @Test func quantilesAreLinearBetweenRows() throws {
        let rows = [4.0, 1, 3, 2].enumerated().map { index, cost in
            ResultTable.Row(architecture: Architecture(options: [index, 0, 0]), accuracy: 0.5, costs: [.macs: cost])
        }
        let table = try ResultTable(space: ToySpace(depth: 3), rows: rows)
        #expect(table.quantile(0, of: .macs) == 1 && table.quantile(1, of: .macs) == 4 && table.quantile(0.5, of: .macs) == 2.5)
        #expect(table.quantile(0.5, of: .energy) == nil)
        #expect(throws: Diagnostic.self) { try ResultTable(space: ToySpace(depth: 3), rows: rows + [rows[0]]) }
    }

    @Test func nothingThatFitsIsAnError() throws {
        let budget = Budget(limits: [.init(quantity: .latency, allowed: 1e-9, origin: .given)])
        let table = try Self.table()
        #expect(throws: Diagnostic.self) { try Simulation(table, objectives: [.accuracy], budget: budget, queries: 10) }
        #expect(throws: Diagnostic.self) { try Simulation(table, objectives: [.accuracy, .energy], budget: Budget(), queries: 10) }
    }
}
