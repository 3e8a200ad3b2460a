import ArgumentParser
import CostModel
import Foundation
import NAS
import Support
import Tables

/// Where measured networks come from.
struct MeasuredOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Measured networks: a table (CSV, or with semicolons or tabs) with a row for each measurement, may be compressed with gzip. Measurements of one network are averaged.",
            valueName: "file"))
    var networks: String

    @Option(
        help: ArgumentHelp(
            "The column of the measurement, a time or an energy; its unit is in its name: latency_ms, 'energy (mJ)'.", valueName: "column"))
    var column = "latency_ms"

    @Option(help: ArgumentHelp("The unit of that column, where its name has none: us, ms, s, mJ, J.", valueName: "unit"))
    var unit: String?

    @Option(
        help: ArgumentHelp(
            "Takes only rows in which a column has a value, or with != has not, with ~ contains it, with !~ does not; may be repeated.",
            valueName: "column=value"))
    var `where`: [RowCondition] = []

    @Option(
        help: ArgumentHelp("The search space of the networks; may be repeated where a column 'space' names them.", valueName: "space.yaml"))
    var space: [String] = []

    @Option(help: ArgumentHelp("The column of the architectures, in short form.", valueName: "column"))
    var architectureColumn = "architecture"

    @Option(help: ArgumentHelp("A second table that says what names mean: joined by the first column both have.", valueName: "file"))
    var names: String?

    @Option(help: ArgumentHelp("Instead of a space: a runtime's own tables of the networks' layers, a row a layer.", valueName: "file"))
    var layers: String?

    @Option(help: ArgumentHelp("What executed the networks: \(Runtime.names).", valueName: "runtime"))
    var runtime: String

    func load() throws -> [MeasuredNetwork] {
        let runtime = try checkedRuntime()
        guard (layers == nil) != space.isEmpty else { throw UsageError("what are the networks? Give either --space or --layers") }
        let table = try table()
        let unit = try measurementUnit
        let measured =
            try layers.map { try networks(table, LayerTable(try DataTable(contentsOf: $0)), unit) } ?? networks(table, runtime, unit)
        let empty = table.rows.count { ($0[column] ?? "").isEmpty }
        LeftOutRows.report(empty, of: table, because: "without a value in '\(column)'")
        LeftOutRows.report(table.rows.count - measured.count - empty, of: table, because: "with layers of an unknown shape")
        let found = MeasuredNetwork.averaged(measured)
        let count = MeasuredNetwork.distinctCount(found)
        guard count >= 3 else {
            throw Diagnostic(
                "has \(Plural.count(count, "network")) with a measurement in '\(column)', at least 3 are needed", file: networks)
        }
        return found
    }

    /// The rows that are taken.
    ///
    /// - Parameter isReported: whether rows that are left out are spoken of.
    private func table(isReported: Bool = true) throws -> DataTable {
        var table = try DataTable(contentsOf: networks)
        if let names {
            let joined = try table.joined(with: try DataTable(contentsOf: names))
            if isReported { LeftOutRows.report(table.rows.count - joined.rows.count, of: table, because: "which \(names) does not name") }
            table = joined
        }
        try table.check(column: column, option: "--column")
        try table.filter(self.where)
        return table
    }

    /// Whether the column is one of the energies above idle that nas itself lists.
    var isOwnMarginalEnergy: Bool {
        get throws { try column == "energy_mj" && table(isReported: false).columns.contains("energy_total_mj") }
    }

    /// Returns the mean power of the measurements, which are energies, by the latencies in another column.
    func meanWatts(latencyColumn: String) throws -> Double {
        let table = try table(isReported: false)
        try table.check(column: latencyColumn, option: "--latency-column")
        let energyUnit = try measurementUnit
        let timeUnit = try ColumnUnit.of(latencyColumn, given: nil, as: [.time], option: "--latency-column")
        let watts = try table.rows.compactMap { row -> Double? in
            guard let joules = try value(row, table, column, energyUnit), let seconds = try value(row, table, latencyColumn, timeUnit)
            else {
                return nil
            }
            return joules / seconds
        }
        LeftOutRows.report(table.rows.count - watts.count, of: table, because: "of the mean power, without both energy and latency")
        guard !watts.isEmpty else { throw Diagnostic("has no row with both energy and latency", file: networks) }
        return watts.reduce(0, +) / Double(watts.count)
    }

    func checkedRuntime() throws -> Runtime {
        do { return try Runtime(named: runtime) } catch { throw UsageError(error) }
    }

    /// The unit of the measured column.
    var measurementUnit: MeasurementUnit {
        get throws { try ColumnUnit.of(column, given: unit, as: [.time, .energy], option: "--column") }
    }

    /// In the base unit; nil for an empty field.
    private func value(_ row: DataTable.Row, _ table: DataTable, _ column: String, _ unit: MeasurementUnit) throws -> Double? {
        guard let value = try table.number(row, column) else { return nil }
        guard value > 0 else {
            throw table.problem("a measurement must be a number above zero, got '\(row[column] ?? "")' in column '\(column)'", in: row)
        }
        return value * unit.factor
    }

    private func networks(_ table: DataTable, _ layers: LayerTable, _ unit: MeasurementUnit) throws -> [MeasuredNetwork] {
        try table.check(column: "model", option: "--layers")
        return try table.rows.compactMap { row in
            let name = row["model"] ?? ""
            guard let value = try value(row, table, column, unit), let work = try layers.work(of: name) else { return nil }
            return MeasuredNetwork(name: name, work: work, value: value)
        }
    }

    private func networks(_ table: DataTable, _ runtime: Runtime, _ unit: MeasurementUnit) throws -> [MeasuredNetwork] {
        try table.check(column: architectureColumn, option: "--architecture-column")
        if space.count > 1 { try table.check(column: "space", option: "--space") }
        let spaces = try space.map(SpaceCatalog.spaceWithTask)
        guard Set(spaces.map(\.space.name)).count == spaces.count else {
            throw UsageError(
                "--space: several spaces have the same name", hint: "given: \(spaces.map(\.space.name).joined(separator: ", "))")
        }
        return try table.rows.compactMap { row in
            guard let value = try value(row, table, column, unit) else { return nil }
            guard let (space, task) = spaces.first(where: { spaces.count == 1 || $0.space.name == row["space"] }) else {
                throw table.problem(
                    "is of space '\(row["space"] ?? "")', which is none of --space", in: row,
                    hint: "given: \(spaces.map(\.space.name).joined(separator: ", "))")
            }
            let text = row[architectureColumn] ?? ""
            do throws(Diagnostic) {
                let architecture = try space.architecture(tableKey: text)
                return MeasuredNetwork(
                    name: text, graph: try space.graphAsWritten(for: architecture, task: task), runtime: runtime, value: value)
            } catch {
                throw table.problem(error.message, in: row, hint: error.hint)
            }
        }
    }
}
