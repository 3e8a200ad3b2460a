import ArgumentParser

/// A condition on a row of a table: `column=value`, `column!=value`, or with `~` for a value that contains the text.
struct RowCondition: ExpressibleByArgument, CustomStringConvertible {
    let column: String
    private let text: String
    private let isContained: Bool
    private let isNegated: Bool

    init?(argument: String) {
        guard let sign = argument.firstIndex(where: { $0 == "=" || $0 == "~" }) else { return nil }
        let before = argument[..<sign]
        isNegated = before.hasSuffix("!")
        isContained = argument[sign] == "~"
        column = String(isNegated ? before.dropLast() : before)
        text = String(argument[argument.index(after: sign)...])
        if column.isEmpty { return nil }
    }

    func holds(for value: String) -> Bool { (isContained ? value.contains(text) : value == text) != isNegated }

    var description: String { column + (isNegated ? "!" : "") + (isContained ? "~" : "=") + text }
}
