public import Support

/// Strategies by name: those that ship (`standard`), and yours.
///
///     var strategies = StrategyCatalog.standard
///     strategies.add(HillClimbing.self)
public struct StrategyCatalog: Sendable {
    /// The strategies that ship.
    public static let standard = StrategyCatalog([
        AutoStrategy.self, PredictorStrategy.self, RandomStrategy.self, EvolutionStrategy.self, NSGA2Strategy.self,
        LocalSearchStrategy.self,
    ])

    private var types: [any Strategy.Type] = []

    /// Creates a catalog of these strategies; the last of those with one name counts.
    public init(_ types: [any Strategy.Type] = []) {
        for type in types { add(type) }
    }

    /// Adds a strategy under its name; the last one added under a name counts.
    public mutating func add(_ type: any Strategy.Type) {
        types.removeAll { $0.name == type.name }
        types.append(type)
    }

    /// The names of the strategies, in the order in which they were added.
    public var names: [String] { types.map { $0.name } }

    /// Makes a strategy that has seen no trial yet.
    ///
    /// - Throws: a `Diagnostic` for an unknown name or setting.
    public func make(_ name: String, settings: [String: Double] = [:]) throws(Diagnostic) -> any Strategy {
        guard let type = types.first(where: { $0.name == name }) else {
            throw Diagnostic(
                "unknown strategy '\(name)'",
                hint: Spelling.hint(for: name, among: names, called: "strategies")
                    + " (\(Program.command("help", "strategies"))); one of your own runs from a program: Examples/OwnStrategy")
        }
        return try type.init(settings: StrategySettings(strategy: name, values: settings))
    }
}
