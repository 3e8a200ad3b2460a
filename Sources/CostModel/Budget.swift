public import Support

/// Upper limits on what one inference may cost. Judged on the estimate's value, or on the upper end of its interval.
public struct Budget: Sendable, Hashable, Codable {
    /// Who set a limit.
    public enum Origin: String, Sendable, Hashable, Codable {
        /// The user, with `--budget`.
        case given
        /// It follows from the battery, the hours and the rate.
        case mission
        /// It is the board's memory.
        case board
    }

    /// An upper limit on one quantity.
    public struct Limit: Sendable, Hashable, Codable {
        /// The quantity that is limited.
        public let quantity: CostQuantity
        /// The largest value that is within the limit, in the base unit of the quantity's dimension.
        public let allowed: Double
        /// Who set the limit.
        public let origin: Origin

        /// Makes a limit.
        ///
        /// - Parameters:
        ///   - quantity: what is limited.
        ///   - allowed: the largest value that is within the limit, in the base unit of the quantity's dimension.
        ///   - origin: where the limit comes from.
        public init(quantity: CostQuantity, allowed: Double, origin: Origin) {
            self.quantity = quantity
            self.allowed = allowed
            self.origin = origin
        }
    }

    /// The limits, in the order in which they were given.
    public let limits: [Limit]
    /// The confidence of the interval whose upper end is judged, above 0 and below 1; nil where the estimate's value is judged.
    public private(set) var confidence: Double?

    /// Makes a budget of limits; without any, every estimate fits.
    ///
    /// - Parameters:
    ///   - limits: the limits, all of which an estimate must meet.
    ///   - confidence: of the interval whose upper end is judged, above 0 and below 1; nil to judge the estimate's value.
    public init(limits: [Limit] = [], confidence: Double? = nil) {
        self.limits = limits
        self.confidence = confidence
    }

    /// Reads `energy=5mJ,latency=20ms,memory=2MB,storage=1MB,macs=10M,parameters=500k`.
    ///
    /// - Throws: a `Diagnostic` without a place: unknown or repeated quantities, wrong units, limits that are not above zero.
    public init(_ text: String) throws(Diagnostic) {
        let known = CostQuantity.budgets.map(\.name)
        let example = "for example --budget energy=5mJ,latency=20ms; \(Program.command("help", "budgets")) says more"
        var limits: [Limit] = []
        for part in try QuantityList.parts(of: text) {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2 else { throw Diagnostic("a budget is quantity=limit, got '\(part)'", hint: example) }
            let name = sides[0].trimmed
            guard known.contains(name), let quantity = CostQuantity(named: name) else {
                throw Diagnostic(
                    "unknown quantity '\(name)' in the budget",
                    hint: Spelling.hint(for: name, among: known))
            }
            guard !limits.contains(where: { $0.quantity == quantity }) else { throw Diagnostic("'\(name)' is given twice in the budget") }
            let allowed: Double
            do {
                allowed = try quantity.dimension.parse(String(sides[1]))
            } catch {
                throw Diagnostic("budget for \(name): \(error.message)", hint: error.hint ?? example)
            }
            guard allowed > 0 else {
                throw Diagnostic(
                    "the budget for \(name) must be above zero, got '\(sides[1].trimmed)'", hint: "leave it out where there is no limit")
            }
            guard allowed.isFinite else { throw Diagnostic("the budget for \(name) is too large, got '\(sides[1].trimmed)'") }
            limits.append(Limit(quantity: quantity, allowed: allowed, origin: .given))
        }
        self.limits = limits
        confidence = nil
    }

    /// Returns a budget with both budgets' limits: where both limit a quantity, the smaller; at equality the one that came first. Its
    /// confidence is this budget's, or the other's where this one has none.
    public func combined(with other: Budget) -> Budget {
        var limits = limits
        for limit in other.limits {
            if let index = limits.firstIndex(where: { $0.quantity == limit.quantity }) {
                if limit.allowed < limits[index].allowed { limits[index] = limit }
            } else {
                limits.append(limit)
            }
        }
        return Budget(limits: limits, confidence: confidence ?? other.confidence)
    }

    /// Returns a budget of the same limits on the upper end of intervals of this confidence; nil to judge the estimate's value.
    public func judged(at confidence: Double?) -> Budget { Budget(limits: limits, confidence: confidence) }

    /// Returns the budget with the board's RAM as a limit on `ram`; a smaller limit on it stays.
    public func limited(by board: Board) -> Budget {
        combined(with: Budget(limits: [Limit(quantity: .ram, allowed: Double(board.ramBytes), origin: .board)]))
    }
}

extension Budget.Limit: CustomStringConvertible {
    /// The limit in words: `energy 5.00 mJ`, `ram 512 MiB (board)`.
    public var description: String {
        "\(quantity.name) \(quantity.dimension.format(allowed))" + (origin == .given ? "" : " (\(origin.rawValue))")
    }
}

extension Substring {
    var trimmed: String {
        var slice = self
        while slice.first?.isWhitespace == true { slice.removeFirst() }
        while slice.last?.isWhitespace == true { slice.removeLast() }
        return String(slice)
    }
}
