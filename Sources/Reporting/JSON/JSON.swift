public import BigInt
internal import Foundation

/// A value of a report, written as JSON with the members in the order given. (Foundation's encoder sorts or shuffles
/// members, and cannot write a whole number of more than 64 bits, which the size of a search space is.)
public enum JSON: Sendable {
    /// A missing value.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A whole number.
    case integer(Int)
    // Boxed, so that the others stay small.
    /// A whole number that may have more than 64 bits, and is not negative.
    indirect case big(BigUInt)
    /// A number, written so that it reads back as the same; `null` where it is not finite.
    case number(Double)
    /// A text.
    case string(String)
    /// Values in order.
    case array([JSON])
    /// Members in order: names with their values.
    case object([(String, JSON)])

    /// Returns the value as a file: indented by two spaces a level, ended by a line feed.
    public func text() -> String {
        var output = ""
        write(to: &output, indent: 0)
        return output + "\n"
    }

    /// Appends the value; further lines of it are indented by `indent` levels.
    func write(to output: inout String, indent: Int) {
        switch self {
        case .null: output += "null"
        case .bool(let value): output += value ? "true" : "false"
        case .integer(let value): output += String(value)
        case .big(let value): output += String(value)
        case .number(let value): output += value.isFinite ? JSON.digits(value) : "null"
        case .string(let value): JSON.quote(value, to: &output)
        case .array(let values):
            JSON.write(values, between: ("[", "]"), to: &output, indent: indent) { value, output in
                value.write(to: &output, indent: indent + 1)
            }
        case .object(let members):
            JSON.write(members, between: ("{", "}"), to: &output, indent: indent) { member, output in
                JSON.quote(member.0, to: &output)
                output += ": "
                member.1.write(to: &output, indent: indent + 1)
            }
        }
    }

    /// Appends elements, one a line between brackets; just the brackets where there are none.
    static func write<Element>(
        _ elements: some Sequence<Element>, between brackets: (open: String, close: String), to output: inout String, indent: Int,
        _ element: (Element, inout String) -> Void
    ) {
        output += brackets.open
        var isEmpty = true
        for each in elements {
            output += isEmpty ? "\n" : ",\n"
            output += String(repeating: "  ", count: indent + 1)
            element(each, &output)
            isEmpty = false
        }
        if !isEmpty { output += "\n" + String(repeating: "  ", count: indent) }
        output += brackets.close
    }

    /// Returns the shortest decimal that reads back as the same number.
    public static func digits(_ value: Double) -> String {
        if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
        return String(value)
    }

    static func quote(_ text: String, to output: inout String) {
        output += "\""
        // Nearly every text stands for itself, names of columns above all.
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            output += text
            output += "\""
            return
        }
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
