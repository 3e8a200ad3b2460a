internal import Foundation

extension Listing {
    /// RFC 4180, but for lines that end with a line feed alone: the names, then a line a row.
    func csv() -> String {
        var output = columns.map { CSVField.quoted($0.name) }.joined(separator: ",") + "\n"
        for row in rows {
            var isFirst = true
            for column in columns {
                if !isFirst { output += "," }
                output += CSVField.text(column.value(row))
                isFirst = false
            }
            output += "\n"
        }
        return output
    }
}

private enum CSVField {
    static func text(_ value: JSON) -> String {
        switch value {
        case .null, .bool, .integer, .big, .number: value.plain
        case .string, .array, .object: quoted(value.plain)
        }
    }

    /// Quoted where the text holds a comma, a quote or a line break.
    static func quoted(_ text: String) -> String {
        // Bytes first: hardly any text has one of these.
        guard text.utf8.contains(where: { $0 == 0x2c || $0 == 0x22 || (0x0a...0x0d).contains($0) || $0 >= 0x80 }),
            text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline })
        else { return text }
        return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}
