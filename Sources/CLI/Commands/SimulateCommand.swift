import ArgumentParser
import CostModel
import Foundation
import Reporting
import Search
import Support

struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Runs strategies against a table of known results: what they find after how many trials.",
        discussion: """
            Example: \(Program.name) simulate nas-bench-201.csv.gz --space nas-bench-201 --accuracy cifar10_val \\
                       --cost latency=silver_4114_ms --budget latency=17% --strategy auto,evolution,random --queries 200

            Each row is a network of its own. Costs are known without a query, accuracies are looked up. The budget takes
            limits, or the share of the table that is cheaper.
            """)

    @Argument(help: ArgumentHelp("A CSV file with a header, plain or .gz.", valueName: "table.csv"))
    var table: String

    @OptionGroup(title: "Table")
    var columns: ResultTableOptions

    @OptionGroup(title: "Search")
    var search: SimulationOptions

    @Option(
        help: "regret, hypervolume or report: what the table and the picture show. With several objectives hypervolume, otherwise regret.")
    var curve: CurveArgument?

    @Option(help: "table, csv, json or svg.")
    var format: PictureFormat = .table

    @OptionGroup
    var tables: TableOptions

    @Option(help: ArgumentHelp("A file to write to, instead of standard output.", valueName: "file"))
    var output: String?

    func run() throws {
        let table = try columns.load(table)
        let simulation = try search.simulation(table)
        let strategies = try search.strategies()
        let checkpoints = try search.checkpoints
        let shown = curve?.quantity ?? (simulation.objectives.count > 1 ? .hypervolume : .regret)
        // Before anything is searched.
        if shown == .report, columns.report == nil { throw UsageError("--curve report needs --report") }
        if shown == .hypervolume, simulation.objectives.count < 2 { throw UsageError("--curve hypervolume needs several objectives") }
        let curves = strategies.map { name, strategy in
            let traces = simulation.run(strategy, seeds: search.seeds, from: search.seed)
            return (strategy: name, curves: SimulationCurve.Quantity.allCases.compactMap { SimulationCurve($0, of: traces) })
        }
        let selected = curves.compactMap { strategy, curves in
            curves.first { $0.quantity == shown }.map { (strategy: strategy, curve: $0) }
        }
        switch format.listing {
        case nil: try OutputFile.write(SimulationPlot(curves: selected, seeds: search.seeds).svg(), to: output)
        case .table:
            let best = simulation.objectives.count > 1 ? "" : String(format: ", the best with an accuracy of %.4f", simulation.bestAccuracy)
            tables.note(
                "\(simulation.fitting) of \(Plural.count(table.rows.count, "network")) fit the budget\(best); "
                    + "\(Plural.count(search.seeds, "search", "searches")) each")
            let summary = SimulationColumns.summary(selected, checkpoints: checkpoints)
            try OutputFile.write(summary.text(as: .table, width: tables.width(to: output)), to: output)
        case let listed?: try OutputFile.write(SimulationColumns.all(curves).text(as: listed), to: output)
        }
    }
}

struct CurveArgument: ExpressibleByArgument {
    let quantity: SimulationCurve.Quantity
    static let allValueStrings = SimulationCurve.Quantity.allCases.map(\.rawValue)

    init?(argument: String) {
        guard let quantity = SimulationCurve.Quantity(rawValue: argument) else { return nil }
        self.quantity = quantity
    }
}
