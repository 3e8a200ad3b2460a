public import BigInt

/// A type whose values a report can hold: what the value of a column or a fact may be.
public protocol JSONConvertible: SendableMetatype {
    /// The value as JSON.
    var json: JSON { get }
}

extension JSON: JSONConvertible {
    /// The value itself.
    public var json: JSON { self }
}

extension Bool: JSONConvertible {
    /// `true` or `false`.
    public var json: JSON { .bool(self) }
}

extension Int: JSONConvertible {
    /// The number as a whole number.
    public var json: JSON { .integer(self) }
}

extension BigUInt: JSONConvertible {
    /// The number with all its digits.
    public var json: JSON { .big(self) }
}

extension Double: JSONConvertible {
    /// The number; written as `null` where it is not finite.
    public var json: JSON { .number(self) }
}

extension String: JSONConvertible {
    /// The text.
    public var json: JSON { .string(self) }
}

/// A missing value is null.
extension Optional: JSONConvertible where Wrapped: JSONConvertible {
    /// The value's own JSON; null where there is none.
    public var json: JSON {
        switch self {
        case .some(let value): value.json
        case .none: .null
        }
    }
}

extension Array: JSONConvertible where Element: JSONConvertible {
    /// The elements in their order.
    public var json: JSON { .array(map(\.json)) }
}
