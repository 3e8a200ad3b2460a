import ArgumentParser
import CostModel
import Foundation
import Search
import SearchEngine
import Support

/// What is searched for in a table, by whom, and how often.
struct SimulationOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Strategies, with settings behind a colon: auto,evolution:population=10:sample=3.", valueName: "names"))
    var strategy = AutoStrategy.name

    @Option(help: ArgumentHelp("accuracy or error, alone or with costs of the table.", valueName: "names"))
    var objectives = "accuracy"

    @Option(
        help: ArgumentHelp(
            "Limits as in \(Program.name) search, or the share of the table that is cheaper: latency=17%.", valueName: "limits"))
    var budget: String?

    @Option(
        help: ArgumentHelp(
            "Costs beyond which nothing counts in a hypervolume, where it is not the worst of the table: error=40%.", valueName: "costs"))
    var reference: String?

    @Option(help: ArgumentHelp("Accuracies that are looked up in a search.", valueName: "count"))
    var queries = 200

    @Option(help: ArgumentHelp("How often each strategy searches.", valueName: "count"))
    var seeds = 20

    @Option(help: ArgumentHelp("The first seed.", valueName: "number"))
    var seed: UInt64 = 0

    @Option(help: ArgumentHelp("Proposals that are made before a result is known; a real search has 8.", valueName: "count"))
    var lookahead = 0

    @Option(help: ArgumentHelp("The rows of the table that is printed.", valueName: "counts"))
    var at = "25,50,100,200,400"

    func validate() throws {
        for (option, value, least) in [("queries", queries, 1), ("seeds", seeds, 1), ("lookahead", lookahead, 0)] {
            guard value >= least else { throw ValidationError("--\(option) must be at least \(least), got \(value)") }
        }
    }

    var checkpoints: [Int] {
        get throws {
            let counts = at.split(separator: ",").map { Int($0.trimmingCharacters(in: .whitespaces)) }
            guard !counts.isEmpty, counts.allSatisfy({ ($0 ?? 0) > 0 }) else { throw UsageError("--at takes counts, got '\(at)'") }
            let known = counts.compactMap { $0 }.filter { $0 <= queries }
            return known.isEmpty ? [queries] : known
        }
    }

    func simulation(_ table: ResultTable) throws -> Simulation {
        let objectives: [Objective]
        do { objectives = try Objective.parse(self.objectives) } catch { throw UsageError(error) }
        let budget = try budget(table)
        for (option, quantities) in [("--budget", budget.limits.map(\.quantity)), ("--objectives", objectives.compactMap(\.quantity))] {
            for quantity in quantities where !table.rows.contains(where: { $0.costs[quantity] != nil }) {
                throw UsageError("\(option): \(Self.unknown(quantity.name).message)", hint: Self.unknown(quantity.name).hint)
            }
        }
        let reference = try reference(objectives)
        do throws(Diagnostic) {
            return try Simulation(
                table, objectives: objectives, budget: budget, reference: reference, queries: queries, lookahead: lookahead)
        } catch {
            var error = error
            error.hint = Self.least(table, budget)
            throw NothingFits(error.description)
        }
    }

    private static func unknown(_ quantity: String) -> Diagnostic {
        Diagnostic("the table has no costs of '\(quantity)'", hint: "--cost \(quantity)=COLUMN")
    }

    /// The least of the table in what is limited.
    private static func least(_ table: ResultTable, _ budget: Budget) -> String? {
        let least = budget.limits.compactMap { limit in
            table.quantile(0, of: limit.quantity).map { "\(limit.quantity.name) \(limit.quantity.dimension.format($0))" }
        }
        return least.isEmpty ? nil : "the least of the table: \(least.joined(separator: ", "))"
    }

    func strategies() throws -> [(name: String, strategy: any Strategy)] {
        try strategy.split(separator: ",").map { text in
            let parts = text.split(separator: ":").map { $0.trimmingCharacters(in: .whitespaces) }
            do {
                let settings = try StrategySettings.parse(Array(parts.dropFirst()))
                return (String(text), try StrategyCatalog.standard.make(parts.first ?? "", settings: settings))
            } catch let diagnostic as Diagnostic {
                throw UsageError(diagnostic)
            }
        }
    }

    /// `latency=9ms,parameters=30%`.
    private func budget(_ table: ResultTable) throws -> Budget {
        guard let budget else { return Budget() }
        var limits = Budget()
        do {
            var given: Set<String> = []
            for part in try QuantityList.parts(of: budget) {
                let sides = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
                if let name = sides.first, !given.insert(name).inserted { throw Diagnostic("'\(name)' is given twice in the budget") }
                guard sides.count == 2, let share = Percentage.parse(sides[1]) else {
                    limits = limits.combined(with: try Budget(String(part)))
                    continue
                }
                guard let quantity = CostQuantity(named: sides[0]), let allowed = table.quantile(share, of: quantity) else {
                    throw Self.unknown(sides[0])
                }
                limits = limits.combined(with: Budget(limits: [Budget.Limit(quantity: quantity, allowed: allowed, origin: .given)]))
            }
        } catch let diagnostic as Diagnostic {
            throw UsageError(diagnostic)
        }
        return limits
    }

    private func reference(_ objectives: [Objective]) throws -> [Double?] {
        var costs = [Double?](repeating: nil, count: objectives.count)
        let parts: [Substring]
        do { parts = try QuantityList.parts(of: reference ?? "") } catch {
            throw UsageError("--reference: \(error.message)", hint: error.hint)
        }
        for part in parts where !part.isEmpty {
            let sides = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard sides.count == 2, let place = objectives.firstIndex(where: { $0.rawValue == sides[0] }) else {
                throw UsageError(
                    "--reference takes objective=value, got '\(part)'",
                    hint: "objectives: \(objectives.map(\.rawValue).joined(separator: ", "))")
            }
            guard costs[place] == nil else { throw UsageError("--reference: '\(sides[0])' is given twice") }
            do {
                let value = try Percentage.parse(sides[1]) ?? DecimalNumber.parse(sides[1]) ?? objectives[place].dimension.parse(sides[1])
                costs[place] = objectives[place].cost(of: value)
            } catch let diagnostic as Diagnostic {
                throw UsageError(diagnostic)
            }
        }
        return costs
    }
}

private enum Percentage {
    /// A share, from `17%`; nil for anything else.
    static func parse(_ text: String) -> Double? {
        guard text.hasSuffix("%"), let value = DecimalNumber.parse(text.dropLast()), (0...100).contains(value)
        else { return nil }
        return value / 100
    }
}
