import ArgumentParser
import Foundation
import Support

/// The words of the library that reads the command line, with what was meant, and with the name that the program was called by.
enum ParserMessage {
    static func text(of error: any Error) -> String {
        var lines = NASCommand.fullMessage(for: error, columns: 120).split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
        if let first = lines.first, let hint = hint(for: first) { lines.insert("  hint: \(hint)", at: 1) }
        return lines.map(renamed).joined(separator: "\n")
    }

    /// `The value 'cvs' is invalid for '--format <format>'. Please provide one of 'table', 'csv', 'json' or 'svg'.`
    private static func hint(for message: String) -> String? {
        guard let list = message.range(of: "Please provide one of ") else { return nil }
        let quoted = message[..<list.lowerBound].split(separator: "'", omittingEmptySubsequences: false)
        guard quoted.count > 1 else { return nil }
        let known = message[list.upperBound...].split(separator: "'").map(String.init).filter {
            !$0.contains(" ") && !$0.contains(",") && $0 != "."
        }
        return Spelling.meant(by: String(quoted[1]), among: known)
    }

    private static func renamed(_ line: String) -> String {
        if line.hasPrefix("Usage: nas") { return "Usage: " + Program.name + line.dropFirst("Usage: nas".count) }
        return line.replacingOccurrences(of: "See 'nas ", with: "See '\(Program.name) ")
    }
}
