/// Whether an estimate keeps a budget, limit by limit.
public struct Verdict: Sendable, Hashable, Codable {
    /// A limit with what an estimate uses of it.
    public struct Use: Sendable, Hashable, Codable {
        /// The limit.
        public let limit: Budget.Limit
        /// The number that is compared with the limit, in the base unit of its quantity.
        public let used: Double

        /// The share of the limit that is used; above 1 where the limit is exceeded.
        public var ratio: Double { used / limit.allowed }
        /// Whether the estimate is within the limit.
        public var fits: Bool { used <= limit.allowed }
    }

    /// One for each limit, in the budget's order.
    public let uses: [Use]

    /// Whether the estimate is within every limit.
    public var fits: Bool { uses.allSatisfy(\.fits) }

    /// The limit that is used most, the first of equals; nil where the budget has no limits.
    public var worst: Use? {
        var worst: Use?
        for use in uses where worst.map({ use.ratio > $0.ratio }) ?? true { worst = use }
        return worst
    }
}

extension Budget {
    /// Compares an estimate with the limits: its values, or the upper ends of its intervals where the budget has a confidence.
    public func judge(_ estimate: Estimate) -> Verdict {
        Verdict(uses: limits.map { Verdict.Use(limit: $0, used: estimate.value(of: $0.quantity, at: confidence)) })
    }
}

extension Estimate {
    /// Returns the number that a limit on a quantity is compared with.
    ///
    /// - Parameter confidence: of the interval whose upper end it is; nil for the value.
    func value(of quantity: CostQuantity, at confidence: Double?) -> Double {
        let estimated = quantity.judged(in: self)
        return confidence.map(estimated.upper) ?? estimated.value
    }
}
