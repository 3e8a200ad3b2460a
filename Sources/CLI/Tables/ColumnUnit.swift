import CostModel
import Support

/// The unit of a column, as its name says it: `raspi4_ms`, `energy_mJ`.
enum ColumnUnit {
    /// With its base unit. Milliseconds where the name says nothing.
    static func of(_ column: String) -> (symbol: String, factor: Double) { named(by: column) ?? ("s", 1e-3) }

    /// What a number of the column is in the base unit of a quantity. Counts and bytes need no unit; times and energies without one
    /// are in milliseconds and millijoules, as in all listings.
    ///
    /// - Throws: a diagnostic where the name says a unit of something else.
    static func factor(of column: String, as quantity: Budget.Quantity) throws -> Double {
        guard let symbol = quantity.dimension == .time ? "s" : quantity.dimension == .energy ? "J" : nil else { return 1 }
        guard let unit = named(by: column) else { return 1e-3 }
        guard unit.symbol == symbol else { throw UsageError("--cost \(quantity.rawValue)=\(column): the column's unit is not one of \(quantity.dimension.rawValue)") }
        return unit.factor
    }

    private static func named(by column: String) -> (symbol: String, factor: Double)? {
        let words = column.lowercased().split(separator: "_")
        let known: [Substring: (String, Double)] = ["ms": ("s", 1e-3), "us": ("s", 1e-6), "s": ("s", 1), "mj": ("J", 1e-3), "j": ("J", 1)]
        return words.reversed().compactMap { known[$0] }.first
    }
}
