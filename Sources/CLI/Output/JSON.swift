import BigInt
import Foundation

/// A value of a report, written as JSON with the members in the order given. (Foundation's encoder sorts or shuffles
/// members, and cannot write a whole number of more than 64 bits, which the size of a search space is.)
indirect enum JSON: Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    case big(BigUInt)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([(String, JSON)])

    /// Indented by two spaces a level, ended by a line feed.
    func text() -> String {
        var output = ""
        write(to: &output, indent: 0)
        return output + "\n"
    }

    private func write(to output: inout String, indent: Int) {
        switch self {
        case .null: output += "null"
        case .bool(let value): output += value ? "true" : "false"
        case .integer(let value): output += String(value)
        case .big(let value): output += String(value)
        case .number(let value): output += value.isFinite ? JSON.digits(value) : "null"
        case .string(let value): JSON.quote(value, to: &output)
        case .array(let values) where values.isEmpty: output += "[]"
        case .array(let values):
            output += "["
            for (index, value) in values.enumerated() {
                output += index == 0 ? "\n" : ",\n"
                output += String(repeating: "  ", count: indent + 1)
                value.write(to: &output, indent: indent + 1)
            }
            output += "\n" + String(repeating: "  ", count: indent) + "]"
        case .object(let members) where members.isEmpty: output += "{}"
        case .object(let members):
            output += "{"
            for (index, member) in members.enumerated() {
                output += index == 0 ? "\n" : ",\n"
                output += String(repeating: "  ", count: indent + 1)
                JSON.quote(member.0, to: &output)
                output += ": "
                member.1.write(to: &output, indent: indent + 1)
            }
            output += "\n" + String(repeating: "  ", count: indent) + "}"
        }
    }

    /// The shortest decimal that reads back as the same number.
    static func digits(_ value: Double) -> String {
        if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
        return String(value)
    }

    private static func quote(_ text: String, to output: inout String) {
        output += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\t": output += "\\t"
            case "\r": output += "\\r"
            case _ where scalar.value < 0x20 || scalar.value == 0x7f: output += String(format: "\\u%04x", scalar.value)
            default: output.unicodeScalars.append(scalar)
            }
        }
        output += "\""
    }
}
