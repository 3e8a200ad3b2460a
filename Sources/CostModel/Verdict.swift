/// Whether an estimate keeps a budget, limit by limit.
public struct Verdict: Sendable, Hashable, Codable {
    public struct Use: Sendable, Hashable, Codable {
        public let limit: Budget.Limit
        public let used: Double

        /// Above 1: broken.
        public var ratio: Double { used / limit.allowed }
        public var fits: Bool { used <= limit.allowed }
    }

    /// In the budget's order.
    public let uses: [Use]

    public var fits: Bool { uses.allSatisfy(\.fits) }

    /// The limit that is used most: the one broken worst where the budget is broken. The first of equals.
    public var worst: Use? {
        var worst: Use?
        for use in uses where worst.map({ use.ratio > $0.ratio }) ?? true { worst = use }
        return worst
    }
}

extension Budget {
    /// Compares an estimate with the limits: its values, or the upper ends of its intervals.
    public func judge(_ estimate: Estimate) -> Verdict {
        Verdict(uses: limits.map { Verdict.Use(limit: $0, used: estimate.value(of: $0.quantity, at: confidence)) })
    }
}

extension Estimate {
    /// The number that a limit on a quantity is compared with.
    ///
    /// - Parameter confidence: of the interval whose upper end it is; nil for the value.
    func value(of quantity: CostQuantity, at confidence: Double?) -> Double {
        let estimated = quantity.judged(in: self)
        return confidence.map(estimated.upper) ?? estimated.value
    }
}
