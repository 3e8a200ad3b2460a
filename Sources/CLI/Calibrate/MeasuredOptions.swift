import ArgumentParser
import CostModel
import Foundation
import NAS
import Support

/// Where measured networks come from.
struct MeasuredOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Measured networks: a CSV file with a row each, may be compressed with gzip.", valueName: "file"))
    var networks: String

    @Option(help: ArgumentHelp("The column of the measurement; its unit is in its name: _ms (also where there is none), _us, _s, _mJ, _J.", valueName: "column"))
    var column = "latency_ms"

    @Option(help: ArgumentHelp(
        "Takes only rows in which a column has a value, or with != has not, with ~ contains it, with !~ does not; may be repeated.",
        valueName: "column=value"))
    var `where`: [RowCondition] = []

    @Option(help: ArgumentHelp("The search space of the networks; may be repeated where a column 'space' names them.", valueName: "space.yaml"))
    var space: [String] = []

    @Option(help: ArgumentHelp("The column of the architectures, in short form.", valueName: "column"))
    var architectureColumn = "architecture"

    @Option(help: ArgumentHelp("A second CSV file that says what names mean: joined by the first column both have.", valueName: "file"))
    var names: String?

    @Option(help: ArgumentHelp("Instead of a space: a runtime's own tables of the networks' layers, a row a layer.", valueName: "file"))
    var layers: String?

    @Option(help: ArgumentHelp("What executed the networks: c, onnxruntime, tflite, armnn, ncnn.", valueName: "runtime"))
    var runtime: String

    func load() throws -> [MeasuredNetwork] {
        let runtime = try checkedRuntime()
        guard (layers == nil) != space.isEmpty else { throw UsageError("what are the networks? Give either --space or --layers") }
        let table = try table()
        let found = try layers.map { try networks(table, LayerTable(try DataTable(contentsOf: $0))) } ?? networks(table, runtime)
        guard found.count >= 3 else {
            throw Diagnostic("has \(found.count) networks with a measurement in '\(column)', at least 3 are needed", file: networks)
        }
        return found
    }

    /// The rows that are taken.
    private func table() throws -> DataTable {
        var table = try DataTable(contentsOf: networks)
        if let names { table = try table.joined(with: try DataTable(contentsOf: names)) }
        try table.check(column: column, option: "--column")
        try table.filter(self.where)
        return table
    }

    /// Of the measurements, which are energies, by the latencies in another column.
    func meanWatts(latencyColumn: String) throws -> Double {
        let table = try table()
        try table.check(column: latencyColumn, option: "--latency-column")
        let unit = ColumnUnit.of(latencyColumn)
        guard unit.symbol == "s" else { throw UsageError("--latency-column: '\(latencyColumn)' is not a column of times") }
        let watts = try table.rows.compactMap { row -> Double? in
            guard let joules = try value(row), let latency = Double(row[latencyColumn] ?? ""), latency > 0 else { return nil }
            return joules / (latency * unit.factor)
        }
        guard !watts.isEmpty else { throw Diagnostic("has no row with both energy and latency", file: networks) }
        return watts.reduce(0, +) / Double(watts.count)
    }

    func checkedRuntime() throws -> Runtime {
        do { return try Runtime(named: runtime) } catch { throw UsageError(error) }
    }

    /// The base unit of the column's, and the column's in it.
    var unit: (symbol: String, factor: Double) { ColumnUnit.of(column) }

    private func value(_ row: [String: String]) throws -> Double? {
        let text = row[column] ?? ""
        if text.isEmpty { return nil }
        guard let value = Double(text), value.isFinite, value > 0 else {
            throw Diagnostic("a measurement must be a number above zero, got '\(text)' in column '\(column)'", file: networks)
        }
        return value * unit.factor
    }

    private func networks(_ table: DataTable, _ layers: LayerTable) throws -> [MeasuredNetwork] {
        try table.check(column: "model", option: "--layers")
        var seen: Set<String> = []
        return try table.rows.compactMap { row in
            let name = row["model"] ?? ""
            // Of a network measured several times the first counts.
            guard let value = try value(row), let work = try layers.work(of: name), seen.insert(name).inserted else { return nil }
            return MeasuredNetwork(name: name, work: work, value: value)
        }
    }

    private func networks(_ table: DataTable, _ runtime: Runtime) throws -> [MeasuredNetwork] {
        try table.check(column: architectureColumn, option: "--architecture-column")
        if space.count > 1 { try table.check(column: "space", option: "--space") }
        let spaces = try space.map(SpaceCatalog.spaceWithTask)
        return try table.rows.compactMap { row in
            guard let value = try value(row) else { return nil }
            guard let (space, task) = spaces.first(where: { spaces.count == 1 || $0.space.name == row["space"] }) else {
                throw Diagnostic(
                    "is of space '\(row["space"] ?? "")', which is none of --space", file: networks,
                    hint: "given: \(spaces.map(\.space.name).joined(separator: ", "))")
            }
            let text = row[architectureColumn] ?? ""
            let architecture = try space.architecture(tableKey: text)
            return MeasuredNetwork(
                name: text, graph: try space.graphAsWritten(for: architecture, task: task), runtime: runtime, value: value)
        }
    }
}
