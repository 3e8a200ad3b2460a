import Foundation
import TestSupport

/// Rows of a comma-separated file by column name; fields may be quoted.
struct CSVTable {
    let rows: [[String: String]]

    init(_ path: String) throws {
        let text = try String(contentsOf: SharedData.url(path), encoding: .utf8)
        var lines = text.split(separator: "\n").map { Self.fields(String($0)) }
        let header = lines.removeFirst()
        rows = lines.map { fields in
            Dictionary(zip(header, fields), uniquingKeysWith: { first, _ in first })
        }
    }

    private static func fields(_ line: String) -> [String] {
        var fields = [""]
        var quoted = false
        for character in line where character != "\r" {
            switch character {
            case "\"": quoted.toggle()
            case "," where !quoted: fields.append("")
            default: fields[fields.count - 1].append(character)
            }
        }
        return fields
    }
}
