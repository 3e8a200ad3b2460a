/// What a parameter of a layer accepts.
indirect enum ParameterKind: Sendable, Hashable {
    /// A whole number of things: channels, outputs, repetitions, groups.
    case whole(ClosedRange<Int>)
    /// A number, or height and width.
    case extent
    /// `same`, `valid`, a number of rows and columns, or `[rows, columns]`.
    case padding
    case boolean
    case word([String])
    case number(ClosedRange<Double>)
    /// `false`, `true` or a ratio.
    case ratio
    /// Increasing shares of a whole: `[0.5, 0.75]`.
    case shares

    /// No layer of a network for a small board is larger in any direction.
    static let size = ParameterKind.whole(1...1_000_000)

    /// The constant in the form that emission reads, which is quick to use: words become their index, `same` becomes
    /// -1, extents become pairs. Nil where the constant is not acceptable.
    func convert(_ constant: Constant) -> Constant? {
        switch (self, constant) {
        case (.whole(let range), .integer(let value)): range.contains(value) ? constant : nil
        case (.extent, .integer(let value)): Self.sides.contains(value) ? .pair(value, value) : nil
        case (.extent, .pair(let height, let width)): Self.sides.contains(height) && Self.sides.contains(width) ? constant : nil
        case (.padding, .word("same")): .integer(-1)
        case (.padding, .word("valid")): .pair(0, 0)
        case (.padding, .integer(let value)): Self.margins.contains(value) ? .pair(value, value) : nil
        case (.padding, .pair(let height, let width)):
            Self.margins.contains(height) && Self.margins.contains(width) ? constant : nil
        case (.boolean, .boolean): constant
        case (.word(let words), .word(let word)): words.firstIndex(of: word).map { .integer($0) }
        case (.word(let words), .boolean(let value)): words.firstIndex(of: "\(value)").map { .integer($0) }
        case (.number(let range), .integer), (.number(let range), .number):
            constant.asDouble.flatMap { range.contains($0) ? .number($0) : nil }
        case (.ratio, .boolean(let value)): .number(value ? 0.25 : 0)
        case (.ratio, .integer), (.ratio, .number): constant.asDouble.flatMap { $0 > 0 && $0 <= 1 ? .number($0) : nil }
        case (.shares, .list(let values)):
            values.allSatisfy { $0 > 0 && $0 < 1 } && zip(values, values.dropFirst()).allSatisfy { $0 < $1 } ? constant : nil
        default: nil
        }
    }

    private static let sides = 1...10_000
    private static let margins = 0...10_000

    /// For "kernel must be ...".
    var inWords: String {
        switch self {
        case .whole(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .extent: "a whole number of at least 1, or [height, width]"
        case .padding: "same, valid, a number of rows and columns, or [rows, columns]"
        case .boolean: "true or false"
        case .word(let words): words.count == 1 ? words[0] : "one of " + words.joined(separator: ", ")
        case .number(let range):
            range.upperBound >= 1e9
                ? "a number of at least \(Constant.number(range.lowerBound).text)"
                : "a number from \(Constant.number(range.lowerBound).text) to \(Constant.number(range.upperBound).text)"
        case .ratio: "true, false or a ratio from 0 to 1"
        case .shares: "an increasing list of shares between 0 and 1, like [0.5, 0.75]"
        }
    }
}
