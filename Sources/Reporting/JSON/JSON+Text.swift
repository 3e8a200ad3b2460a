internal import Foundation

extension JSON {
    /// The value in words and digits: nothing for a missing one, several with spaces between.
    public var plain: String {
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

    /// The value as a table shows it: at most four significant digits, yes or no, a dash for a missing one.
    public var readable: String {
        switch self {
        case .null: "-"
        case .bool(let value): value ? "yes" : "no"
        case .number(let value): value.isFinite ? String(format: "%.4g", value) : "-"
        default: plain
        }
    }

    /// Whether a table aligns the value on the right; a missing one may stand in any column.
    var isNumeric: Bool {
        switch self {
        case .null, .integer, .big, .number: true
        case .bool, .string, .array, .object: false
        }
    }
}
