import ArgumentParser
import CostModel
import Foundation
import Search
import Support

/// What is searched for in a table, by whom, and how often.
struct SimulationOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Strategies, with settings behind a colon: auto,evolution:population=10:sample=3.", valueName: "names"))
    var strategy = AutoStrategy.name

    @Option(help: ArgumentHelp("accuracy or error, alone or with costs of the table.", valueName: "names"))
    var objectives = "accuracy"

    @Option(help: ArgumentHelp("Limits as in nas search, or the share of the table that is cheaper: latency=17%.", valueName: "limits"))
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
        return try Simulation(
            table, objectives: objectives, budget: try budget(table), reference: try reference(objectives), queries: queries,
            lookahead: lookahead)
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
            for part in budget.split(separator: ",", omittingEmptySubsequences: false) {
                let sides = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
                guard sides.count == 2, let share = Percentage.parse(sides[1]) else {
                    limits = limits.combined(with: try Budget(String(part)))
                    continue
                }
                guard let quantity = CostQuantity(named: sides[0]), let allowed = table.quantile(share, of: quantity) else {
                    throw Diagnostic("the table has no costs of '\(sides[0])'", hint: "--cost \(sides[0])=COLUMN")
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
        for part in (reference ?? "").split(separator: ",") {
            let sides = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard sides.count == 2, let place = objectives.firstIndex(where: { $0.rawValue == sides[0] }) else {
                throw UsageError(
                    "--reference takes objective=value, got '\(part)'",
                    hint: "objectives: \(objectives.map(\.rawValue).joined(separator: ", "))")
            }
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
