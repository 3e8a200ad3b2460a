import CostModel
import Support
import Tables

/// Networks by a runtime's own tables of their layers: a row for each layer, with `model`, `type`, `in_whc` and `out_whc` (shapes
/// such as `56x56x64`, several joined by `;`), `kw`, `stride`, `groups`, `macs`, `params`.
struct LayerTable {
    /// The layers of each network, under its name; nil for a network with a layer with weights whose shape is not known. Other layers may
    /// have an unknown shape, such as lists of detections, and then count without what they move.
    private let layers: [String: [RuntimeLayer]?]
    private let fileName: String

    init(_ table: DataTable) throws {
        for column in ["model", "type", "in_whc", "out_whc", "kw", "stride", "groups", "macs", "params"] {
            try table.check(column: column, option: "--layers")
        }
        fileName = table.fileName
        var layers: [String: [RuntimeLayer]?] = [:]
        for row in table.rows {
            let model = row["model"] ?? ""
            guard let layer = try Self.layer(row, of: table) else {
                layers[model] = .some(nil)
                continue
            }
            if let known = layers[model, default: []] { layers[model] = known + [layer] }
        }
        self.layers = layers
    }

    /// In order of their names.
    var networks: [String] { layers.keys.sorted() }

    /// - Throws: a diagnostic for a network that the table does not have.
    func work(of model: String) throws -> Work? {
        guard let known = layers[model] else {
            throw Diagnostic("has no network '\(model)'", file: fileName, hint: "it has: \(networks.joined(separator: ", "))")
        }
        return known.map { Work($0) }
    }

    private static func layer(_ row: DataTable.Row, of table: DataTable) throws -> RuntimeLayer? {
        // An empty field is nothing.
        func number(_ column: String) throws -> Int {
            guard let value = try table.number(row, column) else { return 0 }
            guard (0...1e15).contains(value) else {
                throw table.problem("column '\(column)' has \(row[column] ?? ""), which no layer has", in: row)
            }
            return Int(value)
        }
        let unknown = try number("params") > 0 ? nil : (elements: 0, channels: 0)
        guard let input = shape(row["in_whc"]) ?? unknown, let output = shape(row["out_whc"]) ?? unknown else { return nil }
        return try RuntimeLayer(
            type: row["type"] ?? "", inputElements: input.elements, outputElements: output.elements, inputChannels: input.channels,
            kernel: .init(width: number("kw"), stride: number("stride"), groups: number("groups")), macs: number("macs"),
            parameters: number("params"))
    }

    /// Elements of all the shapes together, channels of the first; nil where one is unknown.
    private static func shape(_ text: String?) -> (elements: Int, channels: Int)? {
        var (elements, channels) = (0, 0)
        for (index, part) in (text ?? "").split(separator: ";").enumerated() {
            let sizes = part.split(separator: "x").map { Int($0) }
            guard !sizes.isEmpty, sizes.allSatisfy({ (1...1 << 20).contains($0 ?? 0) }), sizes.count <= 3 else { return nil }
            elements += sizes.reduce(1) { $0 * ($1 ?? 0) }
            if index == 0 { channels = (sizes.last ?? 0) ?? 0 }
        }
        return elements > 0 ? (elements, channels) : nil
    }
}
