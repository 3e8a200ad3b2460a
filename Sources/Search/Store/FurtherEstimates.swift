internal import CostModel

/// The column `further` of an estimate: JSON with value, low and high of each quantity that has no columns of its own, by the
/// quantity's name: `{"ram":[524288.0,524288.0,524288.0]}`. So a new quantity needs no new column.
enum FurtherEstimates {
    private static let quantities = CostQuantity.listed.filter(\.isFurther)

    /// Nil where there is nothing to keep.
    static func text(_ estimate: Estimate) -> String? {
        let entries = quantities.compactMap { quantity -> String? in
            guard let known = quantity.estimated(in: estimate), [known.value, known.low, known.high].allSatisfy(\.isFinite) else {
                return nil
            }
            return "\"\(quantity.name)\":[\(known.value),\(known.low),\(known.high)]"
        }
        return entries.isEmpty ? nil : "{\(entries.joined(separator: ","))}"
    }

    /// Gives an estimate what its column says; what that says nothing of is not known, for the row was written before there was such a
    /// quantity.
    ///
    /// - Throws: where the column is not what `text` writes.
    static func read(_ text: String?, into estimate: inout Estimate) throws {
        let known = try text.map(values) ?? [:]
        for quantity in quantities where known[quantity] != quantity.estimated(in: estimate) {
            estimate.further.updateValue(known[quantity], forKey: quantity)
        }
    }

    /// Without a JSON decoder, which would take longer than the rest of a row.
    private static func values(_ text: String) throws -> [CostQuantity: Interval] {
        var values: [CostQuantity: Interval] = [:]
        guard text.hasPrefix("{"), text.hasSuffix("}") else { throw UnreadableColumn("estimate", "further", text, reason: "it is no JSON") }
        for entry in text.utf8.dropFirst().dropLast().split(separator: UInt8(ascii: "]")) {
            let parts = entry.split(separator: UInt8(ascii: "\"")).suffix(2)
            let numbers = parts.last?.dropFirst(2).split(separator: UInt8(ascii: ",")).compactMap { Double(Substring($0)) } ?? []
            guard parts.count == 2, let name = parts.first, numbers.count == 3,
                numbers.allSatisfy({ (0...Double.greatestFiniteMagnitude).contains($0) })
            else { throw UnreadableColumn("estimate", "further", text) }
            guard let quantity = CostQuantity(named: String(Substring(name))), quantity.isFurther else { continue }
            values[quantity] = Interval(value: numbers[0], low: numbers[1], high: numbers[2])
        }
        return values
    }
}
