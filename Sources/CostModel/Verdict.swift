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
    /// Compares an estimate's values with the limits.
    public func judge(_ estimate: Estimate) -> Verdict {
        Verdict(uses: limits.map { Verdict.Use(limit: $0, used: estimate.value(of: $0.quantity)) })
    }
}

extension Estimate {
    /// The number that a limit on a quantity is compared with.
    public func value(of quantity: Budget.Quantity) -> Double {
        switch quantity {
        case .energy: energyJoules.value
        case .latency: latencySeconds.value
        case .memory: peakMemoryBytes.value
        case .storage: storageBytes.value
        case .macs: Double(macs)
        case .parameters: Double(parameters)
        case .ram: peakMemoryBytes.value + storageBytes.value
        }
    }
}
