public import Support

/// Settings of a strategy as they were given, with checks for whoever reads them.
public struct StrategySettings: Sendable {
    /// The strategy's name, for messages.
    public let strategy: String
    /// The values that were given, by the settings' names.
    public let values: [String: Double]

    /// Creates the settings of a strategy; those that are left out have its defaults.
    public init(strategy: String, values: [String: Double] = [:]) {
        self.strategy = strategy
        self.values = values
    }

    /// Reads settings such as `population=20`.
    ///
    /// - Throws: a `Diagnostic` for text that is not a name and a number.
    public static func parse(_ texts: [String]) throws(Diagnostic) -> [String: Double] {
        var values: [String: Double] = [:]
        for text in texts {
            let sides = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard sides.count == 2, let value = DecimalNumber.parse(sides[1]) else {
                throw Diagnostic(
                    "a setting is name=value with a number, got '\(text)'",
                    hint: DecimalNumber.commaHint(text) ?? "for example population=20")
            }
            guard values[sides[0]] == nil else { throw Diagnostic("'\(sides[0])' is given twice") }
            values[sides[0]] = value
        }
        return values
    }

    /// Returns the settings of these names alone, for a strategy that is made of others.
    public func only(_ names: [String]) -> StrategySettings {
        StrategySettings(strategy: strategy, values: values.filter { names.contains($0.key) })
    }

    /// Checks that no other settings than these were given.
    ///
    /// - Throws: a `Diagnostic` for the first that is none of these.
    public func allow(_ names: [String]) throws(Diagnostic) {
        for name in values.keys.sorted() where !names.contains(name) {
            throw Diagnostic(
                "strategy \(strategy) has no setting '\(name)'",
                hint: names.isEmpty ? "it has none" : Spelling.hint(for: name, among: names, called: "its settings"))
        }
    }

    /// Returns a setting that is a whole number, or its default where it was not given.
    ///
    /// - Throws: a `Diagnostic` if the value is not a whole number of the range.
    public func whole(_ name: String, in range: ClosedRange<Int>, default standard: Int) throws(Diagnostic) -> Int {
        guard let value = values[name] else { return standard }
        guard let number = Int(exactly: value), range.contains(number) else {
            throw Diagnostic("\(strategy): \(name) must be a whole number from \(range.lowerBound) to \(range.upperBound), got \(value)")
        }
        return number
    }
}
