public import BigInt

/// A type whose values a report can hold: what the value of a column or a fact may be.
public protocol JSONConvertible: SendableMetatype {
    var json: JSON { get }
}

extension JSON: JSONConvertible {
    public var json: JSON { self }
}

extension Bool: JSONConvertible {
    public var json: JSON { .bool(self) }
}

extension Int: JSONConvertible {
    public var json: JSON { .integer(self) }
}

extension BigUInt: JSONConvertible {
    public var json: JSON { .big(self) }
}

extension Double: JSONConvertible {
    public var json: JSON { .number(self) }
}

extension String: JSONConvertible {
    public var json: JSON { .string(self) }
}

/// A missing value is null.
extension Optional: JSONConvertible where Wrapped: JSONConvertible {
    public var json: JSON {
        switch self {
        case .some(let value): value.json
        case .none: .null
        }
    }
}

extension Array: JSONConvertible where Element: JSONConvertible {
    public var json: JSON { .array(map(\.json)) }
}
