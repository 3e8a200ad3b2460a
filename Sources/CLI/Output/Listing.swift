import ArgumentParser
import Foundation
import TextTable

/// How a listing is printed. CSV and JSON are for programs: their names carry units, and values are not rounded.
enum ListingFormat: String, ExpressibleByArgument, CaseIterable { case table, csv, json }

/// Where there is a picture too.
enum PictureFormat: String, ExpressibleByArgument, CaseIterable {
    case table, csv, json, svg

    /// Nil for the picture.
    var listing: ListingFormat? { ListingFormat(rawValue: rawValue) }
}

/// Rows of things, printed as a table for a person, or as CSV or JSON for a program.
struct Listing {
    struct Field: Sendable {
        /// The name in CSV and JSON, with its unit: a promise to scripts.
        let name: String
        /// The heading of the table; nil for a field that only programs see.
        let heading: String?
        /// How the table shows a value; nil for as it is.
        let show: (@Sendable (JSON) -> String)?

        init(_ name: String, _ heading: String?, show: (@Sendable (JSON) -> String)? = nil) {
            self.name = name
            self.heading = heading
            self.show = show
        }
    }

    let fields: [Field]
    var rows: [[JSON]] = []

    init(_ fields: [Field]) { self.fields = fields }

    mutating func append(_ row: [JSON]) {
        precondition(row.count == fields.count)
        rows.append(row)
    }

    func text(as format: ListingFormat) -> String {
        switch format {
        case .table: table()
        case .csv: csv()
        case .json: JSON.array(rows.map { row in .object(zip(fields, row).map { ($0.name, $1) }) }).text()
        }
    }

    private func csv() -> String {
        let lines = [fields.map(\.name)] + rows.map { $0.map(\.plain) }
        return lines.map { $0.map(Listing.csvField).joined(separator: ",") + "\n" }.joined()
    }

    /// RFC 4180: quoted where it holds a comma, a quote or a line break.
    private static func csvField(_ text: String) -> String {
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }

    private func table() -> String {
        let shown = fields.indices.filter { fields[$0].heading != nil }
        guard !rows.isEmpty else { return "" }
        let numeric = shown.map { column in
            rows.allSatisfy { row in
                switch row[column] {
                case .integer, .number, .big, .null: true
                default: false
                }
            }
        }
        let table = TextTable<[JSON]> { row in
            zip(shown, numeric).map { column, isNumeric in
                Column(
                    title: fields[column].heading ?? "", value: fields[column].show?(row[column]) ?? row[column].readable,
                    align: isNumeric ? .right : .left)
            }
        }
        let text = table.string(for: rows, style: Style.simple) ?? ""
        return text.split(separator: "\n").map { $0.trimmingTrailingSpaces + "\n" }.joined()
    }
}

extension JSON {
    /// As CSV writes it: nothing for a missing value.
    var plain: String {
        switch self {
        case .null: ""
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .big(let value): String(value)
        case .number(let value): value.isFinite ? JSON.digits(value) : ""
        case .string(let value): value
        case .array(let values): values.map(\.plain).joined(separator: " ")
        case .object(let members): members.map { "\($0.0)=\($0.1.plain)" }.joined(separator: " ")
        }
    }

    /// As a table shows it: at most four significant digits, a dash for a missing value.
    var readable: String {
        switch self {
        case .null: "-"
        case .number(let value): value.isFinite ? String(format: "%.4g", value) : "-"
        default: plain
        }
    }
}

extension StringProtocol {
    fileprivate var trimmingTrailingSpaces: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
