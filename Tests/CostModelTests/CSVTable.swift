import Foundation
import TestSupport

/// Rows of a comma-separated file, as it is or compressed, by column name; fields may be quoted.
struct CSVTable {
    let rows: [[String: String]]

    init(_ path: String) throws {
        let text =
            try path.hasSuffix(".gz") ? Self.unzipped(SharedData.url(path)) : String(contentsOf: SharedData.url(path), encoding: .utf8)
        var lines = text.split(separator: "\n").map { Self.fields(String($0)) }
        let header = lines.removeFirst()
        rows = lines.map { fields in
            Dictionary(zip(header, fields), uniquingKeysWith: { first, _ in first })
        }
    }

    private static func unzipped(_ file: URL) throws -> String {
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", file.path]
        process.standardOutput = pipe
        try process.run()
        return String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
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
