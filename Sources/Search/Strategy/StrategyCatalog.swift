public import Support

/// The strategies that ship, by name. One of your own conforms to `Strategy` in one file and is given to `SearchDriver`
/// itself, or added to a catalog.
public struct StrategyCatalog: Sendable {
    public typealias Maker = @Sendable (_ settings: StrategySettings) throws -> any Strategy

    private var makers: [(name: String, make: Maker)]

    public init() { makers = [] }

    public static let standard: StrategyCatalog = {
        var catalog = StrategyCatalog()
        catalog.add(AutoStrategy.name) { settings in
            try settings.allow(["initial", "explore", "proxies"])
            return AutoStrategy(
                initial: try settings.whole("initial", in: 1...100_000, default: 10),
                explore: try settings.whole("explore", in: 2...1_000_000, default: 16),
                usesProxies: try settings.whole("proxies", in: 0...1, default: 1) == 1)
        }
        catalog.add(PredictorStrategy.name) { settings in
            try settings.allow(["initial", "proxies"])
            return PredictorStrategy(
                initial: try settings.whole("initial", in: 1...100_000, default: 10),
                usesProxies: try settings.whole("proxies", in: 0...1, default: 1) == 1)
        }
        catalog.add(RandomStrategy.name) { settings in
            try settings.allow([])
            return RandomStrategy()
        }
        catalog.add(EvolutionStrategy.name) { settings in
            try settings.allow(["population", "sample"])
            let population = try settings.whole("population", in: 1...100_000, default: 20)
            let sample = try settings.whole("sample", in: 1...population, default: min(max(population / 4, 1), population))
            return EvolutionStrategy(population: population, sample: sample)
        }
        catalog.add(NSGA2Strategy.name) { settings in
            try settings.allow(["population"])
            return NSGA2Strategy(population: try settings.whole("population", in: 2...10_000, default: 10))
        }
        catalog.add(LocalSearchStrategy.name) { settings in
            try settings.allow([])
            return LocalSearchStrategy()
        }
        return catalog
    }()

    /// The last one added under a name counts.
    public mutating func add(_ name: String, _ make: @escaping Maker) {
        makers.removeAll { $0.name == name }
        makers.append((name, make))
    }

    public var names: [String] { makers.map(\.name) }

    /// - Throws: a `Diagnostic` for an unknown name or setting.
    public func make(_ name: String, settings: [String: Double] = [:]) throws -> any Strategy {
        guard let maker = makers.first(where: { $0.name == name }) else {
            throw Diagnostic("unknown strategy '\(name)'", hint: "strategies: \(names.joined(separator: ", "))")
        }
        return try maker.make(StrategySettings(strategy: name, values: settings))
    }
}

/// Settings of a strategy as they were given, with checks for whoever reads them.
public struct StrategySettings: Sendable {
    public let strategy: String
    public let values: [String: Double]

    public init(strategy: String, values: [String: Double]) {
        self.strategy = strategy
        self.values = values
    }

    /// Reads `population=20`.
    ///
    /// - Throws: a `Diagnostic` for text that is not a name and a number.
    public static func parse(_ texts: [String]) throws(Diagnostic) -> [String: Double] {
        var values: [String: Double] = [:]
        for text in texts {
            let sides = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard sides.count == 2, let value = DecimalNumber.parse(sides[1]) else {
                throw Diagnostic("a setting is name=value with a number, got '\(text)'", hint: "for example population=20")
            }
            values[sides[0]] = value
        }
        return values
    }

    /// - Throws: a `Diagnostic` if a setting was given that is none of these.
    public func allow(_ names: [String]) throws(Diagnostic) {
        for name in values.keys.sorted() where !names.contains(name) {
            throw Diagnostic(
                "strategy \(strategy) has no setting '\(name)'",
                hint: names.isEmpty ? "it has none" : "its settings: \(names.joined(separator: ", "))")
        }
    }

    /// - Throws: a `Diagnostic` if the value is not a whole number of the range.
    public func whole(_ name: String, in range: ClosedRange<Int>, default standard: Int) throws(Diagnostic) -> Int {
        guard let value = values[name] else { return standard }
        guard let number = Int(exactly: value), range.contains(number) else {
            throw Diagnostic("\(strategy): \(name) must be a whole number from \(range.lowerBound) to \(range.upperBound), got \(value)")
        }
        return number
    }
}
