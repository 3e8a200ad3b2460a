import CostModel
import Support
import Tables

/// The unit of a table's column: as its heading says it (`raspi4_ms`, `energy (mJ)`), or as it is given beside it.
enum ColumnUnit {
    /// - Parameters:
    ///   - given: a unit that the user names for a column whose heading has none.
    ///   - dimensions: what the column may be.
    /// - Throws: a `UsageError` where nothing says the unit, or what does is not a unit of these.
    static func of(_ column: String, given: String?, as dimensions: [Dimension], option: String) throws -> MeasurementUnit {
        let heading = try heading(column, option: option)
        let wanted = dimensions.map(\.rawValue).joined(separator: " or ")
        let known = dimensions.map(\.unitSymbols).joined(separator: "; ")
        guard let unit = try given.map({ try named($0, option: option) }) ?? heading.unit else {
            throw UsageError(
                "\(option): the heading of column '\(column)' names no unit of \(wanted)", hint: "rename it, or give its unit: \(known)")
        }
        if given != nil, let own = heading.unit, own != unit {
            throw UsageError("\(option): '\(unit.symbol)' is given for column '\(column)', whose heading says \(own.symbol)")
        }
        guard dimensions.contains(unit.dimension) else {
            throw UsageError(
                "\(option): column '\(column)' is in \(unit.symbol), which is not a unit of \(wanted)", hint: "units: \(known)")
        }
        // What the heading calls itself must not be something else.
        let names: [Dimension: Set<String>] = [
            .time: ["latency", "time", "duration"], .energy: ["energy"], .power: ["power"], .memory: ["memory"],
        ]
        if let other = names.first(where: { $0.key != unit.dimension && !$0.value.isDisjoint(with: heading.words) })?.key,
            names[unit.dimension]?.isDisjoint(with: heading.words) ?? true
        {
            throw UsageError("\(option): column '\(column)' is called \(other.rawValue), and its unit is \(unit.symbol)")
        }
        return unit
    }

    /// What a number of the column is in the base unit of a quantity. Counts need no unit.
    static func factor(of column: String, given: String?, as quantity: CostQuantity, option: String) throws -> Double {
        switch quantity.dimension {
        case .count:
            if let given {
                guard let unit = try MeasurementUnit.named(given, in: .count) else {
                    throw UsageError(
                        "\(option): '\(given)' is not a unit of \(quantity.name)", hint: "units: \(Dimension.count.unitSymbols)")
                }
                return unit.factor
            }
            return try countFactor(of: column, quantity, option: option)
        case let dimension: return try of(column, given: given, as: [dimension], option: option).factor
        }
    }

    /// The factor that a heading's last word stands for: `macs_M`, `MFLOPs`, `params (millions)`; 1 where it says none.
    private static func countFactor(of column: String, _ quantity: CostQuantity, option: String) throws -> Double {
        let last = column.split { !$0.isLetter }.last.map(String.init) ?? ""
        if let unit = try MeasurementUnit.named(last, in: .count) { return unit.factor }
        let lower = last.lowercased()
        let words = ["thousands": 1e3, "millions": 1e6, "billions": 1e9, "kilo": 1e3, "mega": 1e6, "giga": 1e9]
        if let factor = words[lower] { return factor }
        for counted in ["flops", "macs", "params", "ops"] where lower.hasSuffix(counted) && lower.count == counted.count + 1 {
            if let unit = try MeasurementUnit.named(String(last.prefix(1)), in: .count) { return unit.factor }
            throw UsageError(
                "\(option): '\(last)' of column '\(column)' is not clear", hint: "write MFLOPs, GMACs, or give the unit: \(column):M")
        }
        if let unit = try heading(column, option: option).unit {
            throw UsageError("\(option): column '\(column)' is in \(unit.symbol), and \(quantity.name) is a count")
        }
        return 1
    }

    private static func heading(_ column: String, option: String) throws -> ColumnHeading {
        do { return try ColumnHeading(column) } catch { throw UsageError("\(option): \(error.message)", hint: error.hint) }
    }

    private static func named(_ spelling: String, option: String) throws -> MeasurementUnit {
        do throws(Diagnostic) {
            if let unit = try MeasurementUnit.named(spelling) { return unit }
        } catch {
            throw UsageError("\(option): \(error.message)", hint: error.hint)
        }
        throw UsageError("\(option): unknown unit '\(spelling)'")
    }
}
