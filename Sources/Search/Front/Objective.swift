public import CostModel
public import Support

/// What a search is for. Internally everything is minimised: `cost` of accuracy is its negative.
public enum Objective: String, Sendable, Hashable, Codable, CaseIterable {
    /// On the validation split; the only objective that is maximised.
    case accuracy
    /// 1 - accuracy.
    case error
    case loss
    case latency
    /// Marginal energy of an inference.
    case energy
    case energyTotal = "energy_total"
    case memory
    case storage
    case macs
    case parameters

    public var isMaximised: Bool { self == .accuracy }

    /// Whether it is known only after training.
    public var isMeasured: Bool {
        switch self {
        case .accuracy, .error, .loss: true
        default: false
        }
    }

    public var dimension: Dimension {
        switch self {
        case .latency: .time
        case .energy, .energyTotal: .energy
        case .memory, .storage: .memory
        case .accuracy, .error, .loss, .macs, .parameters: .count
        }
    }

    /// The value in the unit of listings' base (seconds, joules, bytes, a share); nil where it is not known.
    public func value(accuracy: Double?, loss: Double?, estimate: Estimate?) -> Double? {
        switch self {
        case .accuracy: accuracy
        case .error: accuracy.map { 1 - $0 }
        case .loss: loss
        case .latency: estimate?.latencySeconds.value
        case .energy: estimate?.energyJoules.value
        case .energyTotal: estimate?.energyTotalJoules.value
        case .memory: estimate?.peakMemoryBytes.value
        case .storage: estimate?.storageBytes.value
        case .macs: (estimate?.macs).map(Double.init)
        case .parameters: (estimate?.parameters).map(Double.init)
        }
    }

    /// Turns a value into a cost, and back.
    public func cost(of value: Double) -> Double { isMaximised ? -value : value }

    /// The costs of a finished trial, one for each objective; nil where one is not known or not a finite number.
    public static func costs(_ objectives: [Objective], accuracy: Double?, loss: Double?, estimate: Estimate?) -> [Double]? {
        var costs: [Double] = []
        costs.reserveCapacity(objectives.count)
        for objective in objectives {
            guard let value = objective.value(accuracy: accuracy, loss: loss, estimate: estimate), value.isFinite else { return nil }
            costs.append(objective.cost(of: value))
        }
        return costs
    }

    /// Reads `accuracy,energy`.
    ///
    /// - Throws: a `Diagnostic` for an unknown name, a name twice, or none.
    public static func parse(_ text: String) throws(Diagnostic) -> [Objective] {
        let known = "objectives: " + allCases.map(\.rawValue).joined(separator: ", ")
        var objectives: [Objective] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let name = part.trimmingSpaces
            guard let objective = Objective(rawValue: name) else { throw Diagnostic("unknown objective '\(name)'", hint: known) }
            guard !objectives.contains(objective) else { throw Diagnostic("objective '\(name)' is given twice") }
            objectives.append(objective)
        }
        if objectives.contains(.accuracy), objectives.contains(.error) {
            throw Diagnostic("accuracy and error are the same objective")
        }
        return objectives
    }
}

extension Substring {
    var trimmingSpaces: String {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
