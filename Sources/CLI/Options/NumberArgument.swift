import ArgumentParser
import Support

/// Numbers that options take, for `transform:`.
enum NumberArgument {
    /// - Throws: what the parser puts behind the option's name and value.
    static func parse(_ text: String) throws -> Double {
        guard let number = DecimalNumber.parse(text) else {
            throw ValidationError(DecimalNumber.commaHint(text) ?? "a number is expected")
        }
        return number
    }
}
