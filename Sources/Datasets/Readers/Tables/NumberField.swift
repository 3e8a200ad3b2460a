internal import Foundation
internal import Support

/// What stands where a number is expected.
enum NumberField: Equatable {
    case number(Double)
    /// Nothing, or what people write for it.
    case missing
    /// Anything else, a NaN or an infinity too.
    case other(String)

    /// Reads a field of text, correctly rounded.
    init(_ field: ArraySlice<UInt8>) {
        if let number = Self.short(field) {
            self = .number(number)
            return
        }
        let text = DelimitedFields.text(field)
        if Self.isMissing(text) {
            self = .missing
        } else if let number = field.count <= 400 ? DecimalNumber.parse(DelimitedFields.text(field, upTo: 400)) : nil {
            self = .number(number)
        } else {
            self = .other(text)
        }
    }

    /// Empty, `?` as the UCI and UCR archives have it, or one of the words that pandas writes and reads.
    static func isMissing(_ text: String) -> Bool { text.isEmpty || wordsForMissing.contains(text.lowercased()) }

    private static let wordsForMissing: Set = ["?", "na", "n/a", "#n/a", "null", "none", "<na>"]

    /// What to say of a text that is no number.
    static func hint(on text: String) -> String? {
        switch text.lowercased() {
        case "nan", "+nan", "-nan": "a value that is missing is left empty, or written as ?"
        case "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity":
            "it may come from a division by zero: leave the row out, or the field empty"
        default: DecimalNumber.commaHint(text)
        }
    }

    /// A number of at most 15 digits and a small exponent: both are exact in double precision, and so their quotient or product is
    /// correctly rounded (W. D. Clinger, "How to read floating point numbers accurately", PLDI 1990). Nil for anything else.
    private static func short(_ field: ArraySlice<UInt8>) -> Double? {
        var index = field.startIndex
        let end = field.endIndex
        while index < end, field[index] == 0x20 { index += 1 }
        var isNegative = false
        if index < end, field[index] == UInt8(ascii: "-") || field[index] == UInt8(ascii: "+") {
            isNegative = field[index] == UInt8(ascii: "-")
            index += 1
        }
        var (mantissa, digits, decimals): (UInt64, Int, Int) = (0, 0, 0)
        var (isAfterPoint, hasDigits) = (false, false)
        while index < end {
            let byte = field[index]
            if byte >= 48, byte <= 57 {
                mantissa = mantissa &* 10 &+ UInt64(byte - 48)
                if mantissa > 0 { digits += 1 }
                if isAfterPoint { decimals += 1 }
                hasDigits = true
            } else if byte == UInt8(ascii: "."), !isAfterPoint {
                isAfterPoint = true
            } else {
                break
            }
            index += 1
        }
        while index < end, field[index] == 0x20 { index += 1 }
        guard hasDigits, index == end, digits <= 15, decimals <= 22 else { return nil }
        let value = Double(mantissa) / powers[decimals]
        return isNegative ? -value : value
    }

    private static let powers: [Double] = (0...22).map { exponent in
        var power = 1.0
        for _ in 0..<exponent { power *= 10 }
        return power
    }
}
