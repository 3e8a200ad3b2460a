import CostModel
import Foundation
import Support

/// The columns of an estimate, the same in every listing; each value with the ends of its 90 % interval.
enum EstimateFields {
    /// What came later stands behind the source, so that the others keep their places.
    private static let (first, later) = (CostQuantity.listed.filter { !$0.isFurther }, CostQuantity.listed.filter(\.isFurther))

    static let fields = first.flatMap(columns) + [Listing.Field("estimate_source", nil)] + later.flatMap(columns)

    private static func columns(_ quantity: CostQuantity) -> [Listing.Field] {
        let isInBytes = quantity.dimension == .memory
        return names(of: quantity).enumerated().map { index, name in
            let heading = index == 0 ? quantity.heading : nil
            return isInBytes ? .init(name, heading, show: bytes) : .init(name, heading)
        }
    }

    /// The columns of a quantity: its value and, unless it is counted, the ends of the interval.
    static func names(of quantity: CostQuantity) -> [String] {
        guard let column = quantity.column else { return [] }
        return ["", "_low", "_high"].prefix(width(quantity)).map { column + $0 }
    }

    /// How many columns a quantity has.
    private static func width(_ quantity: CostQuantity) -> Int { quantity.dimension == .count ? 1 : 3 }

    static func values(_ estimate: Estimate?) -> [JSON] {
        guard let estimate else { return fields.map { _ in .null } }
        return first.flatMap { values($0, estimate) } + [.string(estimate.source)] + later.flatMap { values($0, estimate) }
    }

    private static func values(_ quantity: CostQuantity, _ estimate: Estimate) -> [JSON] {
        if let count = quantity.count(in: estimate) { return [.integer(count)] }
        guard let known = quantity.estimated(in: estimate) else { return Array(repeating: .null, count: width(quantity)) }
        return [known.value, known.low, known.high].prefix(width(quantity)).map { value in
            quantity.isWhole ? .integer(Int(value.rounded())) : .number(value * quantity.columnScale)
        }
    }

    @Sendable private static func bytes(_ value: JSON) -> String {
        guard case .integer(let count) = value else { return value.readable }
        return count >= 10 << 20 ? "\(count >> 20) MiB" : count >= 10 << 10 ? "\(count >> 10) KiB" : "\(count) B"
    }
}
