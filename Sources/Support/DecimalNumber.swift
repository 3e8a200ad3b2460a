/// Decimal numbers as people write them: `12`, `-0.5`, `1.5e-3`. Swift's own reading takes hexadecimal numbers, `nan` and `infinity` too,
/// which nobody means.
public enum DecimalNumber {
    /// Reads a finite number; nil for anything else, also where something follows it. Spaces around it do not count.
    public static func parse(_ text: some StringProtocol) -> Double? {
        func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
        let start = text.drop(while: isBlank)
        let number = String(start.prefix(upTo: start.lastIndex { !isBlank($0) }.map { start.index(after: $0) } ?? start.startIndex))
        guard !number.isEmpty, end(in: number) == number.endIndex, let value = Double(number), value.isFinite else { return nil }
        return value
    }

    /// Returns what to say of a text with a decimal comma, `1,5ms`; nil where none is in it.
    public static func commaHint(_ text: some StringProtocol) -> String? {
        let bytes = Array(text.utf8)
        func isDigit(_ place: Int) -> Bool {
            bytes.indices.contains(place) && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place])
        }
        let commas = bytes.indices.filter { bytes[$0] == UInt8(ascii: ",") && isDigit($0 + 1) && ($0 == 0 || isDigit($0 - 1)) }
        guard !commas.isEmpty else { return nil }
        // Of 1.234,5 it is not clear what to propose.
        guard commas.count == 1, !bytes.contains(UInt8(ascii: ".")), bytes.count <= 64 else { return "decimals are written with a point" }
        var written = bytes
        written[commas[0]] = UInt8(ascii: ".")
        return "decimals are written with a point: \(String(decoding: written, as: UTF8.self))"
    }

    /// Returns where a leading decimal number ends: the exponent's `e` only where digits follow it.
    public static func end(in text: String) -> String.Index {
        let bytes = text.utf8
        var index = bytes.startIndex
        func isDigit(_ index: String.Index) -> Bool {
            index < bytes.endIndex && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index])
        }
        func isOne(of accepted: StaticString, _ index: String.Index) -> Bool {
            index < bytes.endIndex && accepted.withUTF8Buffer { $0.contains(bytes[index]) }
        }
        if isOne(of: "+-", index) { index = bytes.index(after: index) }
        while isDigit(index) || isOne(of: ".", index) { index = bytes.index(after: index) }
        if isOne(of: "eE", index) {
            var after = bytes.index(after: index)
            if isOne(of: "+-", after) { after = bytes.index(after: after) }
            if isDigit(after) {
                index = after
                while isDigit(index) { index = bytes.index(after: index) }
            }
        }
        return index
    }
}
