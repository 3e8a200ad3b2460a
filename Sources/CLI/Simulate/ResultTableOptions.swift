import ArgumentParser
import CostModel
import Foundation
import Search
import Support
import Tables

/// What the columns of a table of results mean.
struct ResultTableOptions: ParsableArguments {
    /// `energy, latency or memory`
    private static let quantities: String = {
        let names = CostQuantity.budgets.map(\.name)
        return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
    }()

    @Option(help: ArgumentHelp("The search space of the table's networks.", valueName: "space.yaml"))
    var space: String

    @Option(
        help: ArgumentHelp("The column of architectures, in short form or a digit a decision (default: the first).", valueName: "column"))
    var key: String?

    @Option(help: ArgumentHelp("The column of accuracies, as shares or percentages.", valueName: "column"))
    var accuracy = "accuracy"

    @Option(
        help: ArgumentHelp(
            "A column of costs: \(Self.quantities); may be repeated. Its unit is in its name (raspi4_ms), or behind it: latency=raspi4:ms.",
            valueName: "quantity=column[:unit]"))
    var cost: [String] = []

    @Option(
        help: ArgumentHelp(
            "A column to report of the best network, which no strategy sees: its accuracy on the test split.", valueName: "column"))
    var report: String?

    @Option(
        help: ArgumentHelp(
            "A column of scores without training, higher being better, for strategies that use them (\(Program.name) rank).",
            valueName: "column"))
    var proxy: String?

    @Option(
        help: ArgumentHelp(
            "Takes only rows in which a column has a value, as in \(Program.name) calibrate; may be repeated.", valueName: "column=value"))
    var `where`: [RowCondition] = []

    func load(_ path: String) throws -> ResultTable {
        let (space, task) = try SpaceCatalog.spaceWithTask(space)
        var table = try DataTable(contentsOf: path)
        try table.filter(self.where)
        let key = key ?? table.columns[0]
        try table.check(column: key, option: "--key")
        try table.check(column: accuracy, option: "--accuracy")
        if let report { try table.check(column: report, option: "--report") }
        if let proxy { try table.check(column: proxy, option: "--proxy") }
        let costs = try columns(table)
        let accuracies = try table.rows.map { try table.number($0, accuracy) }
        // Both spellings of accuracies are in use; a share is never above 1.
        let scale = accuracies.contains { ($0 ?? 0) > 1 } ? 0.01 : 1
        var rows: [ResultTable.Row] = []
        for (row, accuracy) in zip(table.rows, accuracies) {
            guard let accuracy else { continue }
            guard accuracy >= 0, accuracy * scale <= 1 else {
                throw table.problem("an accuracy of \(accuracy) in column '\(self.accuracy)'", in: row)
            }
            var known: [CostQuantity: Double] = [:]
            for cost in costs {
                guard let value = try table.number(row, cost.column) else { continue }
                guard value >= 0 else { throw table.problem("a cost of \(row[cost.column] ?? "") in column '\(cost.column)'", in: row) }
                known[cost.quantity] = value * cost.factor
            }
            let reported = try report.flatMap { try table.number(row, $0) }
            if let report, reported == nil {
                throw table.problem("a row with an accuracy has no value in column '\(report)' (--report)", in: row)
            }
            do {
                let architecture = try space.architecture(tableKey: row[key] ?? "")
                rows.append(
                    ResultTable.Row(
                        architecture: architecture, accuracy: accuracy * scale, costs: known, report: reported,
                        proxy: try proxy.flatMap { try table.number(row, $0) }))
            } catch let diagnostic as Diagnostic {
                throw table.problem(diagnostic.message, in: row, hint: diagnostic.hint)
            }
        }
        reportUnknown(table, rows, costs.map { ($0.quantity, $0.column) })
        guard !rows.isEmpty else { throw Diagnostic("has no row with an accuracy in '\(accuracy)'", file: path) }
        do { return try ResultTable(space: TaskSpace(space, task: task), rows: rows) } catch { throw Diagnostic(error.message, file: path) }
    }

    /// A person is told what an empty field does.
    private func reportUnknown(_ table: DataTable, _ rows: [ResultTable.Row], _ costs: [(quantity: CostQuantity, column: String)]) {
        LeftOutRows.report(table.rows.count - rows.count, of: table, because: "without a value in '\(accuracy)'")
        for (quantity, column) in costs {
            let count = rows.count { $0.costs[quantity] == nil }
            guard count > 0 else { continue }
            Terminal.printError(
                "\(table.fileName): \(count) of \(Plural.count(rows.count, "network")) without a value in '\(column)': "
                    + "they fit no limit on \(quantity.name)")
        }
    }

    private func columns(_ table: DataTable) throws -> [(quantity: CostQuantity, column: String, factor: Double)] {
        let known = CostQuantity.budgets
        var given: Set<CostQuantity> = []
        return try cost.map { text in
            let sides = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard sides.count == 2, let quantity = known.first(where: { $0.name == sides[0] }) else {
                throw UsageError(
                    "--cost takes quantity=column, got '\(text)'", hint: "quantities: \(known.map(\.name).joined(separator: ", "))")
            }
            guard given.insert(quantity).inserted else {
                throw UsageError("--cost: '\(quantity.name)' is given twice", hint: "a quantity has one column")
            }
            let (column, unit) = columnAndUnit(sides[1], of: table)
            try table.check(column: column, option: "--cost")
            return (quantity, column, try ColumnUnit.factor(of: column, given: unit, as: quantity, option: "--cost \(text)"))
        }
    }

    /// A colon may be part of the name.
    private func columnAndUnit(_ text: String, of table: DataTable) -> (column: String, unit: String?) {
        guard !table.columns.contains(text), let colon = text.lastIndex(of: ":") else { return (text, nil) }
        return (String(text[..<colon]), String(text[text.index(after: colon)...]))
    }
}
